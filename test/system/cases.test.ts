// Cases as they are lived on the command line: a run opens them, a person looks, answers, and the next run goes by the answer.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { prepared } from "./command.ts";
import { aStage, type Stage } from "./stage.ts";

interface CaseData {
  readonly number: number;
  readonly endpoint: string;
  readonly hostname: string;
  readonly version: number;
  readonly state: string;
  readonly reasons: readonly { readonly code: string; readonly approvable: boolean }[];
}

let stage: Stage;
let config: string;
let cases: readonly CaseData[];
/** A case that one person's yes lets through, and one that no yes does. */
let doubtful: CaseData;
let barred: CaseData;

beforeAll(async () => {
  stage = await aStage();
  config = await stage.config("dry-run", (data) => {
    data.mode = "dry-run";
    data.review = { newCasesPerRun: 60, twoPeople: ["vip_owner"] };
  });
  prepared(await stage.json(config, "run"));
  const listed = await stage.json(config, "case", "list");
  cases = listed.result["cases"] as readonly CaseData[];
  const found = (which: (one: CaseData) => boolean): CaseData => {
    const one = cases.find(which);
    if (one === undefined) throw new Error("the stage has no such doubt");
    return one;
  };
  doubtful = found(({ reasons }) =>
    reasons.every(({ code, approvable }) => approvable && code !== "vip_owner"),
  );
  barred = found(({ reasons }) => reasons.some(({ approvable }) => !approvable));
});
afterAll(async () => stage[Symbol.asyncDispose]());

const caseArgs = (one: CaseData, verb: string, ...rest: readonly string[]) => [
  "case",
  verb,
  String(one.number),
  ...rest,
];

// Each of them runs several commands, and a busy machine takes seconds for one.
const PATIENT = 400_000;

describe("a case", { timeout: PATIENT }, () => {
  it("is shown with both records, its reasons, its timeline and the commands that answer it", async () => {
    const shown = await stage.run(config, ...caseArgs(doubtful, "show"));

    expect(shown).toMatchObject({ exit: 0, stderr: "" });
    expect(shown.stdout).toContain(`Case ${doubtful.number}  ${doubtful.hostname}`);
    expect(shown.stdout).toMatch(/^ {2}Central {6}/m);
    expect(shown.stdout).toMatch(/^ {2}Directory {4}/m);
    for (const { code } of doubtful.reasons) expect(shown.stdout).toMatch(new RegExp(`^ {2}${code}  `, "m"));
    expect(shown.stdout).toMatch(/v1 {2}opened: review, /);
    expect(shown.stdout).toContain(`rollcall case approve ${doubtful.number} --case-version 1 --reason …`);
    const explained = await stage.run(config, "explain", doubtful.endpoint);
    expect(explained.stdout).toContain(`Case ${doubtful.number} is open`);
  });

  it("is found by state, reason and age, and words that are none are refused", async () => {
    const reason = doubtful.reasons[0]?.code ?? "";
    const numbers = async (...args: readonly string[]) =>
      ((await stage.json(config, "case", "list", ...args)).result["cases"] as readonly CaseData[]).map(
        ({ number }) => number,
      );
    expect(await numbers("--reason", reason)).toContain(doubtful.number);
    expect(await numbers("--state", "approved,kept")).toEqual([]);
    expect(await numbers("--older-than", "P1D")).toEqual([]);
    expect((await stage.run(config, "case", "list")).stdout).toContain(doubtful.hostname);
    const wrong = await stage.run(config, "case", "list", "--state", "opne");
    expect(wrong.exit).toBe(2);
    expect(wrong.stderr).toContain("must be one of open, approved");
  });

  it("is commented on and assigned without being answered", async () => {
    prepared(await stage.json(config, ...caseArgs(doubtful, "assign", "service desk")));
    prepared(await stage.json(config, ...caseArgs(doubtful, "comment", "asked the branch")));
    const { result } = await stage.json(config, ...caseArgs(doubtful, "show"));
    expect(result).toMatchObject({ case: { version: 3, state: "open", assignee: "service desk" } });
    expect(result["timeline"]).toMatchObject([
      { event: { kind: "opened" } },
      { event: { kind: "assigned", to: "service desk" } },
      { event: { kind: "commented", text: "asked the branch", channel: "cli" } },
    ]);
  });

  it("is approved on the version that was seen, and its device is planned once it has stood", async () => {
    const stale = await stage.json(
      config,
      ...caseArgs(doubtful, "approve", "--reason", "sold", "--case-version", "1"),
    );
    expect(stale).toMatchObject({ exit: 3, result: { refused: { code: "case_changed" } } });
    const approved = await stage.json(
      config,
      ...caseArgs(doubtful, "approve", "--reason", "sold", "--case-version", "3"),
    );
    expect(approved).toMatchObject({ exit: 0, result: { case: { state: "approved" }, underWay: false } });

    await stage.day(1);
    prepared(await stage.json(config, "run"));
    await stage.day(2);
    const { result } = await stage.json(config, "run");
    const { items } = result["plan"] as { readonly items: readonly { readonly endpoint: string }[] };
    expect(items.map(({ endpoint }) => endpoint)).toContain(doubtful.endpoint);
    for (const one of cases) {
      if (one.number !== doubtful.number)
        expect(items.map(({ endpoint }) => endpoint)).not.toContain(one.endpoint);
    }
    const ledger = await stage.run(config, "ledger", "show", "--last", "500");
    expect(ledger.stdout).toMatch(
      new RegExp(`Case ${doubtful.number} of .* was approved by .* through cli until .*: sold\\.$`, "m"),
    );
    expect((await stage.run(config, "status")).stdout).toMatch(/^Cases: \d+ open, 1 approved, /m);
  });

  it("that no answer makes sound is not approved, and can be kept or held", async () => {
    const refused = await stage.json(config, ...caseArgs(barred, "approve", "--reason", "sold"));
    expect(refused).toMatchObject({ exit: 3, result: { refused: { code: "not_approvable" } } });
    expect(refused.stderr).toContain("refused not_approvable: ");
    expect(await stage.json(config, ...caseArgs(barred, "keep", "--reason", "it is a spare"))).toMatchObject({
      exit: 0,
      result: { case: { state: "kept" } },
    });
    const hold = ["--reason", "in repair", "--owner", "workshop"];
    expect((await stage.run(config, ...caseArgs(barred, "hold", ...hold))).exit).toBe(2);
    expect(await stage.json(config, ...caseArgs(barred, "hold", ...hold, "--for", "P30D"))).toMatchObject({
      exit: 0,
      result: { case: { state: "held" } },
    });
    expect((await stage.json(config, "hold", "list")).result["holds"]).toMatchObject([
      { endpoint: barred.endpoint },
    ]);
    expect(await stage.json(config, "case", "show", "NO-SUCH-HOST")).toMatchObject({
      exit: 3,
      result: { refused: { code: "device_unknown" } },
    });
  });
});
