import { collectAll, everySourceComplete, type Collected } from "../../flows/collect-all.ts";
import { exportOlder, type TenantExport } from "../../flows/export-older.ts";
import type { App, CommonFlags, Session } from "../app.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import type { Io } from "../io.ts";
import { coverageJson, coverageText } from "../print/coverage.ts";
import { tellFault } from "../print/fault-text.ts";
import { progressLine } from "../print/progress.ts";
import { figure } from "../print/table.ts";
import { tellPerson, tellResult } from "../result.ts";
import { UsageError } from "../usage-error.ts";

export interface CollectFlags extends CommonFlags {
  /** `central`, or a directory's name. */
  readonly source: string | undefined;
  readonly olderThan: string | undefined;
  readonly out: string | undefined;
}

/** Reads the inventories; with --older-than and --out it also writes a JSON file a tenant of the endpoints silent that long. */
export async function collect(app: App, io: Io, flags: CollectFlags, signal: AbortSignal): Promise<ExitCode> {
  const olderMs = olderThan(app, flags);
  return app.withSession(flags, async (session) => {
    const result = await collectWith(session, io, flags, signal, flags.source);
    const files =
      olderMs === undefined
        ? []
        : await exportOlder(
            { olderMs, dir: flags.out ?? "." },
            {
              store: session.store,
              clock: session.clock,
              writeFile: async (path, pieces) => app.writeFile(path, pieces),
            },
            result.tenants,
          );
    tellPerson(io, flags, coverageText(io, result));
    if (files.length > 0) tellPerson(io, flags, `\n${filesText(files)}`);
    if (result.centralFault !== undefined) tellFault(io, result.centralFault);
    tellResult(io, flags, { command: "collect", ...coverageJson(result), files });
    return everySourceComplete(result) ? EXIT.done : EXIT.source;
  });
}

function olderThan(app: App, { olderThan: text, out }: CollectFlags): number | undefined {
  if (text === undefined) {
    if (out !== undefined) throw new UsageError("--out needs --older-than, such as --older-than P30D");
    return undefined;
  }
  // The connector wrote relative times with a minus sign; both forms are understood.
  const ms = app.durationMs(text.replace(/^-/, ""));
  if (ms === undefined || ms <= 0) {
    throw new UsageError(`--older-than ${text}: must be an ISO 8601 duration of days or less, such as P30D`);
  }
  return ms;
}

/** Collects with progress drawn; of all sources or of the one that is asked for. Thrown: STORE_*, CANCELLED, SECRET_UNREADABLE. */
async function collectWith(
  session: Session,
  io: Io,
  flags: CommonFlags,
  signal: AbortSignal,
  source: string | undefined,
): Promise<Collected> {
  if (
    source !== undefined &&
    source !== "central" &&
    !session.directoryNames.some((name) => name === source)
  ) {
    const known = ["central", ...session.directoryNames].join(", ");
    throw new UsageError(`--source ${source}: is none of ${known}`);
  }
  // Both are opened before either is read: a secret that is missing is told at once.
  const central = source === undefined || source === "central" ? session.central() : undefined;
  const directories = session
    .directories()
    .filter((directory) => source === undefined || directory.name === source);
  const line = progressLine(io, flags);
  try {
    return await collectAll({ ...session, progress: line.progress }, { central, directories }, signal);
  } finally {
    line.stop();
  }
}

function filesText(files: readonly TenantExport[]): string {
  return files
    .map((one) =>
      one.path === undefined
        ? `${one.name}: no file, its reading is not complete`
        : `${one.path}: ${figure(one.endpoints)} endpoints of ${one.name}` +
          (one.lastSeenUnknown === 0
            ? ""
            : `; ${figure(one.lastSeenUnknown)} left out, when they were last seen is not known`),
    )
    .join("\n");
}
