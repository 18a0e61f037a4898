import type { SambaSeed } from "./samba-peer.ts";

export const CORP = "DC=corp,DC=example,DC=test";
export const DEVICES = `OU=Devices,${CORP}`;
export const DISABLED = `OU=Disabled,${CORP}`;
export const GROUPS = `OU=Groups,${CORP}`;
export const PEOPLE = `OU=People,${CORP}`;
export const VIP_GROUP = `CN=VIP,${GROUPS}`;
/** Characters that need escaping in a DN (RFC 4514), in a filter (RFC 4515), and beyond ASCII. */
export const INNER_GROUP = String.raw`CN=Inner\, (all) \* Büro,${GROUPS}`;

/** Computers in OU=Devices and in OU=Disabled; the domain controller and the special ones come on top. */
export const IN_DEVICES = 300;
export const IN_DISABLED = 30;
/** DC1, CLU01, AZUREADSSOACC, BÜRO-01, BARE. The managed service account is not a computer. */
export const SPECIAL = 5;

const record = (
  dn: string,
  objectClass: string,
  attributes: Readonly<Record<string, string | readonly string[]>>,
): string => {
  const lines = Object.entries(attributes).flatMap(([name, value]) =>
    (typeof value === "string" ? [value] : value).map((one) => line(name, one)),
  );
  return [line("dn", dn), "changetype: add", `objectClass: ${objectClass}`, ...lines, "", ""].join("\n");
};

/** LDIF carries text that is not plain ASCII as base64 (RFC 2849). */
const line = (name: string, value: string): string =>
  /^[\x20-\x7e]*$/.test(value) ? `${name}: ${value}` : `${name}:: ${Buffer.from(value).toString("base64")}`;

const computer = (name: string, parent: string, attributes: Readonly<Record<string, string>> = {}): string =>
  record(`CN=${name},${parent}`, "computer", {
    sAMAccountName: `${name}$`,
    userAccountControl: "4096",
    dNSHostName: `${name.toLowerCase()}.corp.example.test`,
    operatingSystem: "Windows 11 Enterprise",
    operatingSystemVersion: "10.0 (26100)",
    ...attributes,
  });

const user = (cn: string, account: string): string =>
  record(`CN=${cn},${PEOPLE}`, "user", {
    sAMAccountName: account,
    userPrincipalName: `${account}@corp.example.test`,
    displayName: account.toUpperCase(),
    mail: `${account}@example.test`,
  });

const ou = (dn: string): string => record(dn, "organizationalUnit", {});
const group = (dn: string, account: string, member: readonly string[]): string =>
  record(dn, "group", { sAMAccountName: account, member });

const number = (i: number): string => String(i).padStart(4, "0");
const list = (count: number, make: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => make(i)).join("");

const JANE = String.raw`CN=Doe\, Jane (VIP),${PEOPLE}`;
const CHEF = `CN=Büro Chef,${PEOPLE}`;
/** Authenticated Users: every domain has it as a stand-in for an account from elsewhere. */
const STRANGER = `CN=S-1-5-11,CN=ForeignSecurityPrincipals,${CORP}`;

/** A small estate with everything that is odd about directories. */
export const corpSeed: SambaSeed = {
  ldif: [
    ...[DEVICES, `OU=Room,${DEVICES}`, DISABLED, `OU=2026,${DISABLED}`, GROUPS, PEOPLE].map(ou),
    user(String.raw`Doe\, Jane (VIP)`, "jane.doe"),
    user("Büro Chef", "chef"),
    user("Direct", "direct"),
    user("Primary", "primary"),
    user("Plain", "plain"),
    group(INNER_GROUP, "VIP-Inner", [JANE, CHEF]),
    group(VIP_GROUP, "VIP", [INNER_GROUP, `CN=Direct,${PEOPLE}`, `CN=Primary,${PEOPLE}`]),
    // A cycle: the inner group holds the outer one.
    `${line("dn", INNER_GROUP)}\nchangetype: modify\nadd: member\nmember: ${VIP_GROUP}\n\n`,
    group(`CN=Nobody,${GROUPS}`, "Nobody", []),
    group(`CN=Mixed,${GROUPS}`, "Mixed", [`CN=Direct,${PEOPLE}`, STRANGER]),
    list(IN_DEVICES, (i) =>
      computer(`PC${number(i)}`, i % 10 === 0 ? `OU=Room,${DEVICES}` : DEVICES, {
        userAccountControl: i % 50 === 0 ? "4098" : "4096",
        lastLogonTimestamp: "134399000000000000",
      }),
    ),
    list(IN_DISABLED, (i) =>
      computer(`RT${number(i)}`, i % 2 === 0 ? DISABLED : `OU=2026,${DISABLED}`, {
        userAccountControl: "4098",
      }),
    ),
    computer("CLU01", DEVICES, { servicePrincipalName: "MSClusterVirtualServer/CLU01" }),
    computer("AZUREADSSOACC", DEVICES),
    computer("BÜRO-01", DEVICES, { managedBy: JANE }),
    record(`CN=BARE,${DEVICES}`, "computer", { sAMAccountName: "BARE$", userAccountControl: "4128" }),
    record(`CN=gmsa-sql,CN=Managed Service Accounts,${CORP}`, "msDS-GroupManagedServiceAccount", {
      sAMAccountName: "gmsa-sql$",
      userAccountControl: "4096",
      "msDS-ManagedPasswordInterval": "30",
    }),
    record(`CN=EMEA,CN=Partitions,CN=Configuration,${CORP}`, "crossRef", {
      cn: "EMEA",
      nCName: `DC=emea,${CORP}`,
      dnsRoot: "emea.corp.example.test",
      nETBIOSName: "EMEA01",
      systemFlags: "3",
    }),
  ].join(""),
  backdate: [
    ...[DISABLED, `CN=RT0000,${DISABLED}`].map(
      (dn) => `dn: ${dn}\nchangetype: modify\nreplace: whenChanged\nwhenChanged: 20240101000000.0Z\n\n`,
    ),
    `dn: CN=PC0001,${DEVICES}\nchangetype: modify\nreplace: pwdLastSet\npwdLastSet: 133480000000000000\n\n`,
  ].join(""),
};
