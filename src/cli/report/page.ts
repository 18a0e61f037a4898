import { createHash } from "node:crypto";
import type { LedgerEntry } from "../../core/ledger/fact.ts";
import type { KnownReturn } from "../../ports/return-store.ts";
import type { PastRun } from "../../flows/run-history.ts";
import type { Status } from "../../flows/status.ts";
import type { AssessmentTotals } from "../../ports/assessment-store.ts";
import type { ReportedDeletion, ReportedDevice } from "../../ports/report-store.ts";
import { dayText, instantText } from "../print/instant-text.ts";
import { figure } from "../print/table.ts";
import {
  DELETION_COLUMNS,
  DEVICE_COLUMNS,
  FINDING_COLUMNS,
  RETURN_COLUMNS,
  REVIEW_COLUMNS,
  RUN_COLUMNS,
  type Column,
  type FoundRow,
} from "./columns.ts";
import type { Excerpt } from "./excerpt.ts";
import { list, tableOf } from "./lists.ts";
import { Html, markup } from "./markup.ts";
import { SORTING, STYLE } from "./style.ts";

/** What one page tells. */
export interface Page {
  readonly version: string;
  readonly status: Status;
  readonly all: { readonly kept: number; readonly endpoints: number };
  readonly byReason: AssessmentTotals["byReason"];
  readonly review: Excerpt<ReportedDevice>;
  readonly retire: Excerpt<ReportedDevice>;
  readonly findings: Excerpt<FoundRow>;
  readonly deletions: Excerpt<ReportedDeletion>;
  readonly returns: Excerpt<KnownReturn>;
  readonly runs: Excerpt<PastRun>;
  readonly turns: Excerpt<LedgerEntry>;
  readonly sentenceOf: (entry: LedgerEntry) => string;
}

/** The whole report as one page that needs nothing else: no network, no other file, and no script to be read. */
export function reportPage(page: Page): string {
  const { status, version } = page;
  // Nothing from elsewhere may run or load, whatever a device is called.
  const policy = `default-src 'none'; style-src '${digestOf(STYLE)}'; script-src '${digestOf(SORTING)}'; base-uri 'none'; form-action 'none'`;
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>Rollcall report, ${dayText(status.at)}</title>
${new Html(`<style>${STYLE}</style>`)}
</head>
<body>
<h1>Rollcall report</h1>
<p class="soft">As of ${instantText(status.at)}, mode ${status.mode}, policy ${status.policyHash.slice(0, 12)}. Rollcall ${version}; all times are UTC.</p>
<nav>${NAVIGATION}</nav>
<main>
${warnings(status)}
${figures(page)}
${devices("review", "In review", "A person has to decide these.", "Nothing is in review.", page.review, REVIEW_COLUMNS)}
${devices("retire", "To be retired", "Both inventories agree that these are gone. Ramp, caps and breakers decide how many go a day.", "No device is to be retired.", page.retire, DEVICE_COLUMNS)}
${kept(page)}
${section("findings", "Findings", "Worth telling although nothing is deleted.", list(page.findings, FINDING_COLUMNS, "Nothing was found.", "findings.csv"))}
${section("deletions", "Deletions", "Every deletion that was sent, or may have been. A wrong one can be undone: rollcall recover HOST.", list(page.deletions, DELETION_COLUMNS, "Nothing was deleted yet.", "deletions.csv"))}
${section("returns", "Returns", "Deleted devices that came back: the sign of a wrong deletion.", list(page.returns, RETURN_COLUMNS, "None came back.", "returns.csv"))}
${section("runs", "Runs", "What each run planned, and what became of it.", list(page.runs, RUN_COLUMNS, "No run has frozen a plan yet.", "runs.csv"))}
${section("turns", "Brake and ramp", "What changed whether, and how much, may be deleted.", turns(page))}
</main>
${new Html(`<script>${SORTING}</script>`)}
</body>
</html>
`.text;
}

const NAVIGATION = markup`<a href="#review">In review</a><a href="#retire">To be retired</a><a href="#kept">Kept and why</a><a href="#findings">Findings</a><a href="#deletions">Deletions</a><a href="#returns">Returns</a><a href="#runs">Runs</a><a href="#turns">Brake and ramp</a>`;

const digestOf = (text: string): string => `sha256-${createHash("sha256").update(text).digest("base64")}`;

const section = (id: string, title: string, lead: string, body: Html): Html =>
  markup`<section id="${id}"><h2>${title}</h2><p class="soft">${lead}</p>${body}</section>`;

const devices = (
  id: string,
  title: string,
  lead: string,
  none: string,
  rows: Excerpt<ReportedDevice>,
  columns: readonly Column<ReportedDevice>[],
): Html => section(id, title, lead, list(rows, columns, none, "devices.csv"));

/** What stands in the way or could mislead a reader of the rest. */
function warnings({ enforce, sources, notCovered }: Status): Html {
  const told = [
    ...enforce.hindrances.map(({ code, detail }) => `${code}: ${detail}`),
    ...sources
      .filter(({ decides }) => !decides)
      .map(
        ({ name, source }) =>
          `The ${source.kind} ${name} decides nothing now: its newest reading is missing, not whole, or too old.`,
      ),
    ...notCovered.map(({ name, code }) => `Tenant ${name} is not covered (${code}).`),
  ];
  return told.length === 0
    ? markup``
    : markup`<div class="warning"><ul>${told.map((text) => markup`<li>${text}</li>`)}</ul></div>`;
}

function figures({ all, review, retire, deletions, status }: Page): Html {
  const told: readonly (readonly [string, number, string])[] = [
    ["endpoints", all.endpoints, ""],
    ["kept", all.kept, "keep"],
    ["in review", review.of, "review"],
    ["to be retired", retire.of, "retire"],
    ["deletions so far", deletions.of, ""],
    ["allowed a day now", status.ramp.perDay, ""],
  ];
  return markup`<ul class="figures">${told.map(([name, value, tone]) => markup`<li><b class="${tone}">${figure(value)}</b>${name}</li>`)}</ul>`;
}

function kept({ byReason, all }: Page): Html {
  const rows = Object.entries(byReason).sort(([, a], [, b]) => b - a);
  const body =
    rows.length === 0
      ? markup`<p>Nothing was assessed yet.</p>`
      : tableOf(
          [
            { head: "Reason", cell: ([code]: readonly [string, number]) => code },
            { head: "Endpoints", cell: ([, count]: readonly [string, number]) => count, kind: "figure" },
          ],
          rows,
        );
  return section(
    "kept",
    "Kept and why",
    `How many endpoints each reason holds back; most have several. ${figure(all.kept)} are kept. Every endpoint with its reasons is in devices.csv.`,
    body,
  );
}

const turns = ({ turns: { rows }, sentenceOf }: Page): Html =>
  rows.length === 0
    ? markup`<p>Nothing yet.</p>`
    : markup`<ul>
        ${rows.map((entry) => markup`<li><span class="soft">${instantText(entry.at)}</span> ${sentenceOf(entry)}</li>`)}
      </ul>`;
