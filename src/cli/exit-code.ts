import type { FaultCode } from "../ports/fault.ts";

/** The exit codes that others script against (architecture: the command line). */
export const EXIT = {
  done: 0,
  fault: 1,
  usage: 2,
  refused: 3,
  source: 4,
  person: 5,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The exit code of a fault: the one place where faults become numbers. */
export function exitCodeOf(code: FaultCode): ExitCode {
  switch (code) {
    case "CONFIG_INVALID":
    case "SECRET_UNREADABLE":
    case "VAULT_KEY":
    case "PLAN_INVALID":
    case "OUTPUT_UNWRITABLE":
    case "LISTEN_FAILED":
      return EXIT.usage;
    case "CENTRAL_UNREACHABLE":
    case "CENTRAL_TLS":
    case "CENTRAL_AUTH":
    case "CENTRAL_FORBIDDEN":
    case "CENTRAL_THROTTLED":
    case "CENTRAL_SERVER_ERROR":
    case "CENTRAL_SHAPE":
    case "CENTRAL_HOST_NOT_ALLOWED":
    case "CLOCK_SKEW":
    case "DIRECTORY_UNREACHABLE":
    case "DIRECTORY_TLS":
    case "DIRECTORY_AUTH":
    case "DIRECTORY_RIGHTS":
    case "DIRECTORY_SHAPE":
    case "EXPORT_UNREADABLE":
    case "EXPORT_INVALID":
    case "EXPORT_TOO_OLD":
    case "TICKET_UNREACHABLE":
    case "TICKET_TLS":
    case "TICKET_AUTH":
    case "TICKET_THROTTLED":
    case "TICKET_SHAPE":
    case "OIDC_UNREACHABLE":
    case "OIDC_TLS":
    case "OIDC_AUTH":
    case "OIDC_SHAPE":
      return EXIT.source;
    case "STORE_LOCKED":
    case "STORE_UNAVAILABLE":
    case "STORE_FULL":
    case "STORE_MOVED":
    case "STORE_NEWER":
    case "STORE_DAMAGED":
    case "LEDGER_BROKEN":
    case "CANCELLED":
      return EXIT.fault;
  }
}
