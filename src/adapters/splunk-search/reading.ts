// One run of the search from beginning to end, with every way it can go wrong told as the port wants it: a fault before the
// first row, a gap after it.
import { randomUUID } from "node:crypto";
import type { Computer, Domain } from "../../core/model/computer.ts";
import { dnKey } from "../../core/model/dn.ts";
import type { DirectoryName } from "../../core/model/ids.ts";
import type { RetirementRule } from "../../core/model/policy.ts";
import type { Clock } from "../../ports/clock.ts";
import type { DirectoryReadingEnd } from "../../ports/directory-source.ts";
import { Fault } from "../../ports/fault.ts";
import type { Log } from "../../ports/log.ts";
import { assembly } from "../directory-export/assembly.ts";
import { dnOf } from "../directory-export/computer-entry.ts";
import { ExportProblem, shown } from "../directory-export/export-problem.ts";
import { formatPosition, type Position } from "../directory-export/position.ts";
import type { Attribute } from "../directory-export/property-names.ts";
import { StreamBroken, type HttpStreams, type StreamStart } from "../system/http-stream.ts";
import { partOf, type Row } from "./answer-line.ts";
import { linesOf } from "./answer-lines.ts";
import { refusalText } from "./refusal-text.ts";
import { rowEntries, type ColumnOptions } from "./row-entry.ts";
import { rowAges } from "./row-time.ts";
import { searchProof } from "./search-proof.ts";
import { markedSearch } from "./search-text.ts";
import { faultOfClock, faultOfStatus, faultOfTrouble } from "./splunk-fault.ts";

export interface SearchOptions extends ColumnOptions {
  readonly name: DirectoryName;
  readonly search: string;
  /** Splunk's time modifiers. */
  readonly earliest: string;
  readonly latest: string;
  readonly domain: Domain;
  readonly retired: RetirementRule;
  /** DNs. */
  readonly vipGroups: readonly string[];
  /** A row that was true longer ago than this decides nothing. */
  readonly maxAgeMs: number;
  /** Texts of warnings that are no objection. */
  readonly ignoreWarnings: readonly string[];
  readonly clock: Clock;
  readonly log: Log;
}

const EXPORT_PATH = "/services/search/v2/jobs/export";
const BATCH = 500;

type Answer = Extract<StreamStart, { kind: "answered" }>;

async function ask(
  streams: HttpStreams,
  { name, search, earliest, latest, clock }: SearchOptions,
  mark: string,
  totalMs: number,
  signal: AbortSignal,
): Promise<Answer> {
  const form = {
    search: markedSearch(search, mark),
    earliest_time: earliest,
    latest_time: latest,
    output_mode: "json",
    preview: "false",
  };
  const answer = await streams.open({ path: EXPORT_PATH, form, totalMs }, signal);
  if (answer.kind === "unanswered") throw faultOfTrouble(name, streams.host, answer.trouble);
  if (answer.status !== 200)
    throw faultOfStatus(name, streams.host, answer.status, await refusalText(answer.bytes()));
  const skewed = faultOfClock(name, streams.host, answer.date, clock.now());
  if (skewed === undefined) return answer;
  answer.discard();
  throw skewed;
}

/** Runs the search once, in batches. Faults: DIRECTORY_*, EXPORT_INVALID, CLOCK_SKEW, CANCELLED. */
export async function* readSearch(
  streams: HttpStreams,
  options: SearchOptions,
  totalMs: number,
  signal: AbortSignal,
): AsyncGenerator<readonly Computer[], DirectoryReadingEnd> {
  const { name, domain, retired, vipGroups, clock, log } = options;
  const mark = randomUUID();
  const startedAt = clock.now();
  const answer = await ask(streams, options, mark, totalMs, signal);
  const { deletedObjects } = retired;
  const assembled = assembly({ name, source: "search", domain, deletedObjects, vipGroups, ascii: false });
  const proof = searchProof(mark, options.ignoreWarnings);
  const ages = rowAges(startedAt, options.maxAgeMs);
  const entries = rowEntries(options);
  const others = new Set<string>();

  /** Computers are looked after already. Of two rows of one group either could be the older one, and it is not told which. */
  function requireOnce(dn: string, at: Position): void {
    const key = dnKey(dn);
    if (others.has(key)) throw new ExportProblem("record", at, `${shown(dn)} comes twice`);
    others.add(key);
  }

  function take(row: Row, line: number): Computer | undefined {
    const at = { line, column: 1 };
    try {
      ages.take(row, at);
      const entry = entries.entryOf(row, at);
      const computer = assembled.take(entry);
      if (computer === undefined) requireOnce(dnOf(entry), at);
      if (computer?.id.startsWith("dn:") === true)
        throw new ExportProblem("record", at, "the computer has no objectGUID: add it to the search");
      return computer;
    } catch (error) {
      if (!(error instanceof ExportProblem && error.scope === "record")) throw error;
      assembled.addProblem(error);
      return undefined;
    }
  }

  let batch: Computer[] = [];
  let yielded = false;
  try {
    for await (const line of linesOf(answer.bytes())) {
      const part = partOf(line);
      if (part === undefined) continue;
      const row = proof.take(part);
      for (const { code, detail } of proof.drain()) assembled.addGap(code, detail);
      const computer = row && take(row, line.line);
      if (computer !== undefined) batch.push(computer);
      if (batch.length >= BATCH) {
        yielded = true;
        yield batch;
        batch = [];
      }
    }
  } catch (error) {
    if (error instanceof ExportProblem) {
      if (error.scope !== "cut" && !yielded) throw invalidAnswer(name, error);
      assembled.addProblem(error);
    } else if (error instanceof StreamBroken)
      assembled.addGap(
        "source_unavailable",
        `the answer of ${streams.host} broke off (${error.trouble.code})`,
      );
    else throw error;
  }
  if (batch.length > 0) yield batch;

  const { computers, computersOfDomain } = assembled.figures();
  for (const { code, detail } of [...proof.end(), ...ages.gaps()]) assembled.addGap(code, detail);
  if (computers === 0 && assembled.gaps().length === 0)
    throw new Fault("EXPORT_INVALID", `Directory ${name}: the search gave no computer.`, { directory: name });
  if (computers > 0 && computersOfDomain === 0)
    assembled.addGap("record_malformed", `none of the ${computers} computers lies in ${domain.dns}`);
  if (assembled.gaps().length === 0)
    for (const attribute of entries.neverSeen().filter((one) => mustShow(one, vipGroups)))
      assembled.addGap("record_malformed", `complete names ${attribute}, and no row has any`);

  const gaps = assembled.gaps();
  log.info("directory search read", { directory: name, computers, gaps: gaps.length });
  return {
    gaps,
    expected: undefined, // the search counts rows, and those are not computers alone
    domains: assembled.domains(),
    ous: assembled.ous(),
    vips: assembled.vips(),
    bookmark: undefined,
    extent: "full",
  };
}

/** Every domain has service principal names, and groups with members; that nobody manages a computer may be true. */
const mustShow = (attribute: Attribute, vipGroups: readonly string[]): boolean =>
  attribute === "serviceprincipalname" || (attribute === "member" && vipGroups.length > 0);

/** A problem of the answer as a fault: which directory, which line, what. */
const invalidAnswer = (name: DirectoryName, problem: ExportProblem): Fault =>
  new Fault(
    "EXPORT_INVALID",
    `Directory ${name}: the answer to the search, ${formatPosition(problem.at)}: ${problem.message}.`,
    { directory: name, line: problem.at.line },
    problem,
  );
