import { formatInstant, instant } from "../model/instant.ts";
import type { OcsfEvent } from "./ocsf-event.ts";
import type { Severity } from "./told.ts";

/** The release of the Elastic Common Schema that the names below are taken from. */
const ECS_VERSION = "8.17.0";

// By OCSF's activity; the values are ECS's own list of event.type.
const TYPES: Readonly<Record<number, string>> = { 1: "creation", 2: "access", 3: "change", 4: "deletion" };
const SIGN_IN_TYPES: Readonly<Record<number, string>> = { 1: "start", 2: "end" };
const OUTCOMES: Readonly<Record<string, string>> = { Success: "success", Failure: "failure" };
// On ECS's scale the source says what its numbers mean: these are OCSF's steps, spread over 0 to 100.
const SEVERITIES: Readonly<Record<Severity, number>> = { 1: 20, 2: 40, 3: 60, 4: 80 };

/** The event as an ECS document. */
export function ecsView(event: OcsfEvent): Readonly<Record<string, unknown>> {
  const { metadata, unmapped } = event;
  const { fact } = unmapped;
  const { endpoint, hostname, by } = fact;
  const device = typeof endpoint === "string" && typeof hostname === "string";
  const isAlert = event.class_uid === 2004;
  const isSignIn = event.class_uid === 3002;
  return {
    "@timestamp": formatInstant(instant(event.time)),
    ecs: { version: ECS_VERSION },
    message: event.message,
    event: {
      id: metadata.uid,
      sequence: metadata.sequence,
      kind: isAlert ? "alert" : "event",
      category: isSignIn ? ["authentication"] : device ? ["host", "configuration"] : ["configuration"],
      type: [(isSignIn ? SIGN_IN_TYPES : TYPES)[event.activity_id] ?? "info"],
      action: metadata.event_code.replaceAll("_", "-"),
      outcome: OUTCOMES[event.status] ?? "unknown",
      severity: SEVERITIES[event.severity_id],
      provider: "rollcall",
      dataset: "rollcall.ledger",
    },
    observer: {
      vendor: metadata.product.vendor_name,
      product: "Rollcall",
      version: metadata.product.version,
    },
    user: { name: unmapped.actor },
    related: {
      user: typeof by === "string" ? [unmapped.actor, by] : [unmapped.actor],
      hosts: device ? [hostname] : [],
    },
    ...(device && { host: { id: endpoint, name: hostname } }),
    ...(metadata.tenant_uid !== undefined && { organization: { id: metadata.tenant_uid } }),
    ...(metadata.correlation_uid !== undefined && { labels: { correlation: metadata.correlation_uid } }),
    rollcall: { previous: unmapped.previous, fact },
  };
}
