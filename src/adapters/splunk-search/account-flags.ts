/** userAccountControl's flags by the names that tools show them by (MS-ADTS 2.2.16, ADS_USER_FLAG_ENUM). */
const FLAGS: Readonly<Record<string, number>> = {
  SCRIPT: 0x1,
  ACCOUNTDISABLE: 0x2,
  HOMEDIR_REQUIRED: 0x8,
  LOCKOUT: 0x10,
  PASSWD_NOTREQD: 0x20,
  PASSWD_CANT_CHANGE: 0x40,
  ENCRYPTED_TEXT_PWD_ALLOWED: 0x80,
  ENCRYPTED_TEXT_PASSWORD_ALLOWED: 0x80,
  TEMP_DUPLICATE_ACCOUNT: 0x100,
  NORMAL_ACCOUNT: 0x200,
  INTERDOMAIN_TRUST_ACCOUNT: 0x800,
  WORKSTATION_TRUST_ACCOUNT: 0x1000,
  SERVER_TRUST_ACCOUNT: 0x2000,
  DONT_EXPIRE_PASSWORD: 0x1_0000,
  DONT_EXPIRE_PASSWD: 0x1_0000,
  MNS_LOGON_ACCOUNT: 0x2_0000,
  SMARTCARD_REQUIRED: 0x4_0000,
  TRUSTED_FOR_DELEGATION: 0x8_0000,
  NOT_DELEGATED: 0x10_0000,
  USE_DES_KEY_ONLY: 0x20_0000,
  DONT_REQ_PREAUTH: 0x40_0000,
  PASSWORD_EXPIRED: 0x80_0000,
  TRUSTED_TO_AUTH_FOR_DELEGATION: 0x100_0000,
  TRUSTED_TO_AUTHENTICATE_FOR_DELEGATION: 0x100_0000,
  PARTIAL_SECRETS_ACCOUNT: 0x400_0000,
};
/** Every account is of one of these types: a list without any is a part of one. */
const TYPES = 0x100 | 0x200 | 0x800 | 0x1000 | 0x2000;

/**
 * userAccountControl as its number: Splunk's ldapsearch names the flags instead. A list with a name that is not known, or
 * without the type of the account, is given back as a text that is no number, which is unknown to whoever reads it.
 */
export function accountFlags(values: readonly string[]): string {
  const text = values.join(" ");
  const names = text.split(/[\s,|]+/).filter((name) => name !== "");
  if (names.length === 1 && /^\d+$/.test(names[0] ?? "")) return names[0] ?? text;
  let flags = 0;
  for (const name of names) {
    const flag = Object.hasOwn(FLAGS, name) ? FLAGS[name] : undefined;
    if (flag === undefined) return text;
    flags |= flag;
  }
  return (flags & TYPES) === 0 ? text : String(flags);
}
