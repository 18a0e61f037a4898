// What stands in the report's lists: one description for the page and for the file of each.
import type { Finding } from "../../core/assess/finding.ts";
import type { ReasonEvidence } from "../../core/assess/reason.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { KnownReturn } from "../../ports/return-store.ts";
import type { PastRun } from "../../flows/run-history.ts";
import type { ReportedComputerFinding, ReportedDeletion, ReportedDevice } from "../../ports/report-store.ts";
import { instantText } from "../print/instant-text.ts";
import { factTexts, unknownText } from "../print/value-text.ts";
import type { Cell } from "./csv.ts";

/** One column of a list. */
export interface Column<Row> {
  readonly head: string;
  readonly cell: (row: Row) => Cell;
  /** Figures stand to the right, and instants are cut to the minute on the page; all else is text. */
  readonly kind?: "figure" | "instant";
  /** Where it stands; everywhere where not said. A page has room for less than a spreadsheet. */
  readonly only?: "file";
}

type Unknown = { readonly unknown: string };

const known = (value: string | Unknown): string => (typeof value === "string" ? value : unknownText(value));

const at = (value: Instant | Unknown | undefined): string | undefined => {
  if (value === undefined) return undefined;
  return typeof value === "number" ? instantText(value) : unknownText(value);
};

const evidenceText = (evidence: ReasonEvidence): string => factTexts(evidence).join("; ");

const withEvidence = (code: string, evidence: ReasonEvidence): string =>
  Object.keys(evidence).length === 0 ? code : `${code} (${evidenceText(evidence)})`;

const NOTES = { accepted: " [accepted]", approved: " [approved]" } as const;

/** Each reason with its evidence, one a line; what the policy or people let pass is told and marked. */
const reasonsText = ({ assessment }: ReportedDevice): string | undefined =>
  assessment?.reasons
    .map(({ code, evidence, accepted, approved }) => {
      const note = accepted ? NOTES.accepted : approved === true ? NOTES.approved : "";
      return `${withEvidence(code, evidence)}${note}`;
    })
    .join("\n");

const computerText = ({ assessment }: ReportedDevice): string | undefined =>
  assessment?.computer === undefined
    ? undefined
    : `${assessment.computer.directory}/${assessment.computer.id}`;

const CANDIDATE_SINCE: Column<ReportedDevice> = {
  head: "Candidate since",
  cell: ({ candidateSince }) => at(candidateSince),
  kind: "instant",
};

export const DEVICE_COLUMNS: readonly Column<ReportedDevice>[] = [
  { head: "Tenant", cell: ({ tenantName }) => tenantName },
  { head: "Hostname", cell: ({ endpoint }) => known(endpoint.hostname) },
  { head: "Disposition", cell: ({ assessment }) => assessment?.disposition ?? "not assessed", only: "file" },
  { head: "Days silent", cell: ({ assessment }) => assessment?.daysInactive, kind: "figure" },
  { head: "Reasons", cell: reasonsText },
  { head: "Case", cell: ({ case: one }) => one && `${one.number} ${one.state}` },
  { head: "Match", cell: ({ assessment }) => assessment?.match },
  { head: "Last seen", cell: ({ endpoint }) => at(endpoint.lastSeenAt), kind: "instant" },
  { head: "Person", cell: ({ endpoint }) => known(endpoint.person.name) },
  { head: "Type", cell: ({ endpoint }) => known(endpoint.type) },
  { head: "Operating system", cell: ({ endpoint }) => known(endpoint.os.name), only: "file" },
  CANDIDATE_SINCE,
  {
    head: "Findings",
    cell: ({ assessment }) => assessment?.findings.map(({ code }) => code).join(", "),
    only: "file",
  },
  { head: "Computer", cell: computerText, only: "file" },
  { head: "Assessed", cell: ({ assessedAt }) => at(assessedAt), only: "file" },
  { head: "Endpoint", cell: ({ endpoint }) => endpoint.id, only: "file" },
];

