import type { MovedStore } from "../../flows/move-store.ts";
import type { App, CommonFlags } from "../app.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { paint, type Io } from "../io.ts";
import { figure, printable } from "../print/table.ts";
import { tellPerson, tellResult } from "../result.ts";
import { tellRefusal } from "./apply.ts";

export interface StoreMoveFlags extends CommonFlags {
  readonly to: string;
  readonly dryRun: boolean;
}

/** Moves the embedded store to PostgreSQL, and says which line of the configuration to change. */
export async function storeMove(
  app: App,
  io: Io,
  flags: StoreMoveFlags,
  signal: AbortSignal,
): Promise<ExitCode> {
  const { to, dryRun } = flags;
  const moved = await app.moveStore(
    flags,
    { to, dryRun },
    ({ name, rows }) => {
      if (rows > 0) io.talk(`${paint(io, "dim", "copied")} ${name}: ${figure(rows)}\n`);
    },
    signal,
  );
  const asked = { command: "store move", to, dryRun };
  if (moved.kind === "refused") return tellRefusal(io, flags, asked, moved);
  const { database, tables, ledger, openIntents } = moved;
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  tellPerson(io, flags, movedText(io, moved, rows));
  tellPerson(io, flags, dryRun ? "Nothing was kept of it: this was a dry run." : nextText(io, flags));
  tellResult(io, flags, { ...asked, database, rows, tables, ledger, openIntents, next: `store: ${to}` });
  return EXIT.done;
}

function movedText(io: Io, { database, tables, ledger, openIntents }: MovedStore, rows: number): string {
  const lines = [
    `${paint(io, "green", "The copy holds")}: ${figure(rows)} rows in ${tables.length} tables of the database ` +
      `${printable(database)}, each table compared; its ledger has ${figure(ledger.entries)} entries, head ${ledger.head}.`,
  ];
  if (openIntents > 0) {
    lines.push(
      `Deletions whose end is not known: ${figure(openIntents)}. The next run settles them by reading.`,
    );
  }
  return lines.join("\n");
}

const nextText = (io: Io, { config, to }: StoreMoveFlags): string =>
  `The old store is marked as moved and opens no more. Now change this line of ${printable(config)}:\n` +
  `  ${paint(io, "bold", `store: ${printable(to)}`)}`;
