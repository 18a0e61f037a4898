import { Fault, type FaultCode } from "../../ports/fault.ts";
import type { Gap, GapCode } from "../../core/model/coverage.ts";

/** The sub-codes that Active Directory puts into a refused bind (`data 52e`), in words. */
const BIND_REFUSALS: Readonly<Record<string, string>> = {
  "525": "the account does not exist",
  "52e": "the user name or the password is wrong",
  "530": "the account may not log on at this time",
  "531": "the account may not log on from this machine",
  "532": "the account's password has expired",
  "533": "the account is disabled",
  "701": "the account has expired",
  "773": "the account must change its password first",
  "775": "the account is locked",
};

/** LDAP result codes (RFC 4511 appendix A) that are ends of their own. */
export const RESULT = { success: 0, referral: 10, noSuchObject: 32 } as const;

const CODES: Readonly<Record<number, readonly [FaultCode, string]>> = {
  3: ["DIRECTORY_UNREACHABLE", "gave up for lack of time"],
  4: ["DIRECTORY_SHAPE", "cut its answer short (size limit)"],
  7: ["DIRECTORY_AUTH", "does not support simple bind"],
  8: ["DIRECTORY_AUTH", "asks for a stronger bind"],
  10: ["DIRECTORY_SHAPE", "says that what was asked for lies on another server"],
  11: ["DIRECTORY_UNREACHABLE", "gave up at an administrative limit"],
  13: ["DIRECTORY_AUTH", "asks for encryption"],
  32: ["DIRECTORY_SHAPE", "does not know what was asked for"],
  48: ["DIRECTORY_AUTH", "refused the way of the bind"],
  49: ["DIRECTORY_AUTH", "refused the bind"],
  50: ["DIRECTORY_RIGHTS", "refused the right to read"],
  51: ["DIRECTORY_UNREACHABLE", "is busy"],
  52: ["DIRECTORY_UNREACHABLE", "is unavailable"],
  80: ["DIRECTORY_UNREACHABLE", "reports an error of its own"],
};

/** AD's text for a request on a connection that is not bound starts with ERROR_DS_NOT_AUTHENTICATED… as hex. */
const NOT_BOUND = /^000004DC/i;

/** The fault for a result code that is not success. `diagnostic` is the server's text: kept as a detail, never branched on but for AD's own codes in it. */
export function resultFault(label: string, code: number, diagnostic: string, base = ""): Fault {
  const details = { result: code, base, diagnostic: diagnostic.slice(0, 200) };
  if (code === 49) {
    const subCode = /\bdata ([0-9a-f]{3,})\b/i.exec(diagnostic)?.[1]?.toLowerCase();
    const why = subCode === undefined ? undefined : BIND_REFUSALS[subCode];
    const message = `${label} refused the bind: ${why ?? "the credentials are not valid"}.`;
    return new Fault("DIRECTORY_AUTH", message, { ...details, subCode });
  }
  if (code === 1 && NOT_BOUND.test(diagnostic)) {
    return new Fault("DIRECTORY_AUTH", `${label} says that the connection is not bound.`, details);
  }
  const [fault, what] = CODES[code] ?? ["DIRECTORY_SHAPE", `answered with the LDAP result ${code}`];
  return new Fault(fault, `${label} ${what}.`, details);
}

// Node gives TLS failures as OpenSSL's verification names or with these prefixes (nodejs.org/api/tls.html, X509 errors).
const TLS_CODE =
  /^(?:ERR_TLS|ERR_SSL|ERR_OSSL|EPROTO$|CERT_|CRL_|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|INVALID_|HOSTNAME_MISMATCH|PATH_LENGTH|ERROR_IN_)/;

const isCoded = (error: unknown): error is Error & { readonly code: string } =>
  error instanceof Error && "code" in error && typeof error.code === "string";

/** The fault for a connection that failed: DIRECTORY_TLS when it was the certificate or the protocol, else DIRECTORY_UNREACHABLE. */
export function connectionFault(label: string, error: unknown): Fault {
  const code = isCoded(error) ? error.code : undefined;
  if (code !== undefined && TLS_CODE.test(code)) {
    return new Fault("DIRECTORY_TLS", `${label} could not be verified: ${code}.`, { reason: code }, error);
  }
  const reason = code ?? (error instanceof Error ? error.message : "unknown");
  return new Fault("DIRECTORY_UNREACHABLE", `${label} cannot be reached: ${reason}.`, { reason }, error);
}

const GAPS: Readonly<Partial<Record<FaultCode, GapCode>>> = {
  DIRECTORY_UNREACHABLE: "source_unavailable",
  DIRECTORY_TLS: "source_unavailable",
  DIRECTORY_AUTH: "not_authorised",
  DIRECTORY_RIGHTS: "rights_missing",
  DIRECTORY_SHAPE: "page_malformed",
};

/** What a fault in the middle of a reading leaves behind; undefined for one that must be thrown (CANCELLED, and anything that is no fault of a directory). */
export function gapOf(error: unknown): Gap | undefined {
  if (!(error instanceof Fault)) return undefined;
  const code = error.details["repeated"] === true ? "page_repeated" : GAPS[error.code];
  return code === undefined ? undefined : { code, detail: error.message };
}
