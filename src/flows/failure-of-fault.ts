import { FAILURES, type FailureClass } from "../core/retire/failure-class.ts";
import type { Fault } from "../ports/fault.ts";

/** The class of an attempt that a fault ended before anything was sent: at verify, or while its dossier was read. */
export function failureOfFault(fault: Fault, reading: "live" | "dossier"): FailureClass {
  const failure = classOf(fault);
  // What is nobody's own stays what it is, wherever it strikes.
  if (FAILURES[failure] !== "counts") return failure;
  if (fault.details["shared"] === true) return "tenant_unread";
  return reading === "dossier" ? "no_dossier" : failure;
}

function classOf({ code, details }: Fault): FailureClass {
  switch (code) {
    case "CENTRAL_UNREACHABLE": {
      const { broken } = details;
      return broken === "timeout" || broken === "reset" ? broken : "unreachable";
    }
    case "CENTRAL_TLS":
    case "CLOCK_SKEW":
      return "unreachable";
    case "CENTRAL_AUTH":
    case "CENTRAL_FORBIDDEN":
      return "forbidden";
    case "CENTRAL_THROTTLED":
      return "throttled";
    case "CENTRAL_SERVER_ERROR":
      return "server";
    case "CENTRAL_SHAPE":
      return "illegible";
    case "CENTRAL_HOST_NOT_ALLOWED":
      return "not_covered";
    case "DIRECTORY_UNREACHABLE":
    case "DIRECTORY_TLS":
    case "DIRECTORY_AUTH":
    case "DIRECTORY_RIGHTS":
    case "DIRECTORY_SHAPE":
    case "EXPORT_UNREADABLE":
    case "EXPORT_INVALID":
    case "EXPORT_TOO_OLD":
      return "directory";
    // What is our own, and desks and identity providers, which no such reading asks: of those before a deletion only the dossier's has to do with any.
    case "TICKET_UNREACHABLE":
    case "TICKET_TLS":
    case "TICKET_AUTH":
    case "TICKET_THROTTLED":
    case "TICKET_SHAPE":
    case "OIDC_UNREACHABLE":
    case "OIDC_TLS":
    case "OIDC_AUTH":
    case "OIDC_SHAPE":
    case "CONFIG_INVALID":
    case "SECRET_UNREADABLE":
    case "VAULT_KEY":
    case "PLAN_INVALID":
    case "STORE_LOCKED":
    case "STORE_UNAVAILABLE":
    case "STORE_FULL":
    case "STORE_MOVED":
    case "STORE_NEWER":
    case "STORE_DAMAGED":
    case "LEDGER_BROKEN":
    case "OUTPUT_UNWRITABLE":
    case "LISTEN_FAILED":
    case "CANCELLED":
      return "no_dossier";
  }
}
