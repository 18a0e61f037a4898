// Cases through the whole house: a doubt is put before people, and what they say decides, on the evidence they saw.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endpointRemover } from "../../src/adapters/sophos-central/remover.ts";
import type { EndpointId, TenantId } from "../../src/core/model/ids.ts";
import { DAY } from "../../src/core/model/instant.ts";
import { answerCase } from "../../src/core/review/answer-case.ts";
import { decideCase, type AskedOfCase } from "../../src/flows/decide-case.ts";
import { liftHold } from "../../src/flows/holds.ts";
import { showCase } from "../../src/flows/show-case.ts";
import { aRemovalStage, type RemovalStage } from "../build/removal-stage.ts";
import { aVault } from "../build/vault.ts";
import { idOf } from "../build/small-world.ts";

let stage: RemovalStage;
let today = 1;
/** What happens while a dossier is sealed: after the last reading of the evidence, before the intent. */
let whileSealing: () => void = () => {};

/** 1 to 8 are marked as cloned in Central, which a person must answer; 9 belongs to a VIP; 10 is not doubted. */
beforeAll(async () => {
  const vault = aVault();
  stage = await aRemovalStage(10, endpointRemover, {
    review: { newCasesPerRun: 6, answerWithinMs: 10 * DAY },
    vault: {
      ...vault,
      seal: (binding, parts) => {
        whileSealing();
        return vault.seal(binding, parts);
      },
    },
  });
  for (let n = 1; n <= 8; n++) stage.record(n)["cloned"] = true;
  stage.world.vips.add(9);
  // The longest silent: its case must be among the first.
  stage.record(9)["lastSeenAt"] = new Date(stage.house.clock.now() - 90 * DAY).toISOString();
});
afterAll(async () => stage[Symbol.asyncDispose]());

const nextDay = async () => {
  today++;
  await stage.house.day(today);
  return sameDay();
};
const sameDay = async () => {
  await stage.house.collect();
  await stage.house.assess();
  return stage.house.tend();
};
const caseOf = async (n: number) =>
  stage.house.store.cases.of(stage.tenant.id as TenantId, idOf(n) as EndpointId);
const say = async (n: number, asked: AskedOfCase, actor = "jane@desk", version?: number) =>
  decideCase({ text: idOf(n), tenant: undefined }, asked, { actor, channel: "cli", version }, stage.house);
const approve = { kind: "approve", reason: "the pool was taken down" } as const;
const judged = async (n: number) =>
  (await stage.house.store.assessments.find(stage.tenant.id as TenantId, idOf(n) as EndpointId))?.assessment;
const planned = async () => (await stage.house.plan("enforce")).items.map(({ endpoint }) => endpoint);
const kinds = async (n: number) =>
  (await stage.facts(n)).map(({ kind }) => kind).filter((kind) => kind.startsWith("case"));

