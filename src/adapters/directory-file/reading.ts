// One pass over an export, with every way it can go wrong told as the port wants it: a fault before the first batch,
// a gap after it, and for a file that was cut off always a gap.
import type { Computer, Domain } from "../../core/model/computer.ts";
import type { DirectoryName } from "../../core/model/ids.ts";
import type { RetirementRule } from "../../core/model/policy.ts";
import { HOUR, MINUTE } from "../../core/model/instant.ts";
import type { Clock } from "../../ports/clock.ts";
import type { DirectoryReadingEnd } from "../../ports/directory-source.ts";
import { Fault } from "../../ports/fault.ts";
import type { Log } from "../../ports/log.ts";
import { assembly } from "../directory-export/assembly.ts";
import { entriesOf, isSystemError, shapeOf, type ExportFile, type ExportShape } from "./export-file.ts";
import { ExportProblem } from "../directory-export/export-problem.ts";
import { formatPosition } from "../directory-export/position.ts";

export interface FileDirectoryOptions {
  readonly name: DirectoryName;
  /** Of an LDIF, CSV or JSON file. */
  readonly path: string;
  readonly domain: Domain;
  readonly retired: RetirementRule;
  /** DNs. */
  readonly vipGroups: readonly string[];
  /** A file last written longer ago than this decides nothing. */
  readonly maxAgeMs: number;
  readonly clock: Clock;
  readonly log: Log;
}

const BATCH = 500;
/** How far ahead of our clock a file's date may be: what the product allows any clock. */
const CLOCK_TOLERANCE = 5 * MINUTE;

/** Why the file's age forbids deciding by it; undefined when it does not. */
export function ageProblem(file: ExportFile, options: FileDirectoryOptions): string | undefined {
  const age = options.clock.now() - file.modifiedAt;
  if (age < -CLOCK_TOLERANCE)
    return `${file.path} was written in the future by this machine's clock, so its age is unknown`;
  if (age <= options.maxAgeMs) return undefined;
  const hours = (ms: number): string => `${Math.floor(ms / HOUR)} h`;
  return `${file.path} was written ${hours(age)} ago, and its maxAge is ${hours(options.maxAgeMs)}`;
}

/** A problem of the export as a fault: which directory, where, what. */
export function invalidExport(options: FileDirectoryOptions, problem: ExportProblem): Fault {
  const { name: directory, path } = options;
  return new Fault(
    "EXPORT_INVALID",
    `Directory ${directory}: ${path}:${formatPosition(problem.at)}: ${problem.message}.`,
    { directory, path, line: problem.at.line, column: problem.at.column },
    problem,
  );
}

async function shapeOrFault(
  file: ExportFile,
  options: FileDirectoryOptions,
  signal: AbortSignal,
): Promise<ExportShape> {
  try {
    return await shapeOf(file, signal);
  } catch (error) {
    if (error instanceof ExportProblem) throw invalidExport(options, error);
    if (isSystemError(error)) throw unreadable(options, error);
    throw error;
  }
}

const unreadable = (options: FileDirectoryOptions, error: NodeJS.ErrnoException): Fault =>
  new Fault(
    "EXPORT_UNREADABLE",
    `Directory ${options.name}: ${options.path} cannot be read (${error.code}).`,
    { directory: options.name, path: options.path, code: error.code },
    error,
  );

/** Reads an open export once, in batches. The file stays open. Faults: EXPORT_INVALID, EXPORT_UNREADABLE, CANCELLED. */
export async function* readExport(
  file: ExportFile,
  options: FileDirectoryOptions,
  signal: AbortSignal,
): AsyncGenerator<readonly Computer[], DirectoryReadingEnd> {
  const { name, path, domain, vipGroups, log } = options;
  const shape = await shapeOrFault(file, options, signal);
  // Only Windows PowerShell writes #TYPE unasked, and without a byte order mark it has written ASCII.
  const ascii = shape.format === "csv" && shape.encoding.bom === 0 && shape.head.startsWith("#TYPE");
  const { deletedObjects } = options.retired;
  const assembled = assembly({ name, source: path, domain, deletedObjects, vipGroups, ascii });
  const tooOld = ageProblem(file, options);
  if (tooOld !== undefined) assembled.addGap("export_too_old", tooOld);

  let batch: Computer[] = [];
  let yielded = false;
  try {
    for await (const entries of entriesOf(file, shape, signal)) {
      for (const entry of entries) {
        const computer = assembled.take(entry);
        if (computer !== undefined) batch.push(computer);
      }
      if (batch.length >= BATCH) {
        yielded = true;
        yield batch;
        batch = [];
      }
    }
  } catch (error) {
    if (error instanceof ExportProblem) {
      if (error.scope !== "cut" && !yielded) throw invalidExport(options, error);
      assembled.addProblem(error);
    } else if (isSystemError(error)) {
      if (!yielded) throw unreadable(options, error);
      assembled.addGap("source_unavailable", `${path} could not be read to its end (${error.code})`);
    } else throw error;
  }
  if (batch.length > 0) yield batch;

  const { computers, computersOfDomain, deleted } = assembled.figures();
  if (computers === 0 && assembled.gaps().length === 0)
    throw new Fault("EXPORT_INVALID", `Directory ${name}: ${path} has no computer in it.`, {
      directory: name,
      path,
    });
  if (computers > 0 && computersOfDomain === 0)
    assembled.addGap(
      "record_malformed",
      `${path}: none of its ${computers} computers lies in ${domain.dns}: it is another domain's file, or domain.dns is wrong`,
    );
  if ((await file.stampNow()) !== file.stamp)
    assembled.addGap("page_malformed", `${path} was changed while it was read`);

  const gaps = assembled.gaps();
  log.info("directory export read", {
    directory: name,
    format: shape.format,
    encoding: shape.encoding.name,
    computers,
    deleted,
    gaps: gaps.length,
  });
  return {
    gaps,
    expected: undefined, // no export says how many computers it should have
    domains: assembled.domains(),
    ous: assembled.ous(),
    vips: assembled.vips(),
    bookmark: undefined,
    extent: "full",
  };
}
