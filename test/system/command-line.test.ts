// The command line itself: help, usage errors, colours, completion, and what needs no source.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { resultOf, run } from "./command.ts";

let empty: string;
beforeAll(async () => {
  empty = await mkdtemp(join(tmpdir(), "rollcall-empty-"));
});
afterAll(async () => rm(empty, { recursive: true, force: true }));

const COMMON = ["--json", "--config <file>", "--verbose", "--no-color", "--now <instant>"];
const COMMANDS: readonly (readonly [string, readonly string[]])[] = [
  ["check", COMMON],
  ["collect", [...COMMON, "--source <source>", "--older-than <duration>", "--out <dir>"]],
  ["assess", COMMON],
  ["plan", [...COMMON, "--out <file>"]],
  ["apply", [...COMMON, "--dry-run", "<plan>"]],
  ["run", COMMON],
  ["explain", [...COMMON, "<host-or-id>"]],
  [
    "hold add",
    [
      ...COMMON,
      "--reason <text>",
      "--owner <who>",
      "--until <date>",
      "--for <duration>",
      "--tenant <tenant>",
      "<host-or-id>",
    ],
  ],
  ["hold list", [...COMMON, "--all"]],
  ["hold lift", [...COMMON, "--reason <text>", "--tenant <tenant>", "<host-or-id>"]],
  ["ledger show", [...COMMON, "--last <count>"]],
  ["ledger verify", COMMON],
  ["ledger export", [...COMMON, "--out <file>"]],
  [
    "simulate",
    [
      "--json",
      "--seed <number>",
      "--endpoints <count>",
      "--tenants <count>",
      "--port <port>",
      "--dir <dir>",
      "--latency-ms <ms>",
      "--no-limits",
      "--now <instant>",
    ],
  ],
  ["demo", ["--json", "--seed <number>", "--endpoints <count>", "--days <count>", "--dir <dir>"]],
  ["completion", ["<shell>", "bash", "zsh", "fish", "powershell"]],
];

describe("help", () => {
  it("names every command, tells the exit codes, and is no error", async () => {
    const { exit, stdout, stderr } = await run(["--help"]);
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
    for (const [name] of COMMANDS) expect(stdout).toMatch(new RegExp(`^  ${name.split(" ")[0]} `, "m"));
    for (const code of ["0 done", "1 fault", "2 usage", "3 refused", "4 a source", "5 something waits"])
      expect(stdout).toContain(code);
  });

  it.each(COMMANDS)("of %s mentions each of its options", async (name, options) => {
    const { exit, stdout, stderr } = await run([...name.split(" "), "--help"]);
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
    for (const option of options) expect(stdout).toContain(option);
    const flags = [...stdout.matchAll(/^ {2}(--[\w-]+)/gm)].map(([, flag]) => flag);
    expect(new Set(flags)).toEqual(new Set(options.flatMap((option) => /^--[\w-]+/.exec(option)?.[0] ?? [])));
  });

  it("without a command is a usage error", async () => {
    const { exit, stdout, stderr } = await run([]);
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: "" });
    expect(stderr).toContain("Usage: rollcall");
  });

  it("--version is the package's", async () => {
    expect(await run(["--version"])).toMatchObject({
      exit: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string,
    });
  });
});