describe("doubtful devices", () => {
  it("become cases, so many a run and the longest silent first; the rest waits and is counted", async () => {
    expect(await nextDay()).toMatchObject({ opened: 6, waiting: 3, states: { open: 6 } });
    expect(await caseOf(9)).toMatchObject({ number: 1, reasons: [{ code: "vip_owner", approvable: true }] });
    expect(await caseOf(8)).toBeUndefined();

    expect(await stage.house.tend()).toMatchObject({ opened: 3, waiting: 0 });
    expect(await stage.house.tend()).toMatchObject({
      opened: 0,
      reopened: 0,
      askedAnew: 0,
      expired: 0,
      closed: 0,
    });
    expect(await caseOf(10)).toBeUndefined();
  });

  it("are left alone while their cases are open, and all their reasons are told", async () => {
    await stage.house.assess();
    const assessment = await judged(1);
    expect(assessment?.disposition).toBe("keep");
    expect(assessment?.reasons.map(({ code }) => code)).toEqual(["case_open", "cloned"]);
    expect(await planned()).toEqual([idOf(10)]);
  });

  it("are retired after a yes, once they have stood for a day and two readings", async () => {
    const { version } = (await caseOf(1))!;
    expect(await say(1, approve, "jane@desk", version + 1)).toMatchObject({ code: "case_changed" });
    expect(await say(1, approve, "jane@desk", version)).toMatchObject({
      kind: "decided",
      one: { state: "approved" },
      underWay: false,
    });
    for (const n of [2, 3]) await say(n, approve);
    await stage.house.assess();
    expect(await judged(1)).toMatchObject({
      disposition: "retire",
      reasons: [{ code: "cloned", approved: true }],
    });
    expect(await planned()).toEqual([idOf(10)]);

    await nextDay();
    expect((await planned()).sort()).toEqual([1, 2, 3, 10].map(idOf).sort());
    expect(await stage.retire(1)).toMatchObject({ outcome: "retired" });
    expect(await say(1, { kind: "comment", text: "thanks" })).toMatchObject({ underWay: true });
    expect(stage.sent(1)).toHaveLength(1);
    expect(await stage.house.tend()).toMatchObject({ closed: 1 });
    expect(await caseOf(1)).toMatchObject({ state: "retired" });
    expect(await kinds(1)).toEqual(["case_opened", "case_answered", "case_commented", "case_closed"]);
  });

  it("whose evidence moves between the yes and the deletion are spared, and the case shows what changed", async () => {
    Object.assign(stage.record(2), {
      type: "server",
      lastSeenAt: new Date(stage.house.clock.now() - 120 * DAY).toISOString(),
    });

    const { results } = await stage.enforce(await stage.planOf(2));

    expect(results).toMatchObject([{ outcome: "changed" }]);
    expect(stage.sent(2)).toEqual([]);
    expect(await caseOf(2)).toMatchObject({ state: "open", agreements: [], reopened: 1 });
    const shown = await showCase({ text: idOf(2), tenant: undefined }, stage.house);
    expect(shown).toMatchObject({ kind: "shown", peopleNeeded: 1 });
    expect(shown.kind === "shown" && shown.timeline.at(-1)?.event).toMatchObject({
      kind: "reopened",
      because: "changed_at_verify",
      change: { arose: ["server"], went: [], evidence: true },
    });
  });

  it("that were answered with keep between the last look and the intent are spared", async () => {
    const plan = await stage.planOf(3);
    const { store, clock, review } = stage.house;
    const one = (await caseOf(3))!;
    const current = one.evidenceHash;
    const who = { actor: "jane@desk", channel: "cli", version: one.version } as const;
    const now = clock.now();
    const kept = answerCase(one, { kind: "keep", reason: "still needed" }, who, {
      now,
      current,
      terms: review,
    });
    if (!("next" in kept)) throw new Error(kept.detail);
    let written: Promise<unknown> | undefined;
    whileSealing = () => {
      written = store.cases.write([kept], now);
    };
    const { results } = await stage.enforce(plan);
    whileSealing = () => {};
    expect(await written).toHaveLength(1);
    expect(results).toMatchObject([
      { outcome: "changed", detail: "its case was answered or opened meanwhile" },
    ]);
    expect(stage.sent(3)).toEqual([]);
  });

  it("of a VIP need two people, and neither may be Rollcall's own account", async () => {
    expect(await say(9, approve, "tester@elsewhere")).toMatchObject({ code: "not_your_answer" });
    expect(await say(9, approve)).toMatchObject({ one: { state: "open" }, event: { complete: false } });
    expect(await say(9, approve, "CORP\\Jane")).toMatchObject({ code: "same_person" });
    await stage.house.assess();
    expect(await judged(9)).toMatchObject({ disposition: "keep" });

    expect(await say(9, approve, "kim@desk")).toMatchObject({ one: { state: "approved" } });
    await stage.house.assess();
    expect(await judged(9)).toMatchObject({ disposition: "retire" });
    expect((await stage.facts(9)).filter(({ kind }) => kind === "case_answered")).toMatchObject([
      { by: "jane@desk", complete: false },
      { by: "kim@desk", complete: true },
    ]);
  });

  it("whose evidence changes after the yes are asked about anew, and were never candidates of the new evidence", async () => {
    stage.record(9)["cloned"] = true;
    expect(await sameDay()).toMatchObject({ reopened: 1 });
    expect(await caseOf(9)).toMatchObject({
      state: "open",
      agreements: [],
      reasons: [{ code: "vip_owner" }, { code: "cloned" }],
    });
    await stage.house.assess();
    expect(await judged(9)).toMatchObject({ disposition: "keep" });
  });

  it("cannot be approved on evidence that has moved since the case was shown", async () => {
    stage.record(4)["groupName"] = "x";
    Object.assign(stage.record(4), { group: { id: "00000000-0000-4000-8000-0000000000aa", name: "Spares" } });
    await stage.house.collect();
    expect(await say(4, approve)).toMatchObject({ kind: "refused", code: "evidence_changed" });
    await stage.house.assess();
    expect(await stage.house.tend()).toMatchObject({ askedAnew: 1 });
    expect(await say(4, approve)).toMatchObject({ kind: "decided" });
  });

  it("that report again close their cases themselves", async () => {
    stage.record(5)["lastSeenAt"] = new Date(stage.house.clock.now()).toISOString();
    expect(await sameDay()).toMatchObject({ closed: 1 });
    expect(await caseOf(5)).toMatchObject({ state: "closed" });
    expect((await stage.facts(5)).at(-1)).toMatchObject({ kind: "case_closed", because: "reports_again" });
    expect(await say(5, approve)).toMatchObject({ code: "case_over" });
  });

  it("that somebody else removes close their cases too", async () => {
    stage.tenant.endpoints.delete(idOf(6));
    expect(await sameDay()).toMatchObject({ closed: 1 });
    expect((await stage.facts(6)).at(-1)).toMatchObject({
      kind: "case_closed",
      because: "removed_by_others",
    });
  });

  it("that are put on hold are asked about again when the hold is over", async () => {
    const held = await say(7, {
      kind: "hold",
      reason: "on a ship",
      owner: "desk",
      end: { afterMs: 2 * DAY },
    });
    expect(held).toMatchObject({ one: { state: "held" } });
    expect(await sameDay()).toMatchObject({ reopened: 0 });
    await stage.house.assess();
    expect((await judged(7))?.reasons.map(({ code }) => code)).toEqual(["on_hold", "case_open", "cloned"]);

    await liftHold({ device: { text: idOf(7), tenant: undefined }, reason: "sold" }, stage.house);
    expect(await sameDay()).toMatchObject({ reopened: 1 });
    expect(await caseOf(7)).toMatchObject({ state: "open", reasons: [{ code: "cloned" }] });
  });

  it("about which nobody answers stay: the case expires, is a no, and is asked again at the next change", async () => {
    today += 11;
    expect((await nextDay()).expired).toBeGreaterThan(0);
    expect(await caseOf(8)).toMatchObject({ state: "expired", agreements: [] });
    expect(await say(8, approve)).toMatchObject({ code: "case_not_open" });
    await stage.house.assess();
    expect(await judged(8)).toMatchObject({ disposition: "keep" });
    expect(await planned()).not.toContain(idOf(8));

    stage.record(8)["cloned"] = false;
    expect((await sameDay()).reopened).toBeGreaterThan(0);
    // The doubt is gone, and yet nobody has said yes: a person is asked.
    expect(await caseOf(8)).toMatchObject({ state: "open", reasons: [] });
    await stage.house.assess();
    expect(await judged(8)).toMatchObject({ disposition: "keep" });
    expect(await say(8, approve)).toMatchObject({ one: { state: "approved" } });
    await stage.house.assess();
    expect(await judged(8)).toMatchObject({ disposition: "retire", reasons: [] });
  });
});