/** Nothing in review is a candidate. */
export const REVIEW_COLUMNS = DEVICE_COLUMNS.filter((column) => column !== CANDIDATE_SINCE);

/** A finding, about an endpoint or about a computer without one. */
export interface FoundRow {
  readonly code: Finding["code"];
  readonly about: "endpoint" | "computer";
  readonly where: string;
  readonly name: string;
  readonly id: string;
  readonly evidence: string;
}

export const FINDING_COLUMNS: readonly Column<FoundRow>[] = [
  { head: "Finding", cell: ({ code }) => code },
  { head: "About", cell: ({ about }) => about },
  { head: "Tenant or directory", cell: ({ where }) => where },
  { head: "Name", cell: ({ name }) => name },
  { head: "Evidence", cell: ({ evidence }) => evidence },
  { head: "Id", cell: ({ id }) => id, only: "file" },
];

export const findingsOf = ({ tenantName, endpoint, assessment }: ReportedDevice): readonly FoundRow[] =>
  (assessment?.findings ?? []).map(({ code, evidence }) => ({
    code,
    about: "endpoint",
    where: tenantName,
    name: known(endpoint.hostname),
    id: endpoint.id,
    evidence: evidenceText(evidence),
  }));

export const foundOf = ({ computer, code, evidence }: ReportedComputerFinding): FoundRow => ({
  code,
  about: "computer",
  where: computer.directory,
  name: computer.name,
  id: computer.dn,
  evidence: evidenceText(evidence),
});

export const DELETION_COLUMNS: readonly Column<ReportedDeletion>[] = [
  { head: "Tenant", cell: ({ tenantName }) => tenantName },
  { head: "Hostname", cell: ({ hostname }) => hostname },
  { head: "Outcome", cell: ({ outcome }) => outcome },
  { head: "Intended", cell: ({ intendedAt }) => at(intendedAt), kind: "instant" },
  { head: "Settled", cell: ({ settledAt }) => at(settledAt), kind: "instant" },
  { head: "Plan", cell: ({ plan }) => plan, only: "file" },
  { head: "Endpoint", cell: ({ endpoint }) => endpoint, only: "file" },
];

export const RETURN_COLUMNS: readonly Column<KnownReturn>[] = [
  { head: "Tenant", cell: ({ tenantName }) => tenantName },
  { head: "Hostname", cell: ({ hostname }) => hostname },
  { head: "Deleted", cell: ({ deletedAt }) => at(deletedAt), kind: "instant" },
  { head: "Back since", cell: ({ returnedAt }) => at(returnedAt), kind: "instant" },
  { head: "Signs", cell: ({ signs }) => signs.join(", ") },
  { head: "Lesson", cell: ({ lesson }) => lesson },
  { head: "Endpoint", cell: ({ endpoint }) => endpoint, only: "file" },
  { head: "Endpoint now", cell: ({ as }) => as, only: "file" },
];

export const RUN_COLUMNS: readonly Column<PastRun>[] = [
  { head: "Frozen", cell: ({ frozenAt }) => at(frozenAt), kind: "instant" },
  { head: "Mode", cell: ({ mode }) => mode },
  { head: "Planned", cell: ({ items }) => items, kind: "figure" },
  { head: "Left out", cell: ({ leftOut }) => leftOut, kind: "figure" },
  { head: "Breakers", cell: ({ breakers }) => breakers.join(", ") },
  { head: "Outcomes", cell: outcomesText },
  { head: "Stopped by", cell: ({ stoppedBy }) => stoppedBy },
  { head: "Plan", cell: ({ plan }) => plan, only: "file" },
];

function outcomesText({ mode, outcomes }: PastRun): string {
  if (outcomes === undefined && mode === "observe") return "reported only";
  if (outcomes === undefined) return "not applied to its end";
  const told = Object.entries(outcomes).map(([outcome, count]) => `${outcome} ${count}`);
  return told.length === 0 ? "nothing to do" : told.join(", ");
}
