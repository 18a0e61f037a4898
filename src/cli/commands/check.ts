import type { App, CheckRow, CommonFlags } from "../app.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { paint, type Io } from "../io.ts";
import { printable } from "../print/table.ts";
import { tellPerson, tellResult } from "../result.ts";

const MARK = { ok: "✓", warning: "!", failed: "✗" } as const;
const TONE = { ok: "green", warning: "yellow", failed: "red" } as const;

/** Proves configuration, credentials, rights, clocks and reach of every source. A failure of one stops no other. */
export async function check(app: App, io: Io, flags: CommonFlags, signal: AbortSignal): Promise<ExitCode> {
  const rows: CheckRow[] = [];
  for await (const row of app.check(flags, signal)) {
    rows.push(row);
    const mark = paint(io, TONE[row.result], MARK[row.result]);
    tellPerson(
      io,
      flags,
      `${mark} ${row.source}: ${row.what}${row.detail === "" ? "" : ` (${printable(row.detail)})`}`,
    );
  }
  const failed = rows.filter((row) => row.result === "failed").length;
  tellPerson(
    io,
    flags,
    failed === 0 ? "Everything that Rollcall needs is there." : `${failed} checks failed.`,
  );
  tellResult(io, flags, { command: "check", ok: failed === 0, checks: rows });
  return failed === 0 ? EXIT.done : EXIT.source;
}
