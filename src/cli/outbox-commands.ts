import type { Command } from "commander";
import type { CommonFlags } from "./app.ts";
import { common, type Runner } from "./command-parts.ts";
import type { Io } from "./io.ts";

/** Where the ledger's entries are told, and how far each sink has got. */
export function addOutboxCommands(program: Command, io: Io, signal: AbortSignal, run: Runner): void {
  const outbox = program
    .command("outbox")
    .description("where the ledger's entries are told: SIEM and others, each as far as it has got");
  common(outbox.command("status"))
    .description("print each sink, how many entries it has still to get, and what is in its way")
    .action(
      run(async (app, flags: CommonFlags) =>
        (await import("./commands/outbox.ts")).outboxStatus(app, io, flags),
      ),
    );
  common(outbox.command("deliver"))
    .description(
      "tell the sinks now, until all is told; parked ones are left out; exit code 4 or 5 if one is in trouble",
    )
    .option("--sink <name>", "only this one")
    .action(
      run(async (app, flags) => (await import("./commands/outbox.ts")).outboxDeliver(app, io, flags, signal)),
    );
  common(outbox.command("retry"))
    .argument("<sink>", "its name in the configuration")
    .description(
      "resume a sink, parked or not, and send again what it had refused; the next delivery does it",
    )
    .action(
      run(async (app, sink: string, flags: CommonFlags) =>
        (await import("./commands/outbox.ts")).outboxRetry(app, io, sink, flags),
      ),
    );
  common(outbox.command("park"))
    .argument("<sink>", "its name in the configuration")
    .description("send a sink nothing more until `rollcall outbox retry`; nothing is lost")
    .requiredOption("--reason <text>", "why, for the ledger")
    .action(
      run(async (app, sink: string, flags) =>
        (await import("./commands/outbox.ts")).outboxPark(app, io, sink, flags),
      ),
    );

  const notify = program.command("notify").description("who is sent notices: mail, chat and webhooks");
  common(notify.command("test"))
    .argument("[name]", "only this one of the configuration")
    .description("send each recipient one message that says it is a test; exit code 4 if one is not taken")
    .action(
      run(async (app, name: string | undefined, flags: CommonFlags) =>
        (await import("./commands/notify.ts")).notifyTest(app, io, name, flags, signal),
      ),
    );
}
