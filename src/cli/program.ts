import tab from "@bomb.sh/tab/commander";
import { Argument, Command, Help } from "commander";
import { addAccessCommands } from "./access-commands.ts";
import type { CommonFlags, Entrance } from "./app.ts";
import { common, json, positive, whole, type Runner } from "./command-parts.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import type { Io } from "./io.ts";
import { addOutboxCommands } from "./outbox-commands.ts";
import { addReviewCommands } from "./review-commands.ts";
import { addStoreCommands } from "./store-commands.ts";

const EPILOGUE = `
New here? \`rollcall demo\` shows the whole job on a made-up estate; \`rollcall simulate\` gives you one to try the
commands on. With a rollcall.yaml of your own, begin with \`rollcall check\`. Only \`run\` and \`apply\` in mode enforce delete.

Exit codes: 0 done · 1 fault · 2 usage or configuration · 3 refused · 4 a source is unavailable or incomplete ·
5 something waits for a person. Data goes to stdout, talk to stderr; with --json the last line of stdout is the result.`;

const plainHelp = new Help();

/**
 * The command table. Each command loads its implementation when it is called, so that `--help` is quick.
 * @param argv what it is to parse: another process may be asked to carry it out
 * @param done receives the exit code
 */
export function createProgram(
  entrance: Entrance,
  io: Io,
  argv: readonly string[],
  signal: AbortSignal,
  done: (code: ExitCode) => void,
): Command {
  const program = new Command("rollcall")
    .description(
      "Calls the roll of every device in Sophos Central against your directories, and retires the ones that are gone.",
    )
    .version(entrance.version)
    .configureOutput({ writeOut: io.data, writeErr: io.talk })
    .configureHelp({
      // The completion library's own command, which only the scripts call.
      visibleCommands: (command) =>
        plainHelp.visibleCommands(command).filter((child) => child.name() !== "complete"),
      // That a flag is off until it is given goes without saying.
      optionDescription: (option) => plainHelp.optionDescription(option).replace(" (default: false)", ""),
    })
    .showHelpAfterError("(add --help for the options)")
    .addHelpText("after", EPILOGUE);
  const run: Runner =
    (action) =>
    async (...args) => {
      const flags = args.find(isCommon);
      const own = flags === undefined || OWN.has(argv[0] ?? "");
      const app = await entrance.open();
      done((own ? undefined : await app.elsewhere(argv, flags, io)) ?? (await action(app, ...args)));
    };

  common(program.command("init"))
    .description(
      "ask for what a configuration needs, try every source on the way, and write an annotated rollcall.yaml",
    )
    .option("--answers <file>", "take the answers from this file (YAML or JSON) and ask nobody")
    .option("--overwrite", "replace a configuration that is there", false)
    .option("--untested", "do not try the sources", false)
    .action(run(async (app, flags) => (await import("./commands/init.ts")).init(app, io, flags, signal)));

  common(program.command("check"))
    .description(
      "prove configuration, credentials, rights, clocks and reach of every source; deletes and changes nothing there",
    )
    .action(
      run(async (app, flags: CommonFlags) =>
        (await import("./commands/check.ts")).check(app, io, flags, signal),
      ),
    );

  common(program.command("collect"))
    .description("read every tenant and directory, and prove the reading complete")
    .option("--source <source>", "read only this source: central, or a directory's name")
    .option(
      "--older-than <duration>",
      "also write the endpoints silent at least this long, such as P30D; see --out",
    )
    .option("--out <dir>", "with --older-than: where to write, one JSON file a tenant (default: here)")
    .action(
      run(async (app, flags) => (await import("./commands/collect.ts")).collect(app, io, flags, signal)),
    );

  common(program.command("assess"))
    .description("match and judge what was collected; print the totals by disposition and reason")
    .action(
      run(async (app, flags: CommonFlags) =>
        (await import("./commands/assess.ts")).assess(app, io, flags, signal),
      ),
    );

  common(program.command("plan"))
    .description(
      "freeze a plan from what was assessed, and print what is in it and what was left out; deletes nothing",
    )
    .option(
      "--out <file>",
      "also write the plan to a file, from which items may be taken out, for `rollcall apply`",
    )
    .action(run(async (app, flags) => (await import("./commands/plan.ts")).plan(app, io, flags, signal)));

  common(program.command("apply"))
    .argument("<plan>", "plan file written by `rollcall plan --out`")
    .description("verify each planned device live; in mode enforce, delete it from Central")
    .option("--dry-run", "do everything but the deletion, whatever the mode", false)
    .action(
      run(async (app, file: string, flags) =>
        (await import("./commands/apply.ts")).apply(app, io, file, flags, signal),
      ),
    );

  common(program.command("run"))
    .description(
      "collect, assess and plan, then apply in the configured mode: observe only reports, enforce deletes",
    )
    .action(
      run(async (app, flags: CommonFlags) => (await import("./commands/run.ts")).run(app, io, flags, signal)),
    );

  common(program.command("explain"))
    .argument("<host-or-id>", "hostname or endpoint id")
    .description("tell everything known about a device, and why it is kept, in review or to be retired")
    .action(
      run(async (app, text: string, flags: CommonFlags) =>
        (await import("./commands/explain.ts")).explain(app, io, text, flags),
      ),
    );

  addReviewCommands(program, io, signal, run);

  common(program.command("recover"))
    .argument("<host-or-id>", "hostname or endpoint id of a device that Rollcall deleted")
    .description("tell why a device was deleted, how long that can be undone, and the way back, step by step")
    .option("--password", "print its tamper-protection password instead; the ledger records it", false)
    .option(
      "--returned",
      "record that the device is back: it is immune for 30 days, and the brake is on",
      false,
    )
    .option(
      "--reason <text>",
      "with --password: why it is read; with --returned: what is to be learned from it",
    )
    .action(
      run(async (app, text: string, flags) =>
        (await import("./commands/recover.ts")).recover(app, io, text, flags),
      ),
    );

  common(program.command("watch"))
    .description(
      "look for deleted devices among what was collected last; one that is back pulls the brake; exit code 5",
    )
    .action(
      run(async (app, flags: CommonFlags) =>
        (await import("./commands/watch.ts")).watch(app, io, flags, signal),
      ),
    );

  const vault = program.command("vault").description("where the dossiers of deleted devices are sealed");
  common(vault.command("rotate"))
    .description("wrap the keys of all dossiers by the newest vault key, so that the previous ones can go")
    .action(
      run(async (app, flags: CommonFlags) =>
        (await import("./commands/vault.ts")).vaultRotate(app, io, flags),
      ),
    );

  common(vault.command("discard"))
    .description("give up the passwords of dossiers whose vault key is lost; the ledger records it")
    .requiredOption("--key-id <id>", "the lost key, as `rollcall check` names it")
    .requiredOption("--reason <text>", "why")
    .option("--within-undo-window", "also of deletions that can still be undone", false)
    .option("--yes", "do not ask", false)
    .action(
      run(async (app, flags) =>
        (await import("./commands/vault-discard.ts")).vaultDiscard(app, io, flags, signal),
      ),
    );

  common(program.command("status"))
    .description("tell how much may be deleted now and what stands in the way: ramp, budget, brake, sources")
    .action(
      run(async (app, flags: CommonFlags) => (await import("./commands/status.ts")).status(app, io, flags)),
    );
  common(program.command("brake"))
    .description(
      "stop every deletion, at once and until `rollcall resume`; the ramp falls back to its first step",
    )
    .requiredOption("--reason <text>", "why, for the ledger")
    .action(run(async (app, flags) => (await import("./commands/brake.ts")).brake(app, io, flags)));
  common(program.command("resume"))
    .description("release the brake")
    .requiredOption("--reason <text>", "why, for the ledger")
    .action(run(async (app, flags) => (await import("./commands/brake.ts")).resume(app, io, flags)));

  common(program.command("report"))
    .description(
      "write a page and lists for a spreadsheet: review, findings, deletions, runs, every device and why",
    )
    .requiredOption("--out <dir>", "where to write; files of these names there are replaced")
    .action(run(async (app, flags) => (await import("./commands/report.ts")).report(app, io, flags)));

  common(program.command("backtest"))
    .description("tell what each threshold of silence would have deleted, and how many of those came back")
    .option("--thresholds <durations>", "these instead of the usual series, such as P30D,P60D")
    .option("--tenant <name>", "only this tenant, by name or id")
    .action(
      run(async (app, flags) => (await import("./commands/backtest.ts")).backtest(app, io, flags, signal)),
    );

  common(program.command("whatif"))
    .description("judge every device by a changed policy too, and tell what changes; writes nothing")
    .option("--inactive-computer <duration>", "try this policy.inactive.computer, such as P60D")
    .option("--inactive-server <duration>", "try this policy.inactive.server")
    .option("--grace <duration>", "try this policy.grace")
    .option(
      "--accept <reasons>",
      "try these in policy.accept and no others, such as server,vip_unknown; or none",
    )
    .option("--tenant <name>", "only this tenant, by name or id")
    .action(run(async (app, flags) => (await import("./commands/whatif.ts")).whatif(app, io, flags, signal)));

  common(program.command("serve"))
    .description(
      "take decisions by signed webhooks, run by the schedule, and do what other commands ask, until Ctrl-C",
    )
    .action(
      run(async (app, flags: CommonFlags) =>
        (await import("./commands/serve.ts")).serve(app, io, flags, signal),
      ),
    );

  common(program.command("worker"))
    .description("take a share of the reading of other processes' runs, until Ctrl-C; PostgreSQL only")
    .action(
      run(async (app, flags: CommonFlags) =>
        (await import("./commands/worker.ts")).worker(app, io, flags, signal),
      ),
    );

  addAccessCommands(program, io, signal, run);

  const ledger = program.command("ledger").description("the record of everything that was intended and done");
  common(ledger.command("show"))
    .description("print the newest entries, oldest first")
    .option("--last <count>", "how many entries", positive, 20)
    .action(run(async (app, flags) => (await import("./commands/ledger.ts")).ledgerShow(app, io, flags)));
  common(ledger.command("verify"))
    .description("verify the hash chain from its first entry to its last; exit code 1 when it is broken")
    .action(
      run(async (app, flags: CommonFlags) =>
        (await import("./commands/ledger.ts")).ledgerVerify(app, io, flags),
      ),
    );
  common(ledger.command("export"))
    .description("print every entry, one JSON object a line")
    .option("--out <file>", "write to a file instead of stdout")
    .action(run(async (app, flags) => (await import("./commands/ledger.ts")).ledgerExport(app, io, flags)));

  addOutboxCommands(program, io, signal, run);
  addStoreCommands(program, io, signal, run);

  json(program.command("simulate"))
    .description("run a simulated Sophos Central to rehearse against, until Ctrl-C")
    .option("--seed <number>", "one seed, one made-up estate", whole, 1)
    .option("--endpoints <count>", "about how many endpoints", positive, 2_000)
    .option("--tenants <count>", "how many tenants", positive, 3)
    .option(
      "--port <port>",
      "first port to listen on; Sophos ID, the API and each region take one",
      positive,
      8443,
    )
    .option("--dir <dir>", "where to write its CA, directories and a configuration", "rollcall-simulator")
    .option("--latency-ms <ms>", "delay of every answer", whole, 0)
    .option("--no-limits", "do not enforce the rate limits")
    .option("--now <instant>", "where its clock starts (UTC)")
    .action(
      run(async (app, flags) => (await import("./commands/simulate.ts")).simulate(app, io, flags, signal)),
    );

  json(program.command("demo"))
    .description("the whole main job on a simulated estate, over a few simulated days")
    .option("--seed <number>", "one seed, one made-up estate", whole, 1)
    .option("--endpoints <count>", "about how many endpoints", positive, 2_000)
    .option(
      "--days <count>",
      "how many days in enforce, after one in observe and two in dry-run",
      positive,
      3,
    )
    .option("--dir <dir>", "keep store, exports and certificate here; without it they are thrown away")
    .action(run(async (app, flags) => (await import("./commands/demo.ts")).demo(app, io, flags, signal)));

  program
    .command("schema")
    .description("print the JSON Schema of rollcall.yaml")
    .action(async () => {
      io.data(`${JSON.stringify((await entrance.open()).configSchema(), null, 2)}\n`);
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

/** What is to run in a process of its own. */
const OWN: ReadonlySet<string> = new Set(["serve", "worker", "init", "store"]);

/** The flags of a command that works on a configuration. */
const isCommon = (argument: unknown): argument is CommonFlags =>
  typeof argument === "object" && argument !== null && "config" in argument && "verbose" in argument;

/** Every command reports its own error instead of ending the process: one place maps errors to exit codes. */
function strict(command: Command): void {
  command.exitOverride();
  for (const child of command.commands) strict(child);
}
