// Decisions by signed webhook through the whole house: what is taken, what is refused, and that nothing is done twice.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { endpointRemover } from "../../src/adapters/sophos-central/remover.ts";
import { CaseDetail, CaseList, DecisionAnswer, Problem } from "../../src/api/decisions.ts";
import type { EndpointId, TenantId } from "../../src/core/model/ids.ts";
import { DAY, instant } from "../../src/core/model/instant.ts";
import { Fault } from "../../src/ports/fault.ts";
import type { KnownCase } from "../../src/ports/case-store.ts";
import type { ApiAnswer, ApiCall } from "../../src/server/api-call.ts";
import { answerCall, type Told } from "../../src/server/decision-api.ts";
import { aHook, aSecret, signedGet, signedPost } from "../build/hook-sender.ts";
import { aRemovalStage, type RemovalStage } from "../build/removal-stage.ts";
import { idOf } from "../build/small-world.ts";

let stage: RemovalStage;
/** When the message comes, by the sender's clock and ours. */
let nowMs = Date.UTC(2026, 8, 3, 12);
let told: Told[] = [];
/** How often the store was opened. */
let opened = 0;
let messages = 0;

const SOAR = aSecret("s");
const CAUTIOUS = aSecret("c");
const hooks = [
  aHook("soar", SOAR, ["approve", "keep", "hold"], () => nowMs),
  aHook("cautious", CAUTIOUS, ["keep"], () => nowMs),
];

/** 1 to 8 are marked as cloned in Central, which a person must answer; 9 and 10 belong to VIPs, which asks for two people. */
beforeAll(async () => {
  stage = await aRemovalStage(10, endpointRemover, { review: { newCasesPerRun: 20 } });
  for (let n = 1; n <= 8; n++) stage.record(n)["cloned"] = true;
  for (const n of [9, 10]) stage.world.vips.add(n);
  await stage.house.day(2);
  await sameDay();
});
afterAll(async () => stage[Symbol.asyncDispose]());
beforeEach(() => {
  told = [];
  opened = 0;
});

const sameDay = async () => {
  await stage.house.collect();
  await stage.house.assess();
  return stage.house.tend();
};
const caseOf = async (n: number): Promise<KnownCase> => {
  const one = await stage.house.store.cases.of(stage.tenant.id as TenantId, idOf(n) as EndpointId);
  return one ?? expect.fail(`endpoint ${n} has no case`);
};
const send = async (call: ApiCall): Promise<ApiAnswer> =>
  answerCall(call, {
    hooks,
    withStore: async (work) => {
      opened++;
      return work(stage.house);
    },
    receivedAt: () => instant(nowMs),
    tell: (one) => void told.push(one),
  });
const sending = (secret = SOAR, id = `msg_${++messages}`) => ({ secret, id, atMs: nowMs });
/** A decision on the case as it is, whatever of it a test changes. */
const bodyOf = ({ version, evidenceHash }: KnownCase, changes: Readonly<Record<string, unknown>> = {}) => ({
  decision: "keep",
  reason: "it is in the workshop",
  evidenceHash,
  caseVersion: version,
  person: "jane@desk",
  ...changes,
});
const post = async (n: number, changes: Readonly<Record<string, unknown>> = {}, how = sending()) => {
  const one = await caseOf(n);
  return send(signedPost(one.number, bodyOf(one, changes), how));
};
const codeOf = (answer: ApiAnswer): string => {
  expect(answer.headers["content-type"]).toBe("application/problem+json");
  const problem = Problem.parse(JSON.parse(answer.body));
  expect(problem.status).toBe(answer.status);
  return `${answer.status} ${problem.code}`;
};
const ledgerSize = async () => stage.house.store.ledger.count();

