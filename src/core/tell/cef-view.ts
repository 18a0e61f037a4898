import type { OcsfEvent } from "./ocsf-event.ts";
import type { Severity } from "./told.ts";

// CEF has 0 to 10, of which 4 to 6 are medium and 7 and 8 high.
const SEVERITIES: Readonly<Record<Severity, number>> = { 1: 2, 2: 4, 3: 6, 4: 8 };

/** The event as one line of CEF:0. */
export function cefView(event: OcsfEvent): string {
  const { metadata, unmapped } = event;
  const { fact } = unmapped;
  const header = [
    "CEF:0",
    metadata.product.vendor_name,
    metadata.product.name,
    metadata.product.version,
    metadata.event_code,
    metadata.event_code.replaceAll("_", " "),
    String(SEVERITIES[event.severity_id]),
  ].map(inHeader);
  const fields: readonly (readonly [string, unknown])[] = [
    ["externalId", metadata.uid],
    ["rt", event.time],
    ["cn1Label", "sequence"],
    ["cn1", metadata.sequence],
    ["act", event.activity_name],
    ["outcome", event.status],
    ["dhost", fact["hostname"]],
    ["deviceExternalId", fact["endpoint"]],
    ["suser", fact["by"] ?? unmapped.actor],
    ["reason", fact["reason"]],
    ["cs1Label", metadata.tenant_uid && "tenant"],
    ["cs1", metadata.tenant_uid],
    ["cs2Label", metadata.correlation_uid && "correlation"],
    ["cs2", metadata.correlation_uid],
    ["cs3Label", "previous"],
    ["cs3", unmapped.previous],
    ["msg", event.message],
  ];
  const extension = fields.flatMap(([name, value]) =>
    typeof value === "string" || typeof value === "number" ? [`${name}=${inExtension(String(value))}`] : [],
  );
  return `${header.join("|")}|${extension.join(" ")}`;
}

// All that may end a line somewhere: C0, DEL, C1, and the line and paragraph separators.
// oxlint-disable-next-line no-control-regex
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g;

const inHeader = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(CONTROLS, " ")
    .replaceAll(/[\\|]/g, String.raw`\$&`);

const inExtension = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/[\\=]/g, String.raw`\$&`)
    .replaceAll(/\r\n|[\n\r]/g, String.raw`\n`)
    .replaceAll(CONTROLS, " ");
