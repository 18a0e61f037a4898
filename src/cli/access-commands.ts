import { Option, type Command } from "commander";
import { ROLES } from "../api/role-names.ts";
import type { CommonFlags } from "./app.ts";
import { common, type Runner } from "./command-parts.ts";
import type { Io } from "./io.ts";

/** Who may reach `rollcall serve`: local accounts of people, and tokens of programs. */
export function addAccessCommands(program: Command, io: Io, signal: AbortSignal, run: Runner): void {
  const admin = program
    .command("admin")
    .description(
      "local accounts of `rollcall serve`, each an administrator: for sites without an identity provider",
    );
  const withPassword = (name: string, description: string): Command =>
    common(admin.command(name))
      .argument("<name>", "name of the account")
      .description(description)
      .option("--password-file <file>", "read the password from a file instead of asking for it");
  withPassword("create", "make an account; its password is asked for, 15 characters or more").action(
    run(async (app, name: string, flags) =>
      (await import("./commands/admin.ts")).adminCreate(app, io, name, flags, signal),
    ),
  );
  withPassword("reset", "give an account another password; enables it again, and ends its sessions").action(
    run(async (app, name: string, flags) =>
      (await import("./commands/admin.ts")).adminReset(app, io, name, flags, signal),
    ),
  );
  common(admin.command("list"))
    .description("print the accounts")
    .action(
      run(async (app, flags: CommonFlags) => (await import("./commands/admin.ts")).adminList(app, io, flags)),
    );
  common(admin.command("disable"))
    .argument("<name>", "name of the account")
    .description("let an account sign in no more; ends its sessions")
    .action(
      run(async (app, name: string, flags: CommonFlags) =>
        (await import("./commands/admin.ts")).adminDisable(app, io, name, flags),
      ),
    );

  const token = program
    .command("token")
    .description("what programs show `rollcall serve` instead of signing in");
  common(token.command("create"))
    .argument("<name>", "its name, in the ledger and for good")
    .description("make a token and print it, once: of it nothing but a digest is kept")
    .addOption(new Option("--role <role>", "what it may").choices(ROLES).makeOptionMandatory())
    .option("--tenant <tenant...>", "only in these tenants, by name or id")
    .requiredOption("--expires <duration>", "how long it is good, such as P90D; a year at most")
    .action(
      run(async (app, name: string, flags) =>
        (await import("./commands/token.ts")).tokenCreate(app, io, name, flags),
      ),
    );
  common(token.command("list"))
    .description("print the tokens, what they may, and when they were used last")
    .action(
      run(async (app, flags: CommonFlags) => (await import("./commands/token.ts")).tokenList(app, io, flags)),
    );
  common(token.command("revoke"))
    .argument("<name>", "name of the token")
    .description("end a token at once")
    .action(
      run(async (app, name: string, flags: CommonFlags) =>
        (await import("./commands/token.ts")).tokenRevoke(app, io, name, flags),
      ),
    );
}