describe("a signed decision", () => {
  it("is read, made on what was read, and carried out under the name of the hook and the person", async () => {
    const listed = CaseList.parse(
      JSON.parse((await send(signedGet("/api/v1/cases?state=open", sending()))).body),
    );
    expect(listed.cases).toHaveLength(10);
    const one = listed.cases.find(({ endpoint }) => endpoint === idOf(1)) ?? expect.fail("case of 1");
    const shown = CaseDetail.parse(
      JSON.parse((await send(signedGet(`/api/v1/cases/${one.number}`, sending()))).body),
    );
    expect(shown).toMatchObject({ case: one, peopleNeeded: 1, outdated: false });
    expect(shown.assessment?.reasons.map(({ code }) => code)).toContain("cloned");

    const answer = await send(
      signedPost(
        one.number,
        {
          decision: "approve",
          reason: "sold",
          person: "jane@desk",
          evidenceHash: shown.case.evidenceHash,
          caseVersion: shown.case.version,
        },
        sending(),
      ),
    );

    expect(answer.status).toBe(200);
    expect(DecisionAnswer.parse(JSON.parse(answer.body))).toMatchObject({
      case: { number: one.number, state: "approved", agreements: [{ by: "soar: jane@desk" }] },
      complete: true,
      underWay: false,
    });
    expect((await stage.facts(1)).at(-1)).toMatchObject({
      kind: "case_answered",
      by: "soar: jane@desk",
      channel: "webhook",
      reason: "sold",
    });
    expect(told).toMatchObject([{ kind: "decision", hook: "soar", result: { kind: "decided" } }]);
  });

  it("keeps, and holds until a day in the name of the person", async () => {
    expect((await post(2)).status).toBe(200);
    expect(await caseOf(2)).toMatchObject({ state: "kept" });
    const until = new Date(stage.house.clock.now() + 30 * DAY).toISOString().slice(0, 10);
    expect((await post(3, { decision: "hold", until })).status).toBe(200);
    expect(await caseOf(3)).toMatchObject({ state: "held" });
    expect(await stage.house.store.holds.list(false)).toMatchObject([
      { endpoint: idOf(3), owner: "jane@desk" },
    ]);
  });

  it("leads to a deletion only after the device has stood, like any other answer", async () => {
    expect((await stage.house.plan("enforce")).items).toEqual([]);
    await stage.house.day(3);
    await sameDay();
    await stage.house.day(4);
    await sameDay();
    expect((await stage.house.plan("enforce")).items.map(({ endpoint }) => endpoint)).toEqual([idOf(1)]);
    expect(await stage.retire(1)).toMatchObject({ outcome: "retired" });
    const late = await post(1);
    expect(DecisionAnswer.parse(JSON.parse(late.body))).toMatchObject({ underWay: true });
    await stage.house.tend();
    expect(codeOf(await post(1))).toBe("409 case_over");
  });
});

