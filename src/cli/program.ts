import tab from "@bomb.sh/tab/commander";
import { Argument, Command, Help, InvalidArgumentError, Option } from "commander";
import type { App, CommonFlags } from "./app.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import type { Io } from "./io.ts";

const EPILOGUE = `
New here? \`rollcall demo\` shows the whole job on a made-up estate; \`rollcall simulate\` gives you one to try the
commands on. With a rollcall.yaml of your own, begin with \`rollcall check\`. Only \`run\` and \`apply\` in mode enforce delete.

Exit codes: 0 done · 1 fault · 2 usage or configuration · 3 refused · 4 a source is unavailable or incomplete ·
5 something waits for a person. Data goes to stdout, talk to stderr; with --json the last line of stdout is the result.`;

const plainHelp = new Help();

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
    .configureHelp({
      // The completion library's own command, which only the scripts call.
      visibleCommands: (command) =>
        plainHelp.visibleCommands(command).filter((child) => child.name() !== "complete"),
      // That a flag is off until it is given goes without saying.
      optionDescription: (option) => plainHelp.optionDescription(option).replace(" (default: false)", ""),
    })
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
    .description("read every tenant and directory, and prove the reading complete")
    .option("--source <source>", "read only this source: central, or a directory's name")
    .option(
      "--older-than <duration>",
      "also write the endpoints silent at least this long, such as P30D; see --out",
    )
    .option("--out <dir>", "with --older-than: where to write, one JSON file a tenant (default: here)")
    .action(run(async (flags) => (await import("./commands/collect.ts")).collect(app, io, flags, signal)));

  common(program.command("assess"))
    .description("match and judge what was collected; print the totals by disposition and reason")
    .action(
      run(async (flags: CommonFlags) =>
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
    .action(run(async (flags) => (await import("./commands/plan.ts")).plan(app, io, flags, signal)));

  common(program.command("apply"))
    .argument("<plan>", "plan file written by `rollcall plan --out`")
    .description("verify each planned device live; in mode enforce, delete it from Central")
    .option("--dry-run", "do everything but the deletion, whatever the mode", false)
    .action(
      run(async (file: string, flags) =>
        (await import("./commands/apply.ts")).apply(app, io, file, flags, signal),
      ),
    );

  common(program.command("run"))
    .description(
      "collect, assess and plan, then apply in the configured mode: observe only reports, enforce deletes",
    )
    .action(
      run(async (flags: CommonFlags) => (await import("./commands/run.ts")).run(app, io, flags, signal)),
    );

  common(program.command("explain"))
    .argument("<host-or-id>", "hostname or endpoint id")
    .description("tell everything known about a device, and why it is kept, in review or to be retired")
    .action(
      run(async (text: string, flags: CommonFlags) =>
        (await import("./commands/explain.ts")).explain(app, io, text, flags),
      ),
    );

  const hold = program
    .command("hold")
    .description("devices not to be touched until a date, for a reason, says somebody");
  common(hold.command("add"))
    .argument("<host-or-id>", "hostname or endpoint id")
    .description("keep a device until a date, a year ahead at most; after it, the device is in review")
    .requiredOption("--reason <text>", "why")
    .requiredOption("--owner <who>", "who answers for it: a person or a team")
    .option("--until <date>", "its end: a day, held to its end, or an instant (UTC), such as 2027-03-01")
    .option("--for <duration>", "its end, counted from now, such as P30D")
    .option("--tenant <tenant>", "only in this tenant, by name or id")
    .action(
      run(async (text: string, flags) => (await import("./commands/hold.ts")).holdAdd(app, io, text, flags)),
    );
  common(hold.command("list"))
    .description("print the holds that stand, expired ones among them")
    .option("--all", "also those that were lifted or replaced", false)
    .action(run(async (flags) => (await import("./commands/hold.ts")).holdList(app, io, flags)));
  common(hold.command("lift"))
    .argument("<host-or-id>", "hostname or endpoint id")
    .description("end a hold, expired or not: the device is judged like any other again")
    .requiredOption("--reason <text>", "why")
    .option("--tenant <tenant>", "only in this tenant, by name or id")
    .action(
      run(async (text: string, flags) => (await import("./commands/hold.ts")).holdLift(app, io, text, flags)),
    );

  const quarantine = program
    .command("quarantine")
    .description(
      "devices whose deletion failed: left alone for a while, after the third time until you release them",
    );
  common(quarantine.command("list"))
    .description(
      "print the devices whose deletion failed, how often, of what, and until when they are left alone",
    )
    .action(
      run(async (flags: CommonFlags) =>
        (await import("./commands/quarantine.ts")).quarantineList(app, io, flags),
      ),
    );
  common(quarantine.command("release"))
    .argument("<host-or-id>", "hostname or endpoint id")
    .description("forgive a device its failed attempts: it may be planned again")
    .requiredOption("--reason <text>", "why")
    .option("--tenant <tenant>", "only in this tenant, by name or id")
    .action(
      run(async (text: string, flags) =>
        (await import("./commands/quarantine.ts")).quarantineRelease(app, io, text, flags),
      ),
    );

  const cases = program
    .command("case")
    .description("the review queue: doubtful devices that a person decides about");
  common(cases.command("list"))
    .description("print the cases, the longest asked first; without --state those that are not over")
    .option("--state <states>", "only in these states, such as open,expired")
    .option("--reason <code>", "only with this reason, such as vip_owner")
    .option("--tenant <tenant>", "only in this tenant, by name or id")
    .option("--assignee <who>", "only assigned to this person or team")
    .option("--older-than <duration>", "only asked at least so long ago, such as P7D")
    .action(run(async (flags) => (await import("./commands/case-list.ts")).caseList(app, io, flags)));
  const onCase = (name: string, description: string): Command =>
    common(cases.command(name))
      .argument("<case>", "number of the case, or hostname or id of its endpoint")
      .description(description)
      .option("--tenant <tenant>", "only in this tenant, by name or id");
  const answering = (name: string, description: string): Command =>
    onCase(name, description).option(
      "--case-version <number>",
      "the version that you have seen; refused if it has changed since (default: the present one)",
      positive,
    );
  onCase("show", "show the evidence of both sides, every reason, what changed and who said what").action(
    run(async (text: string, flags) => (await import("./commands/case.ts")).caseShow(app, io, text, flags)),
  );
  answering("approve", "yes, it may be retired on this evidence; some reasons need a second person")
    .requiredOption("--reason <text>", "why")
    .action(
      run(async (text: string, flags) =>
        (await import("./commands/case.ts")).caseApprove(app, io, text, flags),
      ),
    );
  answering("keep", "no: keep it for 30 days, or until its evidence changes, and then ask again")
    .requiredOption("--reason <text>", "why")
    .action(
      run(async (text: string, flags) => (await import("./commands/case.ts")).caseKeep(app, io, text, flags)),
    );
  answering("hold", "not now: put it on hold until a date, and ask again after it")
    .requiredOption("--reason <text>", "why")
    .requiredOption("--owner <who>", "who answers for it: a person or a team")
    .option("--until <date>", "its end: a day, held to its end, or an instant (UTC), such as 2027-03-01")
    .option("--for <duration>", "its end, counted from now, such as P30D")
    .action(
      run(async (text: string, flags) => (await import("./commands/case.ts")).caseHold(app, io, text, flags)),
    );
  answering("comment", "say something about a case")
    .argument("<text>", "what to say")
    .action(
      run(async (text: string, comment: string, flags) =>
        (await import("./commands/case.ts")).caseComment(app, io, text, comment, flags),
      ),
    );
  answering("assign", "give a case to a person or a team; without one, to nobody")
    .argument("[who]", "whose it is")
    .action(
      run(async (text: string, who: string | undefined, flags) =>
        (await import("./commands/case.ts")).caseAssign(app, io, text, who, flags),
      ),
    );
  common(cases.command("sync"))
    .description("open, close, expire and ask again what is to be, as every run does after assessing")
    .action(
      run(async (flags: CommonFlags) =>
        (await import("./commands/case.ts")).caseSync(app, io, flags, signal),
      ),
    );

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
      run(async (text: string, flags) =>
        (await import("./commands/recover.ts")).recover(app, io, text, flags),
      ),
    );

  common(program.command("watch"))
    .description(
      "look for deleted devices among what was collected last; one that is back pulls the brake; exit code 5",
    )
    .action(
      run(async (flags: CommonFlags) => (await import("./commands/watch.ts")).watch(app, io, flags, signal)),
    );

  const vault = program.command("vault").description("where the dossiers of deleted devices are sealed");
  common(vault.command("rotate"))
    .description("wrap the keys of all dossiers by the newest vault key, so that the previous ones can go")
    .action(
      run(async (flags: CommonFlags) => (await import("./commands/vault.ts")).vaultRotate(app, io, flags)),
    );

  common(program.command("status"))
    .description("tell how much may be deleted now and what stands in the way: ramp, budget, brake, sources")
    .action(run(async (flags: CommonFlags) => (await import("./commands/status.ts")).status(app, io, flags)));
  common(program.command("brake"))
    .description(
      "stop every deletion, at once and until `rollcall resume`; the ramp falls back to its first step",
    )
    .requiredOption("--reason <text>", "why, for the ledger")
    .action(run(async (flags) => (await import("./commands/brake.ts")).brake(app, io, flags)));
  common(program.command("resume"))
    .description("release the brake")
    .requiredOption("--reason <text>", "why, for the ledger")
    .action(run(async (flags) => (await import("./commands/brake.ts")).resume(app, io, flags)));

  common(program.command("report"))
    .description(
      "write a page and lists for a spreadsheet: review, findings, deletions, runs, every device and why",
    )
    .requiredOption("--out <dir>", "where to write; files of these names there are replaced")
    .action(run(async (flags) => (await import("./commands/report.ts")).report(app, io, flags)));

  const ledger = program.command("ledger").description("the record of everything that was intended and done");
  common(ledger.command("show"))
    .description("print the newest entries, oldest first")
    .option("--last <count>", "how many entries", positive, 20)
    .action(run(async (flags) => (await import("./commands/ledger.ts")).ledgerShow(app, io, flags)));
  common(ledger.command("verify"))
    .description("verify the hash chain from its first entry to its last; exit code 1 when it is broken")
    .action(
      run(async (flags: CommonFlags) => (await import("./commands/ledger.ts")).ledgerVerify(app, io, flags)),
    );
  common(ledger.command("export"))
    .description("print every entry, one JSON object a line")
    .option("--out <file>", "write to a file instead of stdout")
    .action(run(async (flags) => (await import("./commands/ledger.ts")).ledgerExport(app, io, flags)));

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
    .action(run(async (flags) => (await import("./commands/simulate.ts")).simulate(app, io, flags, signal)));

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
    .addOption(
      new Option(
        "--now <instant>",
        "rehearse at this time, such as 2026-09-01T06:00:00Z; moves a running simulator along",
      ),
    );
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
