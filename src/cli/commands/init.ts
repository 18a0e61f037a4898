import { dirname, resolve } from "node:path";
import type { App, CheckRow, CommonFlags } from "../app.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import type { InitAnswers } from "../init/init-answers.ts";
import { interview } from "../init/interview.ts";
import { paint, type Io } from "../io.ts";
import { checkRowText } from "../print/check-row.ts";
import { printable } from "../print/table.ts";
import { tellPerson, tellResult } from "../result.ts";
import { UsageError } from "../usage-error.ts";

export interface InitFlags extends CommonFlags {
  readonly answers: string | undefined;
  readonly overwrite: boolean;
  readonly untested: boolean;
}

/** Why nothing was written. */
export type InitRefusal = "config_exists";

/** Asks a person, or takes answers from a file; tries every source, and writes an annotated configuration. */
export async function init(app: App, io: Io, flags: InitFlags, signal: AbortSignal): Promise<ExitCode> {
  const asker = flags.answers === undefined && !flags.json ? app.init.asker(signal) : undefined;
  if (flags.answers === undefined && asker === undefined) {
    throw new UsageError("nobody can be asked here: give --answers FILE");
  }
  if (app.init.exists(flags.config) && !flags.overwrite) {
    const replace =
      asker !== undefined && (await asker.yes(`${flags.config} is there. Replace it at the end?`, false));
    if (!replace) return tellRefused(io, flags);
  }
  const here = (path: string): string => resolve(dirname(flags.config), path);
  const rows: CheckRow[] = [];
  const tryOut = async (
    answers: InitAnswers,
    part: "central" | "directory",
  ): Promise<readonly CheckRow[]> => {
    if (flags.untested) return [];
    const found: CheckRow[] = [];
    for await (const row of app.init.check(answers, part, flags, signal)) {
      found.push(row);
      // Asked on stderr, shown there.
      if (asker !== undefined) io.talk(`${checkRowText(io, row)}\n`);
      else tellPerson(io, flags, checkRowText(io, row));
    }
    rows.push(...found);
    return found.filter(({ result }) => result === "failed");
  };
  if (asker !== undefined) {
    const answers = await interview({
      asker,
      tryOut,
      exists: (path) => app.init.exists(here(path)),
      keepSecret: async (path, value) => app.writeFile(here(path), value),
    });
    return written(app, io, flags, app.init.configText(answers, flags.config), rows);
  }
  const answers = app.init.readAnswers(flags.answers ?? "");
  // Refused as a whole before anything is asked of a source.
  const text = app.init.configText(answers, flags.config);
  const failed = [...(await tryOut({ ...answers, directories: [] }, "central"))];
  for (const directory of answers.directories) {
    failed.push(...(await tryOut({ ...answers, directories: [directory] }, "directory")));
  }
  if (failed.length > 0) {
    tellPerson(
      io,
      flags,
      `\n${flags.config} was not written: ${failed.length} checks failed. --untested writes it all the same.`,
    );
    tellResult(io, flags, { command: "init", written: false, config: flags.config, checks: rows });
    return EXIT.source;
  }
  return written(app, io, flags, text, rows);
}

async function written(
  app: App,
  io: Io,
  flags: InitFlags,
  text: string,
  checks: readonly CheckRow[],
): Promise<ExitCode> {
  await app.writeFile(flags.config, text);
  const next = `rollcall check${flags.config === "rollcall.yaml" ? "" : ` --config ${flags.config}`}`;
  tellPerson(
    io,
    flags,
    `\n${printable(flags.config)} is written; its mode is observe, which deletes nothing.\nNext: ${printable(next)}`,
  );
  tellResult(io, flags, { command: "init", written: true, config: flags.config, checks, next });
  return EXIT.done;
}

function tellRefused(io: Io, flags: InitFlags): ExitCode {
  const code: InitRefusal = "config_exists";
  const detail = `${flags.config} is there, and was left as it is: --overwrite replaces it.`;
  io.talk(`${paint(io, "red", "refused")} ${code}: ${printable(detail)}\n`);
  tellResult(io, flags, { command: "init", refused: { code, detail } });
  return EXIT.refused;
}