describe("a message that comes again", () => {
  it("is answered as it was, byte by byte, under a new signature too, and nothing is done again", async () => {
    const how = sending();
    const one = await caseOf(4);
    const body = bodyOf(one);
    const first = await send(signedPost(one.number, body, how));
    expect(first.status).toBe(200);
    const [entries, after] = [await ledgerSize(), await caseOf(4)];

    nowMs += 60 * 60_000;
    const again = await send(signedPost(one.number, body, { ...how, atMs: nowMs }));

    expect({ status: again.status, body: again.body }).toEqual({ status: first.status, body: first.body });
    expect(await ledgerSize()).toBe(entries);
    expect(await caseOf(4)).toEqual(after);
    expect(told.at(-1)).toMatchObject({ kind: "decision", result: { kind: "repeated" } });
  });

  it("and was refused, is refused in the same words, although it would be taken now", async () => {
    const how = sending(CAUTIOUS);
    const first = await post(5, { decision: "approve" }, how);
    expect(codeOf(first)).toBe("403 decision_not_allowed");
    const again = await post(5, { decision: "approve" }, how);
    expect(again.body).toBe(first.body);
  });

  it.each([
    ["another decision", 4, { reason: "another one" }],
    ["another case", 5, {}],
  ])("with %s under its id is refused", async (_, n, changes) => {
    const how = sending();
    expect((await post(4, {}, how)).status).toBe(200);
    const before = await caseOf(n);
    expect(codeOf(await post(n, changes, how))).toBe("409 message_reused");
    expect(await caseOf(n)).toEqual(before);
  });

  it("is taken as new by another hook, whose ids are its own", async () => {
    const how = sending();
    expect((await post(4, {}, how)).status).toBe(200);
    expect((await post(4, {}, { ...how, secret: CAUTIOUS })).status).toBe(200);
  });

  it("after the store had failed is carried out once", async () => {
    const one = await caseOf(4);
    const call = signedPost(one.number, bodyOf(one), sending());
    const { store } = stage.house;
    const failing = {
      ...stage.house,
      store: {
        ...store,
        transaction: async () => Promise.reject(new Fault("STORE_UNAVAILABLE", "It does not answer.")),
      },
    };
    const parts = { hooks, receivedAt: () => instant(nowMs), tell: () => {} };
    await expect(answerCall(call, { ...parts, withStore: async (work) => work(failing) })).rejects.toThrow(
      Fault,
    );
    expect(await caseOf(4)).toEqual(one);
    expect((await send(call)).status).toBe(200);
    expect((await caseOf(4)).version).toBe(one.version + 1);
  });

  it("twice at once is carried out once", async () => {
    const one = await caseOf(4);
    const call = signedPost(one.number, bodyOf(one), sending());
    const answers = await Promise.all([send(call), send(call)]);
    expect((await caseOf(4)).version).toBe(one.version + 1);
    expect(answers.map(({ body }) => body)).toEqual([answers[0]?.body, answers[0]?.body]);
  });
});

describe("a forged or stale message", () => {
  const untouched = async (call: ApiCall): Promise<string> => {
    const [entries, before] = [await ledgerSize(), opened];
    const code = codeOf(await send(call));
    expect(await ledgerSize()).toBe(entries);
    // Nobody without a secret makes us open the store.
    expect(opened).toBe(before);
    return code;
  };

  it("is refused before anything of it is read", async () => {
    const one = await caseOf(6);
    const call = signedPost(one.number, bodyOf(one), sending());
    expect(await untouched(signedPost(one.number, bodyOf(one), sending(aSecret("x"))))).toBe(
      "401 signature_wrong",
    );
    const changed = { ...call, body: Buffer.from(JSON.stringify(bodyOf(one, { decision: "approve" }))) };
    expect(await untouched(changed)).toBe("401 signature_wrong");
    expect(await untouched(signedPost(one.number, "{ no json", sending(aSecret("x"))))).toBe(
      "401 signature_wrong",
    );
    const bare = { ...call, headers: { "content-type": "application/json" } };
    expect(await untouched(bare)).toBe("401 signature_missing");
    const late = signedPost(one.number, bodyOf(one), { ...sending(), atMs: nowMs - 301_000 });
    expect(await untouched(late)).toBe("401 timestamp_too_far");
    expect(told.filter(({ kind }) => kind === "unproved")).toHaveLength(5);
  });

  it("that reads is bound to what it reads, and no signature of a question is one of a decision", async () => {
    const one = await caseOf(6);
    const other = await caseOf(7);
    const question = signedGet(`/api/v1/cases/${one.number}`, sending());
    expect((await send(question)).status).toBe(200);
    expect(await untouched({ ...question, target: `/api/v1/cases/${other.number}` })).toBe(
      "401 signature_wrong",
    );
    const decision = { ...question, method: "POST", target: `/api/v1/cases/${one.number}/decisions` };
    const headers = { ...question.headers, "content-type": "application/json" };
    expect(await untouched({ ...decision, headers })).toBe("401 signature_wrong");
  });

  it("led to another case by whoever carries it is refused: the evidence is another device's", async () => {
    const [one, other] = [await caseOf(6), await caseOf(7)];
    expect(one.version).toBe(other.version);
    const call = signedPost(one.number, bodyOf(one), sending());
    const led = { ...call, target: `/api/v1/cases/${other.number}/decisions` };
    expect(codeOf(await send(led))).toBe("409 evidence_changed");
    expect(await caseOf(7)).toEqual(other);
  });
});

