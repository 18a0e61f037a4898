import type { Command } from "commander";
import type { CommonFlags } from "./app.ts";
import { common, positive, type Runner } from "./command-parts.ts";
import type { Io } from "./io.ts";

/** What people say about single devices: holds, quarantines, and the cases of the review queue. */
export function addReviewCommands(program: Command, io: Io, signal: AbortSignal, run: Runner): void {
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
      run(async (app, text: string, flags) =>
        (await import("./commands/hold.ts")).holdAdd(app, io, text, flags),
      ),
    );
  common(hold.command("list"))
    .description("print the holds that stand, expired ones among them")
    .option("--all", "also those that were lifted or replaced", false)
    .action(run(async (app, flags) => (await import("./commands/hold.ts")).holdList(app, io, flags)));
  common(hold.command("lift"))
    .argument("<host-or-id>", "hostname or endpoint id")
    .description("end a hold, expired or not: the device is judged like any other again")
    .requiredOption("--reason <text>", "why")
    .option("--tenant <tenant>", "only in this tenant, by name or id")
    .action(
      run(async (app, text: string, flags) =>
        (await import("./commands/hold.ts")).holdLift(app, io, text, flags),
      ),
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
      run(async (app, flags: CommonFlags) =>
        (await import("./commands/quarantine.ts")).quarantineList(app, io, flags),
      ),
    );
  common(quarantine.command("release"))
    .argument("<host-or-id>", "hostname or endpoint id")
    .description("forgive a device its failed attempts: it may be planned again")
    .requiredOption("--reason <text>", "why")
    .option("--tenant <tenant>", "only in this tenant, by name or id")
    .action(
      run(async (app, text: string, flags) =>
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
    .action(run(async (app, flags) => (await import("./commands/case-list.ts")).caseList(app, io, flags)));
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
    run(async (app, text: string, flags) =>
      (await import("./commands/case.ts")).caseShow(app, io, text, flags),
    ),
  );
  answering("approve", "yes, it may be retired on this evidence; some reasons need a second person")
    .requiredOption("--reason <text>", "why")
    .action(
      run(async (app, text: string, flags) =>
        (await import("./commands/case.ts")).caseApprove(app, io, text, flags),
      ),
    );
  answering("keep", "no: keep it for 30 days, or until its evidence changes, and then ask again")
    .requiredOption("--reason <text>", "why")
    .action(
      run(async (app, text: string, flags) =>
        (await import("./commands/case.ts")).caseKeep(app, io, text, flags),
      ),
    );
  answering("hold", "not now: put it on hold until a date, and ask again after it")
    .requiredOption("--reason <text>", "why")
    .requiredOption("--owner <who>", "who answers for it: a person or a team")
    .option("--until <date>", "its end: a day, held to its end, or an instant (UTC), such as 2027-03-01")
    .option("--for <duration>", "its end, counted from now, such as P30D")
    .action(
      run(async (app, text: string, flags) =>
        (await import("./commands/case.ts")).caseHold(app, io, text, flags),
      ),
    );
  answering("comment", "say something about a case")
    .argument("<text>", "what to say")
    .action(
      run(async (app, text: string, comment: string, flags) =>
        (await import("./commands/case.ts")).caseComment(app, io, text, comment, flags),
      ),
    );
  answering("assign", "give a case to a person or a team; without one, to nobody")
    .argument("[who]", "whose it is")
    .action(
      run(async (app, text: string, who: string | undefined, flags) =>
        (await import("./commands/case.ts")).caseAssign(app, io, text, who, flags),
      ),
    );
  common(cases.command("sync"))
    .description("open, close, expire and ask again what is to be, as every run does after assessing")
    .action(
      run(async (app, flags: CommonFlags) =>
        (await import("./commands/case.ts")).caseSync(app, io, flags, signal),
      ),
    );
}
