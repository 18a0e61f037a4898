import type { FaultCode } from "../../src/ports/fault.ts";

/** What each fault means, in one or two sentences. */
export const FAULT_TEXTS: Readonly<Record<FaultCode, string>> = {
  CENTRAL_UNREACHABLE: "No connection to Sophos Central, or it broke off or took too long, after all tries.",
  CENTRAL_TLS: "Central's certificate could not be verified, or names another host.",
  CENTRAL_AUTH: "Sophos ID refuses the client id and secret, or Central refuses a fresh token.",
  CENTRAL_FORBIDDEN: "Central knows the credential and does not allow it what was asked (403).",
  CENTRAL_THROTTLED: "Central allows no more requests for now (429), for longer than a run can wait.",
  CENTRAL_SERVER_ERROR: "Central failed (5xx), after all tries.",
  CENTRAL_SHAPE:
    "The answer is not what the API promises: no JSON, a redirect, missing fields, counts that do not add up.",
  CENTRAL_HOST_NOT_ALLOWED: "A host that is not in `sophos.allowedHosts`: no token was sent there.",
  CLOCK_SKEW: "Our clock and Central's differ by more than 5 minutes, so every age would be wrong.",
  DIRECTORY_UNREACHABLE: "No connection to the directory, or it is busy or took too long.",
  DIRECTORY_TLS: "The directory's certificate could not be verified, or names another host.",
  DIRECTORY_AUTH:
    "The directory refused the bind, or Splunk the token. The message says why when the directory does: wrong password, locked, expired, disabled.",
  DIRECTORY_RIGHTS: "The account may not read something that decides, such as Deleted Objects.",
  DIRECTORY_SHAPE:
    "A configured container does not exist or cannot be seen, the server holds another domain than baseDn, or Splunk does not accept the search.",
  EXPORT_UNREADABLE: "The export file is not there or may not be read.",
  EXPORT_INVALID:
    "The export, or the answer to the search, cannot be read as it stands: encoding, date format, damage, no computers. The message has line and column.",
  EXPORT_TOO_OLD:
    "The export was written, or rows of the search were true, longer ago than the directory's `maxAge`.",
  TICKET_UNREACHABLE: "No connection to the service desk, or it broke off, took too long, or failed (5xx).",
  TICKET_TLS: "The service desk's certificate could not be verified, or names another host.",
  TICKET_AUTH: "The service desk refuses the token, or the account may not do at all what was asked.",
  TICKET_THROTTLED: "The service desk allows no more calls for now (429).",
  TICKET_SHAPE:
    "The answer is not what the service desk documents: no JSON, a redirect, missing fields, or the queue or a field is not there.",
  OIDC_UNREACHABLE: "No connection to the identity provider, or no answer in time.",
  OIDC_TLS: "The identity provider's certificate could not be verified, or names another host.",
  OIDC_AUTH: "The identity provider refuses Rollcall's own client id or secret.",
  OIDC_SHAPE:
    "What answered is no identity provider, or calls itself otherwise than `server.signIn.oidc.issuer` has it.",
  CONFIG_INVALID:
    "The configuration has problems. All of them are listed, each with line, column, rule and fix.",
  SECRET_UNREADABLE: "A referenced secret is not set, empty or not readable.",
  VAULT_KEY: "A dossier is sealed with a vault key that is not configured (any more).",
  PLAN_INVALID: "The plan file is not there, no JSON or no text.",
  STORE_LOCKED: "Another process uses the embedded store, or may still: it takes one process at a time.",
  STORE_UNAVAILABLE: "The database does not answer, or the store's directory cannot be made.",
  STORE_FULL: "The disk of the store is full, or its quota is used up.",
  STORE_MOVED: "The store was moved to a database by `rollcall store move`, and only that one may be used.",
  STORE_NEWER: "The store's schema is from a newer Rollcall.",
  STORE_DAMAGED: "The database says that it is corrupt, or its tables are not as Rollcall left them.",
  LEDGER_BROKEN: "An entry of the ledger does not follow from the one before: somebody changed it.",
  OUTPUT_UNWRITABLE: "A file or directory could not be written, or the simulator's ports are taken.",
  LISTEN_FAILED:
    "The address is taken or no address of this machine, or the key and the certificate do not fit.",
  CANCELLED: "Stopped by a person, or by the system.",
};
