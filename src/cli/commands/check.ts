import type { App, CheckRow, CommonFlags } from "../app.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import type { Io } from "../io.ts";
import { checkRowText } from "../print/check-row.ts";
import { tellPerson, tellResult } from "../result.ts";

/** Proves configuration, credentials, rights, clocks and reach of every source. A failure of one stops no other. */
export async function check(app: App, io: Io, flags: CommonFlags, signal: AbortSignal): Promise<ExitCode> {
  const rows: CheckRow[] = [];
  for await (const row of app.check(flags, signal)) {
    rows.push(row);
    tellPerson(io, flags, checkRowText(io, row));
  }
  const count = (result: CheckRow["result"]): number => rows.filter((row) => row.result === result).length;
  const failed = count("failed");
  tellPerson(io, flags, `\n${summary(failed, count("warning"))}`);
  tellResult(io, flags, { command: "check", ok: failed === 0, checks: rows });
  return failed === 0 ? EXIT.done : EXIT.source;
}

function summary(failed: number, warnings: number): string {
  const asides = warnings === 0 ? "" : `, with ${times(warnings, "warning")}`;
  return failed === 0
    ? `Everything that Rollcall needs is there${asides}.`
    : `${times(failed, "check")} failed${asides}.`;
}

const times = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;
