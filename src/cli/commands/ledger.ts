import type { LedgerEntry } from "../../core/ledger/fact.ts";
import { verifyLedger, type LedgerVerification } from "../../flows/verify-ledger.ts";
import type { App, CommonFlags } from "../app.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { paint, type Io } from "../io.ts";
import { instantText } from "../print/instant-text.ts";
import { figure, printable } from "../print/table.ts";
import { tellPerson, tellResult } from "../result.ts";

export interface LedgerShowFlags extends CommonFlags {
  readonly last: number;
}

/** The newest entries of the ledger, oldest first. */
export async function ledgerShow(app: App, io: Io, flags: LedgerShowFlags): Promise<ExitCode> {
  return app.withSession(flags, async ({ store }) => {
    const entries = [...(await store.ledger.newest(flags.last))].sort((a, b) => a.seq - b.seq);
    if (entries.length === 0) tellPerson(io, flags, "The ledger is empty.");
    for (const entry of entries) {
      const head = `${String(entry.seq).padStart(6)}  ${instantText(entry.at)}`;
      tellPerson(io, flags, `${paint(io, "dim", head)}  ${printable(app.sentenceOf(entry))}`);
    }
    tellResult(io, flags, { command: "ledger show", entries });
    return EXIT.done;
  });
}

/** Verifies the whole chain. A broken one is a fault: exit code 1. */
export async function ledgerVerify(app: App, io: Io, flags: CommonFlags): Promise<ExitCode> {
  return app.withSession(flags, async ({ store, hash }) => {
    const result = await verifyLedger(store.ledger, hash);
    for (const seq of result.timeBackwards) {
      io.talk(
        `${paint(io, "yellow", "warning")} entry ${seq} was written by a clock behind the entry before it\n`,
      );
    }
    tellPerson(io, flags, verificationText(io, result));
    tellResult(io, flags, { command: "ledger verify", ...result });
    return result.ok ? EXIT.done : EXIT.fault;
  });
}

function verificationText(io: Io, { entries, head, broken }: LedgerVerification): string {
  if (broken === undefined) {
    return `${paint(io, "green", "The ledger holds")}: ${figure(entries)} entries, head ${head}.`;
  }
  return (
    `${paint(io, "red", "The ledger is broken")} at entry ${broken.seq} (${broken.flaw}): ` +
    `expected ${broken.expected}, found ${broken.found}. Keep it as it is and find out who changed it.`
  );
}

export interface LedgerExportFlags extends CommonFlags {
  readonly out: string | undefined;
}

/** Every entry as one JSON object a line, to a file or to stdout. */
export async function ledgerExport(app: App, io: Io, flags: LedgerExportFlags): Promise<ExitCode> {
  return app.withSession(flags, async ({ store }) => {
    let entries = 0;
    async function* lines(): AsyncGenerator<string> {
      for await (const batch of store.ledger.entries(1)) {
        entries += batch.length;
        yield batch.map((entry: LedgerEntry) => `${JSON.stringify(entry)}\n`).join("");
      }
    }
    if (flags.out === undefined) for await (const text of lines()) io.data(text);
    else await app.writeFile(flags.out, lines());
    if (flags.out !== undefined) tellPerson(io, flags, `${figure(entries)} entries written to ${flags.out}.`);
    tellResult(io, flags, { command: "ledger export", entries, file: flags.out });
    return EXIT.done;
  });
}
