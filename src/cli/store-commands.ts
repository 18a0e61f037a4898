import type { Command } from "commander";
import { common, type Runner } from "./command-parts.ts";
import type { Io } from "./io.ts";

/** Where the store lies. */
export function addStoreCommands(program: Command, io: Io, signal: AbortSignal, run: Runner): void {
  const store = program.command("store").description("where everything that Rollcall remembers is kept");
  common(store.command("move"))
    .description(
      "copy the embedded store into an empty PostgreSQL database, prove the copy, and use the old one no more",
    )
    .requiredOption(
      "--to <store>",
      "the database as `store` would name it: env:NAME, file:PATH, or a URL without a password",
    )
    .option("--dry-run", "copy and prove it all, then take it back", false)
    .action(
      run(async (app, flags) => (await import("./commands/store-move.ts")).storeMove(app, io, flags, signal)),
    );
}
