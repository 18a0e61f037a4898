import tab from "@bomb.sh/tab/commander";
import { Argument, Command, InvalidArgumentError, Option } from "commander";
import type { App, CommonFlags } from "./app.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import type { Io } from "./io.ts";

const EPILOGUE = `
Exit codes: 0 done · 1 fault · 2 usage or configuration · 3 refused · 4 a source is unavailable or incomplete ·
5 something waits for a person. Data goes to stdout, talk to stderr; with --json the last line of stdout is the result.`;

/** What one command does with its arguments and flags. */
type Action<Args extends unknown[]> = (...args: Args) => Promise<ExitCode>;

/**
 * The command table. Each command loads its implementation when it is called, so that `--help` is quick.
 * @param done receives the exit code
 */
export function createProgram(
  app: App,
  io: Io,
  signal: AbortSignal,
  done: (code: ExitCode) => void,
): Command {
  const program = new Command("rollcall")
    .description(
      "Calls the roll of every device in Sophos Central against your directories, and retires the ones that are gone.",
    )
    .version(app.version)
    .configureOutput({ writeOut: io.data, writeErr: io.talk })
    .showHelpAfterError("(add --help for the options)")
    .addHelpText("after", EPILOGUE);
  const run =
    <Args extends unknown[]>(action: Action<Args>) =>
    async (...args: Args): Promise<void> =>
      done(await action(...args));

  common(program.command("check"))
    .description(
      "prove configuration, credentials, rights, clocks and reach of every source; changes nothing",
    )
    .action(
      run(async (flags: CommonFlags) => (await import("./commands/check.ts")).check(app, io, flags, signal)),
    );

  common(program.command("collect"))
    .description("read the inventories and prove the reading complete")
    .option("--source <source>", "only `central`, or only this directory")
    .option(
      "--older-than <duration>",
      "with --out: also write the endpoints silent at least this long (P30D)",
    )
    .option("--out <dir>", "directory for one JSON file a tenant")
    .action(run(async (flags) => (await import("./commands/collect.ts")).collect(app, io, flags, signal)));

  common(program.command("assess"))
    .description("correlate and judge; print the totals by disposition and reason")
    .action(
      run(async (flags: CommonFlags) =>
        (await import("./commands/assess.ts")).assess(app, io, flags, signal),
      ),
    );

  common(program.command("plan"))
    .description("freeze a plan and print it with reasons")
    .option("--out <file>", "write the plan to a file that may be edited down, never up")
    .action(run(async (flags) => (await import("./commands/plan.ts")).plan(app, io, flags)));

  common(program.command("apply"))
    .argument("<plan>", "plan file written by `rollcall plan --out`")
    .description("verify each device live, and retire what the plan lists")
    .option("--dry-run", "everything but the deletion", false)
    .action(
      run(async (file: string, flags) =>
        (await import("./commands/apply.ts")).apply(app, io, file, flags, signal),
      ),
    );

  common(program.command("run"))
    .description("collect, assess, plan and apply in the configured mode, once")
    .action(
      run(async (flags: CommonFlags) => (await import("./commands/run.ts")).run(app, io, flags, signal)),
    );

  common(program.command("explain"))
    .argument("<host-or-id>", "hostname or endpoint id")
    .description("everything known about a device, and why it is kept, in review or to be retired")
    .action(
      run(async (text: string, flags: CommonFlags) =>
        (await import("./commands/explain.ts")).explain(app, io, text, flags),
      ),
    );

  const ledger = program.command("ledger").description("the record of everything that was intended and done");
  common(ledger.command("show"))
    .description("the newest entries")
    .option("--last <count>", "how many", positive, 20)
    .action(run(async (flags) => (await import("./commands/ledger.ts")).ledgerShow(app, io, flags)));
  common(ledger.command("verify"))
    .description("verify the hash chain from its first entry to its last")
    .action(
      run(async (flags: CommonFlags) => (await import("./commands/ledger.ts")).ledgerVerify(app, io, flags)),
    );
  common(ledger.command("export"))
    .description("every entry as one JSON object a line")
    .option("--out <file>", "write to a file instead of stdout")
    .action(run(async (flags) => (await import("./commands/ledger.ts")).ledgerExport(app, io, flags)));

  json(program.command("simulate"))
    .description("run a simulated Sophos Central to rehearse against")
    .option("--seed <number>", "the world's seed", whole, 1)
    .option("--endpoints <count>", "about how many endpoints", positive, 2_000)
    .option("--tenants <count>", "how many tenants", positive, 3)
    .option("--port <port>", "first of the ports it listens on", positive, 8443)
    .option("--dir <dir>", "where to write its CA, directories and a configuration", "rollcall-simulator")
    .option("--latency-ms <ms>", "delay of every answer", whole, 0)
    .option("--no-limits", "do not enforce the rate limits")
    .option("--now <instant>", "where its clock starts (UTC)")
    .action(run(async (flags) => (await import("./commands/simulate.ts")).simulate(app, io, flags, signal)));

  json(program.command("demo"))
    .description("the whole main job on a simulated estate, over a few simulated days")
    .option("--seed <number>", "the world's seed", whole, 1)
    .option("--endpoints <count>", "about how many endpoints", positive, 2_000)
    .option(
      "--days <count>",
      "how many days in enforce, after one in observe and two in dry-run",
      positive,
      3,
    )
    .option("--dir <dir>", "keep the store, the directories and the certificate here")
    .action(run(async (flags) => (await import("./commands/demo.ts")).demo(app, io, flags, signal)));

  program
    .command("schema")
    .description("print the JSON Schema of rollcall.yaml")
    .action(() => {
      io.data(`${JSON.stringify(app.configSchema(), null, 2)}\n`);
      done(EXIT.done);
    });

  const shells = ["bash", "zsh", "fish", "powershell"] as const;
  tab(program);
  // The library's own command stays, since the scripts it prints call it; people are shown this one.
  program
    .command("completion")
    .addArgument(new Argument("<shell>", "your shell").choices(shells))
    .description("print the completion script of a shell, such as: source <(rollcall completion bash)")
    .action(async (shell: (typeof shells)[number]) => {
      await program.parseAsync(["complete", shell], { from: "user" });
      done(EXIT.done);
    });
  strict(program);
  return program;
}

const json = (command: Command): Command =>
  command.option("--json", "the result as JSON, on the last line", false);

function common(command: Command): Command {
  return json(command)
    .option("--config <file>", "configuration file", "rollcall.yaml")
    .option("--verbose", "log to stderr what is done", false)
    .option("--no-color", "no colours")
    .addOption(new Option("--now <instant>", "another time than now; only against a simulator"));
}

/** Every command reports its own error instead of ending the process: one place maps errors to exit codes. */
function strict(command: Command): void {
  command.exitOverride();
  for (const child of command.commands) strict(child);
}

function whole(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) {
    throw new InvalidArgumentError("must be a whole number of 0 or more");
  }
  return value;
}

function positive(text: string): number {
  const value = whole(text);
  if (value === 0) throw new InvalidArgumentError("must be at least 1");
  return value;
}
