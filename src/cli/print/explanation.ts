import type { Reason, ReasonEvidence } from "../../core/assess/reason.ts";
import type { Evidence, KnownComputer } from "../../core/assess/evidence.ts";
import type { Endpoint } from "../../core/model/endpoint.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { Quarantine } from "../../core/retire/quarantine.ts";
import type { Explanation } from "../../flows/explain.ts";
import type { KnownHold } from "../../ports/hold-store.ts";
import { paint, type Io } from "../io.ts";
import { printable } from "./table.ts";
import { factTexts, unknownText } from "./value-text.ts";

const TONE = { keep: "green", review: "yellow", retire: "red" } as const;

/** One endpoint: both records side by side, every reason with its evidence, what was done with it. */
export function explanationText(io: Io, one: Explanation): string {
  const { evidence, assessment } = one;
  const lines: string[] = [];
  if (evidence === undefined || assessment === undefined) {
    lines.push(`Endpoint ${one.endpoint}: no longer listed by Central since ${day(one.goneAt)}.`);
  } else {
    const name = shown(evidence.endpoint.hostname);
    const verdict = paint(io, TONE[assessment.disposition], assessment.disposition.toUpperCase());
    lines.push(
      `${paint(io, "bold", name)}  ${verdict}  (tenant ${printable(evidence.tenant.name)}, endpoint ${one.endpoint})`,
      "",
      ...endpointLines(evidence.endpoint),
      ...groupLines(evidence),
      ...evidence.computers.flatMap(computerLines),
      ...(evidence.computers.length === 0 ? ["  Directory    no computer with this name"] : []),
      `  Match        ${assessment.match}`,
      "",
      ...reasonLines(io, assessment.reasons),
      ...assessment.findings.map(
        (finding) => `  ${paint(io, "cyan", finding.code)}  ${facts(finding.evidence)}`,
      ),
    );
    if (one.stored?.candidateSince !== undefined)
      lines.push(`  Candidate since ${day(one.stored.candidateSince)}.`);
    if (assessment.reviewAt !== undefined) {
      lines.push(`  Without news, the next change can come on ${day(assessment.reviewAt)}.`);
    }
  }
  if (one.case !== undefined) {
    lines.push(`  Case ${one.case.number} is ${one.case.state}: \`rollcall case show ${one.case.number}\`.`);
  }
  lines.push(...one.holds.filter(({ ended }) => ended === undefined).map(holdLine));
  if (one.quarantine !== undefined) lines.push(quarantineLine(one.quarantine));
  for (const { outcome, at } of one.history) lines.push(`  ${day(at)}  ${outcome}`);
  lines.push("  Times are in UTC.");
  return `${lines.join("\n")}\n`;
}

function endpointLines(endpoint: Endpoint): string[] {
  const { os, person } = endpoint;
  return [
    `  Central      ${shown(endpoint.type)}, ${shown(os.name)}, build ${shown(os.build)}`,
    `               last seen ${day(endpoint.lastSeenAt)}, registered ${day(endpoint.registeredAt)}`,
    `               person ${shown(person.name)} (${shown(person.viaLogin)}), serial ${shown(endpoint.serialNumber)}`,
  ];
}

/** Only where a protect rule had them asked for. */
function groupLines({ endpoint, memberOf }: Evidence): string[] {
  if ("unknown" in memberOf && memberOf.unknown === "missing") return [];
  const told =
    "unknown" in memberOf
      ? unknownText(memberOf)
      : memberOf.length === 0
        ? "none"
        : memberOf.map(({ name }) => printable(name)).join(", ");
  return [`               group ${shown(endpoint.groupName)}, by the groups' members ${told}`];
}

function computerLines({ computer, retiredSeenAt, goneAt }: KnownComputer): string[] {
  const state = computer.deleted
    ? "deleted object"
    : goneAt === undefined
      ? "present"
      : `gone since ${day(goneAt)}`;
  return [
    `  Directory    ${computer.directory}: ${printable(computer.dn)}`,
    `               ${state}, enabled ${shown(computer.enabled)}, ${shown(computer.osName)} ${shown(computer.osVersion)}`,
    `               changed ${day(computer.changedAt)}, last logon ${day(computer.lastLogonAt)}, password ${day(computer.passwordSetAt)}` +
      (retiredSeenAt === undefined ? "" : `, first seen retired ${day(retiredSeenAt)}`),
  ];
}

const holdLine = ({ until, owner, reason, addedAt }: KnownHold): string =>
  `  Hold until ${day(until)}, by ${printable(owner)}${addedAt === undefined ? "" : ` on ${day(addedAt)}`}: ${printable(reason)}`;

const quarantineLine = ({ failures, failure, at, until }: Quarantine): string =>
  `  Quarantine ${until === undefined ? "until a person releases it" : `until ${day(until)}`}: ${failures} failed, last ${day(at)} of ${failure}`;

function reasonLines(io: Io, reasons: readonly Reason[]): string[] {
  if (reasons.length === 0)
    return ["  No reason to keep it and none to ask: both inventories agree that it is gone."];
  return reasons.map(({ code, accepted, approved, evidence }) => {
    const why = accepted ? " (accepted by policy)" : approved === true ? " (approved in its case)" : "";
    const note = why === "" ? "" : paint(io, "dim", why);
    return `  ${paint(io, "bold", code)}${note}  ${facts(evidence)}`;
  });
}

const facts = (evidence: ReasonEvidence): string => factTexts(evidence).map(printable).join(" · ");

function shown(value: unknown): string {
  if (typeof value === "object" && value !== null && "unknown" in value)
    return unknownText({ unknown: String(value.unknown) });
  return printable(String(value));
}

function day(value: Instant | { readonly unknown: string } | undefined): string {
  if (value === undefined) return "(never)";
  if (typeof value === "object") return unknownText(value);
  return new Date(value).toISOString().slice(0, 16).replace("T", " ");
}