describe("a decision that is not to be", () => {
  it("made on an old version, or on other evidence, is refused, a no as well", async () => {
    const old = await caseOf(6);
    for (const decision of ["keep", "approve"]) {
      expect(codeOf(await post(6, { decision, caseVersion: old.version + 1 }))).toBe("409 case_changed");
      expect(codeOf(await post(6, { decision, evidenceHash: "0".repeat(64) }))).toBe("409 evidence_changed");
    }
    expect(await caseOf(6)).toEqual(old);
  });

  it("made on evidence that has moved since is refused, although the case has not been asked anew", async () => {
    const before = await caseOf(8);
    stage.record(8)["hostname"] = "LAP-RENAMED";
    await stage.house.collect();
    expect(codeOf(await post(8, { decision: "approve" }))).toBe("409 evidence_changed");
    expect(await caseOf(8)).toEqual(before);
  });

  it("by the account that Rollcall runs as is refused, whoever claims it and however few are needed", async () => {
    for (const person of ["tester@house", "TESTER", "CORP\\tester"]) {
      expect(codeOf(await post(6, { decision: "approve", person }))).toBe("403 not_your_answer");
    }
    expect(await caseOf(6)).toMatchObject({ state: "open", agreements: [] });
  });

  it("through one hook is one person's, whomever it names", async () => {
    const first = await post(9, { decision: "approve", person: "jane@desk" });
    expect(DecisionAnswer.parse(JSON.parse(first.body))).toMatchObject({ complete: false });
    for (const person of ["jane@desk", "kim@desk"]) {
      expect(codeOf(await post(9, { decision: "approve", person }))).toBe("403 same_person");
    }
    expect(await caseOf(9)).toMatchObject({ state: "open" });
  });

  it.each([
    [{ decision: "delete" }, "400 body_not_understood"],
    [{ decision: "approve", force: true }, "400 body_not_understood"],
    [{ person: "jane\nsoar: kim" }, "400 body_not_understood"],
    [{ evidenceHash: undefined }, "400 body_not_understood"],
    [{ caseVersion: undefined }, "400 body_not_understood"],
    [{ decision: "hold" }, "400 body_not_understood"],
    [{ decision: "keep", until: "2027-01-01" }, "400 body_not_understood"],
    [{ decision: "hold", until: "2020-01-01" }, "422 end_not_ahead"],
    [{ decision: "hold", until: "2040-01-01" }, "422 end_too_far"],
  ])("%j is refused", async (changes, code) => {
    const before = await caseOf(6);
    expect(codeOf(await post(6, changes))).toBe(code);
    expect(await caseOf(6)).toEqual(before);
  });

  it("about no case, or at a wrong place, is refused", async () => {
    const one = await caseOf(6);
    const call = signedPost(one.number, bodyOf(one), sending());
    expect(codeOf(await send(signedPost(99_999, bodyOf(one), sending())))).toBe("404 case_unknown");
    expect(codeOf(await send(signedGet("/api/v1/cases/99999", sending())))).toBe("404 case_unknown");
    expect(codeOf(await send({ ...call, target: "/api/v1/cases/007/decisions" }))).toBe("404 path_unknown");
    expect(codeOf(await send({ ...call, target: `${call.target}?x=1` }))).toBe("400 query_unknown");
    expect(codeOf(await send({ ...call, method: "PUT" }))).toBe("405 method_not_allowed");
    const plain = { ...call.headers, "content-type": "text/plain" };
    expect(codeOf(await send({ ...call, headers: plain }))).toBe("415 content_type_wrong");
    const packed = { ...call.headers, "content-encoding": "gzip" };
    expect(codeOf(await send({ ...call, headers: packed }))).toBe("415 content_type_wrong");
    expect(codeOf(await send(signedGet("/api/v1/cases?state=opne", sending())))).toBe("400 query_unknown");
    expect(codeOf(await send(signedGet("/api/v1/cases?tenant=x", sending())))).toBe("400 query_unknown");
  });
});