describe("a usage error", () => {
  it.each([
    ["an unknown command", ["colect", "--json"], "error: unknown command 'colect'\n(Did you mean collect?)"],
    ["an unknown option", ["run", "--json", "--forse"], "error: unknown option '--forse'"],
    ["a missing argument", ["apply", "--json"], "error: missing required argument 'plan'"],
    [
      "a missing value",
      ["collect", "--json", "--source"],
      "error: option '--source <source>' argument missing",
    ],
    [
      "a hold without an owner",
      ["hold", "add", "LAP-1", "--json", "--reason", "leave", "--for", "P30D"],
      "error: required option '--owner <who>' not specified",
    ],
    [
      "a hold without an end",
      ["hold", "add", "LAP-1", "--json", "--reason", "leave", "--owner", "desk"],
      "usage a hold needs one end",
    ],
    [
      "a hold with two ends",
      [
        "hold",
        "add",
        "L",
        "--json",
        "--reason",
        "r",
        "--owner",
        "o",
        "--for",
        "P1D",
        "--until",
        "2027-03-01",
      ],
      "usage a hold needs one end",
    ],
    [
      "a day that does not exist",
      ["hold", "add", "L", "--json", "--reason", "r", "--owner", "o", "--until", "2027-02-30"],
      "usage --until 2027-02-30: must be a day or an instant in UTC",
    ],
    [
      "a duration that is none",
      ["hold", "add", "L", "--json", "--reason", "r", "--owner", "o", "--for", "P1Y"],
      "usage --for P1Y: must be an ISO 8601 duration",
    ],
    [
      "a hold that is lifted without a reason",
      ["hold", "lift", "L", "--json"],
      "required option '--reason <text>'",
    ],
    ["one argument too many", ["run", "--json", "now"], "error: too many arguments for 'run'"],
    ["a count that is none", ["ledger", "show", "--json", "--last", "0"], "must be at least 1"],
    ["a number that is none", ["demo", "--json", "--seed", "1.5"], "must be a whole number of 0 or more"],
    [
      "a ledger command that is none",
      ["ledger", "verfy", "--json"],
      "error: unknown command 'verfy'\n(Did you mean verify?)",
    ],
  ])("%s is told on stderr, and with --json as the one result", async (_what, args, says) => {
    const { exit, stdout, stderr } = await run(args, { cwd: empty });
    expect(exit).toBe(2);
    expect(stderr).toContain(says);
    expect(stdout.trimEnd().split("\n")).toHaveLength(1);
    expect(resultOf({ stdout })).toEqual({ error: { code: "USAGE", message: expect.any(String) as string } });
  });

  it("a shell that is none is told which there are", async () => {
    const { exit, stdout, stderr } = await run(["completion", "tcsh"]);
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: "" });
    expect(stderr).toContain("Allowed choices are bash, zsh, fish, powershell");
  });

  it("--now is refused where Central is no simulator, and so is an instant that is none", async () => {
    const config = join(empty, "real.yaml");
    await writeFile(
      config,
      "sophos: { reader: { clientId: a, clientSecret: env:S } }\ndirectories:\n  - { name: a, type: file, path: a.csv, domain: { dns: a.example.com, netbios: A }, retired: { deletedObjects: true } }\n",
    );
    const refused = await run(["run", "--config", config, "--now", "2030-01-01T00:00:00Z"]);
    expect(refused).toMatchObject({ exit: 2, stdout: "" });
    expect(refused.stderr).toBe(
      "usage --now is for rehearsals: sophos.idUrl and sophos.apiUrl must be a simulator on this machine\n",
    );
    const unclear = await run(["run", "--config", config, "--now", "tomorrow"]);
    expect(unclear.stderr).toBe(
      "usage --now tomorrow: must be an instant in UTC, such as 2026-09-01T06:00:00Z\n",
    );
  });
});

describe("colours", () => {
  const escape = "\u001b[";
  it.each([
    ["are not written into a pipe", {}, [], false],
    ["are written where FORCE_COLOR asks for them", { FORCE_COLOR: "1" }, [], true],
    ["are left out for NO_COLOR", { FORCE_COLOR: "1", NO_COLOR: "1" }, [], false],
    ["are left out for --no-color", { FORCE_COLOR: "1" }, ["--no-color"], false],
  ])("%s", async (_rule, env, flags, coloured) => {
    const { stdout, stderr } = await run(["check", "--config", "nowhere.yaml", ...flags], {
      cwd: empty,
      env,
    });
    expect((stdout + stderr).includes(escape)).toBe(coloured);
  });
});

describe("completion", () => {
  it.each(["bash", "zsh", "fish", "powershell"])("of %s is a script that calls rollcall", async (shell) => {
    const { exit, stdout, stderr } = await run(["completion", shell]);
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
    expect(stdout).toContain("rollcall");
    expect(stdout.length).toBeGreaterThan(500);
  });

  it("of bash is a script that bash understands, and offers the commands", async () => {
    const { stdout } = await run(["completion", "bash"]);
    const parsed = spawnSync("bash", ["-n"], { input: stdout, encoding: "utf8" });
    expect({ status: parsed.status, stderr: parsed.stderr }).toEqual({ status: 0, stderr: "" });
    const offered = await run(["complete", "--", ""]);
    for (const name of ["check", "collect", "run", "ledger"]) expect(offered.stdout).toContain(name);
  });
});

describe("what needs no source", () => {
  it("schema prints the JSON Schema of the configuration", async () => {
    const { exit, stdout, stderr } = await run(["schema"]);
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
    expect(JSON.parse(stdout)).toMatchObject({ title: "Rollcall configuration", type: "object" });
  });

  it("demo lives through its days, deletes nothing that lives, and ends with its summary", async () => {
    const { exit, stdout, stderr } = await run(["demo", "--endpoints", "200", "--days", "1", "--json"], {
      cwd: empty,
      env: { TMPDIR: empty },
    });
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
    expect(stdout.trimEnd().split("\n")).toHaveLength(1);
    const summary = resultOf({ stdout });
    expect(summary).toMatchObject({ command: "demo", wrongDeletions: 0, ledgerVerified: true });
    for (const figure of ["endpoints", "computers", "keep", "review", "deleted", "requests"])
      expect(summary[figure]).toBeGreaterThan(0);
    expect(summary["retire"]).toBeGreaterThanOrEqual(0);
    expect(summary["days"]).toHaveLength(4);
  });
});
