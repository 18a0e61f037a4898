import { join } from "node:path";
import { runHistory } from "../../flows/run-history.ts";
import { status as statusFlow } from "../../flows/status.ts";
import type { ReportedDeletion, ReportedDevice, ReportStore } from "../../ports/report-store.ts";
import type { App, CommonFlags } from "../app.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import type { Io } from "../io.ts";
import { figure, printable } from "../print/table.ts";
import {
  DELETION_COLUMNS,
  DEVICE_COLUMNS,
  FINDING_COLUMNS,
  findingsOf,
  foundOf,
  RETURN_COLUMNS,
  RUN_COLUMNS,
  type Column,
  type FoundRow,
} from "../report/columns.ts";
import { csv, type Cell } from "../report/csv.ts";
import { Excerpted } from "../report/excerpt.ts";
import { reportPage } from "../report/page.ts";
import { tellPerson, tellResult } from "../result.ts";

export interface ReportFlags extends CommonFlags {
  readonly out: string;
}

/** Writes what the store knows as one page and as lists for a spreadsheet; reads no source and changes nothing. */
export async function report(app: App, io: Io, flags: ReportFlags): Promise<ExitCode> {
  return app.withSession(flags, async (session) => {
    const { store } = session;
    const write = async <Row>(
      name: string,
      columns: readonly Column<Row>[],
      rows: AsyncIterable<readonly Row[]>,
    ): Promise<void> => {
      const heads = columns.map(({ head }) => head);
      await app.writeFile(join(flags.out, name), csv(heads, cellsOf(columns, rows)));
    };
    const devices = sorting();
    await write("devices.csv", DEVICE_COLUMNS, seen(store.report.devices("all"), devices.add));
    await write("findings.csv", FINDING_COLUMNS, findings(store.report, devices.findings));
    const deletions = new Excerpted<ReportedDeletion>();
    await write(
      "deletions.csv",
      DELETION_COLUMNS,
      seen(store.report.deletions(), (row) => deletions.add(row)),
    );
    const history = await runHistory(store.ledger);
    await write("runs.csv", RUN_COLUMNS, once(history.runs));
    // All there ever were: they are few, or nothing else matters.
    const returns = await store.returns.list("ever");
    await write("returns.csv", RETURN_COLUMNS, once(returns));
    const page = reportPage({
      version: app.version,
      status: await statusFlow(session),
      all: devices.all,
      byReason: (await store.assessments.totals()).byReason,
      review: devices.review,
      retire: devices.retire,
      findings: devices.findings,
      deletions,
      returns: excerptOf(returns),
      runs: excerptOf(history.runs),
      turns: excerptOf(history.turns),
      sentenceOf: (entry) => app.sentenceOf(entry),
    });
    await app.writeFile(join(flags.out, "report.html"), page);
    const files = ["report.html", "devices.csv", "findings.csv", "deletions.csv", "returns.csv", "runs.csv"];
    tellPerson(
      io,
      flags,
      `Report written to ${printable(flags.out)}: ${files.join(", ")}.\n` +
        `${figure(devices.review.of)} in review, ${figure(devices.retire.of)} to be retired, ${figure(devices.findings.of)} findings, ${figure(deletions.of)} deletions.`,
    );
    tellResult(io, flags, {
      command: "report",
      dir: flags.out,
      files,
      review: devices.review.of,
      retire: devices.retire.of,
      findings: devices.findings.of,
      deletions: deletions.of,
      returns: returns.length,
      runs: history.runs.length,
    });
    return EXIT.done;
  });
}

/** Takes what belongs on the page out of the devices as they pass. */
function sorting() {
  const review = new Excerpted<ReportedDevice>();
  const retire = new Excerpted<ReportedDevice>();
  const findings = new Excerpted<FoundRow>();
  const all = { kept: 0, endpoints: 0 };
  return {
    review,
    retire,
    findings,
    all,
    add: (device: ReportedDevice): void => {
      const disposition = device.assessment?.disposition;
      all.endpoints += 1;
      if (disposition === "review" || waitsForAnswer(device)) review.add(device);
      else if (disposition === "retire") retire.add(device);
      else if (disposition === "keep") all.kept += 1;
    },
  };
}

/** Its case keeps it from everything until a person answers: that is what review is, whatever its disposition. */
const waitsForAnswer = ({ case: one }: ReportedDevice): boolean =>
  one?.state === "open" || one?.state === "expired";

/** The findings about endpoints, then those about computers. */
async function* findings(
  source: ReportStore,
  excerpt: Excerpted<FoundRow>,
): AsyncGenerator<readonly FoundRow[]> {
  for await (const batch of source.devices("with_findings")) yield noted(batch.flatMap(findingsOf), excerpt);
  for await (const batch of source.computerFindings()) yield noted(batch.map(foundOf), excerpt);
}

function noted<Row>(rows: readonly Row[], excerpt: Excerpted<Row>): readonly Row[] {
  for (const row of rows) excerpt.add(row);
  return rows;
}

async function* seen<Row>(
  batches: AsyncIterable<readonly Row[]>,
  each: (row: Row) => void,
): AsyncGenerator<readonly Row[]> {
  for await (const batch of batches) {
    for (const row of batch) each(row);
    yield batch;
  }
}

async function* once<Row>(rows: readonly Row[]): AsyncGenerator<readonly Row[]> {
  yield rows;
}

async function* cellsOf<Row>(
  columns: readonly Column<Row>[],
  batches: AsyncIterable<readonly Row[]>,
): AsyncGenerator<readonly (readonly Cell[])[]> {
  for await (const batch of batches) yield batch.map((row) => columns.map(({ cell }) => cell(row)));
}

function excerptOf<Row>(rows: readonly Row[]): Excerpted<Row> {
  const excerpt = new Excerpted<Row>();
  for (const row of rows) excerpt.add(row);
  return excerpt;
}
