// The API of cases through the whole house: who may, on what grounds, and that nothing is done twice.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endpointRemover } from "../../src/adapters/sophos-central/remover.ts";
import type { EndpointId, TenantId } from "../../src/core/model/ids.ts";
import type { Input } from "../../src/api/route.ts";
import type { KnownCase } from "../../src/ports/case-store.ts";
import {
  answerCase,
  answerCases,
  assignCase,
  commentCase,
  listCases,
  readCase,
} from "../../src/api/cases.ts";
import { pullBrake, releaseBrake } from "../../src/api/brake.ts";
import { listLedger, verifyLedger } from "../../src/api/ledger.ts";
import { listSinks, parkSink } from "../../src/api/outbox.ts";
import { readPlan } from "../../src/api/plans.ts";
import { createToken, listTokens, readMe, revokeToken } from "../../src/api/settings.ts";
import { handlersOf } from "../../src/server/api/handlers.ts";
import { anApi, type ApiStage } from "../build/api-caller.ts";
import { aRemovalStage, type RemovalStage } from "../build/removal-stage.ts";
import { idOf } from "../build/small-world.ts";

let stage: RemovalStage;
let api: ApiStage;
let delivered = 0;
const NO_RUNS = {
  desk: {
    start: async () => Promise.reject(new Error("nothing is run here")),
    stop: () => false,
    current: () => undefined,
    ended: async () => Promise.resolve(),
  },
  timetables: [],
  newSecret: () => "s".repeat(43),
};

/** 1 to 9 are marked as cloned in Central, which a person must answer; 10 to 12 belong to VIPs, which asks for two people. */
beforeAll(async () => {
  stage = await aRemovalStage(14, endpointRemover, { review: { newCasesPerRun: 20 } });
  for (let n = 1; n <= 9; n++) stage.record(n)["cloned"] = true;
  for (const n of [10, 11, 12]) stage.world.vips.add(n);
  await stage.house.day(2);
  await stage.house.collect();
  await stage.house.assess();
  await stage.house.tend();
  const settings = {
    version: "1",
    mode: "enforce",
    store: "pglite",
    directories: [],
    siem: [],
    notify: [],
    hooks: [],
    signIn: { local: true },
    roles: [],
    vault: true,
  } as const;
  const self = {
    version: "1",
    settings: { ...settings, directories: [], siem: [], notify: [], hooks: [], roles: [] },
  };
  api = anApi(handlersOf({ self, factKinds: ["case_opened"], deliver: () => delivered++, ...NO_RUNS }), {
    ...stage.house,
    mode: "enforce",
    directoryNames: [],
    vault: () => undefined,
    sinks: [],
  });
});
afterAll(async () => stage[Symbol.asyncDispose]());

const caseOf = async (n: number): Promise<KnownCase> => {
  const one = await stage.house.store.cases.of(stage.tenant.id as TenantId, idOf(n) as EndpointId);
  return one ?? expect.fail(`endpoint ${n} has no case`);
};
const elsewhere = [{ role: "administrator", tenants: ["another tenant"] }] as const;
const nameOf = ({ number }: KnownCase) => ({ params: { number } });
type Given = "approve" | "keep" | "hold";
/** An answer to a case as it is, whatever of it a test changes. */
const answer = (
  one: KnownCase,
  changes: { answer?: Given; reason?: string; evidenceHash?: string } = {},
) => ({
  ...nameOf(one),
  body: {
    answer: "keep" as Given,
    reason: "it is in the workshop",
    evidenceHash: one.evidenceHash as string,
    ...changes,
  },
});
const seen = ({ version }: KnownCase) => ({ version });

describe("who may", () => {
  it("nobody, without having signed in", async () => {
    expect(await api.as(undefined).refused(listCases, { query: {} })).toBe("401 not_signed_in");
  });

  it("a viewer looks and answers nothing; that is told, and nothing has happened", async () => {
    const [one, viewer] = [await caseOf(1), api.as("eve", [{ role: "viewer", tenants: "all" }])];
    const shown = await viewer.call(readCase, nameOf(one));
    expect(shown.may).toMatchObject({ approve: false, keep: false, hold: false });
    expect(await viewer.refused(answerCase, answer(one), seen(one))).toBe("403 role_missing");
    expect(api.refusals.at(-1)).toEqual({ actor: "oidc:eve", route: "answerCase" });
    expect(await caseOf(1)).toEqual(one);
  });

  it("of another tenant's cases nothing is seen, not even that they are there", async () => {
    const [one, stranger] = [await caseOf(1), api.as("mallory", elsewhere)];
    expect(await stranger.call(listCases, { query: {} })).toMatchObject({ items: [], total: { count: 0 } });
    const unknown = await stranger.wrong("/cases/999999");
    const foreign = await stranger.wrong(`/cases/${one.number}`);
    expect(foreign.status).toBe(404);
    expect(foreign.detail.replace(String(one.number), "999999")).toBe(unknown.detail);
    expect(await stranger.refused(answerCase, answer(one), seen(one))).toBe("404 case_unknown");
    expect(await stranger.refused(listLedger, { query: {} })).toBe("403 role_missing");
    expect(await caseOf(1)).toEqual(one);
  });

  it("a plan shows a tenant's people their own items and no others", async () => {
    const plan = { params: { id: (await stage.planOf(13, 14)).id as string } };
    const all = await api.as("ann").call(readPlan, plan);
    expect(all.items.map(({ endpoint }) => endpoint)).toEqual([idOf(13), idOf(14)]);
    expect(await api.as("mallory", elsewhere).call(readPlan, plan)).toMatchObject({
      plan: { items: 0, leftOut: 0 },
      items: [],
      leftOut: [],
    });
    expect(await api.as("ann").refused(readPlan, { params: { id: "none" } })).toBe("404 unknown_here");
  });
});

describe("lists of cases", () => {
  it("come in pages that add up, in both orders, and a cursor belongs to its list", async () => {
    const ann = api.as("ann");
    for (const sort of ["age", "risk"] as const) {
      const numbers: number[] = [];
      let cursor: string | undefined;
      do {
        const page = await ann.call(listCases, { query: { limit: 5, sort, cursor } });
        expect(page.total).toEqual({ count: 12, exact: true });
        numbers.push(...page.items.map(({ number }) => number));
        cursor = page.next;
      } while (cursor !== undefined);
      expect(new Set(numbers).size).toBe(12);
      if (sort === "risk") {
        const vips = await Promise.all([10, 11, 12].map(async (n) => (await caseOf(n)).number));
        expect(numbers.slice(0, 3).toSorted((a, b) => a - b)).toEqual(vips.toSorted((a, b) => a - b));
      } else expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    }
    const { next } = await ann.call(listCases, { query: { limit: 5, sort: "age" } });
    expect(await ann.refused(listCases, { query: { sort: "risk", cursor: next } })).toBe(
      "400 input_not_understood",
    );
  });

  it("are narrowed by state, reason, assignee and the beginning of a name", async () => {
    const count = async (query: Input<typeof listCases>["query"]) =>
      (await api.as("ann").call(listCases, { query })).total.count;
    expect(await count({ reason: "cloned" })).toBe(9);
    expect(await count({ reason: "vip_owner" })).toBe(3);
    expect(await count({ state: "kept,held" })).toBe(0);
    expect(await count({ assignee: "nobody" })).toBe(0);
    const { hostname } = await caseOf(1);
    expect(await count({ search: hostname.toLowerCase() })).toBe(1);
    expect(await count({ search: `${hostname}%` })).toBe(0);
    expect(await count({ tenant: stage.tenant.id })).toBe(12);
  });

  it("say which parameter is wrong, and take none that is not known or comes twice", async () => {
    const wrong = async (query: string) => api.as("ann").wrong(`/cases?${query}`);
    expect((await wrong("limit=0")).detail).toContain("limit");
    expect((await wrong("state=lost")).detail).toContain("state");
    expect((await wrong("colour=red")).detail).toContain("colour");
    expect((await wrong("state=open&state=kept")).detail).toContain("state");
    expect((await wrong("cursor=AAAA")).code).toBe("input_not_understood");
  });
});

describe("an answer", () => {
  it("is taken on what was seen, in the name of who gave it", async () => {
    const one = await caseOf(2);
    const jane = api.as("jane");
    expect(await jane.call(answerCase, answer(one, { answer: "approve" }), seen(one))).toMatchObject({
      complete: true,
      underWay: false,
      case: { state: "approved" },
    });
    const page = await jane.call(readCase, nameOf(one));
    expect(page.timeline.at(-1)).toMatchObject({ kind: "answered", by: "oidc:jane", channel: "console" });
    expect(page.may.approve).toBe(false);
    expect(page.may.whyNotApprove).toContain("approved");
  });

  it("takes the version that was seen, and refuses another and other evidence", async () => {
    const [one, jane] = [await caseOf(3), api.as("jane")];
    expect(await jane.refused(answerCase, answer(one))).toBe("428 version_missing");
    expect(await jane.refused(answerCase, answer(one), { version: 99 })).toBe("409 case_changed");
    const other = answer(one, { evidenceHash: "0".repeat(64) });
    expect(await jane.refused(answerCase, other, seen(one))).toBe("409 evidence_changed");
    expect(await jane.refused(answerCase, answer(one, { answer: "hold" }), seen(one))).toBe(
      "422 end_unreadable",
    );
    expect(await jane.refused(answerCase, answer(one, { reason: " " }), seen(one))).toBe(
      "400 input_not_understood",
    );
    expect(await caseOf(3)).toEqual(one);
  });

  it("to a VIP's device takes two people, and one of them is not enough twice", async () => {
    const one = await caseOf(10);
    const approval = async () => {
      const now = await caseOf(10);
      return [answerCase, answer(now, { answer: "approve" }), seen(now)] as const;
    };
    expect(await api.as("jane").call(...(await approval()))).toMatchObject({
      complete: false,
      case: { state: "open" },
    });
    expect(await api.as("jane").refused(...(await approval()))).toBe("403 same_person");
    expect(await api.as("john").call(...(await approval()))).toMatchObject({
      complete: true,
      case: { state: "approved" },
    });
    expect((await caseOf(10)).version).toBe(one.version + 2);
  });

  it("under a key is carried out once and answered twice; the key is no other command's", async () => {
    const one = await caseOf(4);
    const how = { ...seen(one), idempotencyKey: "k-1" };
    const comment = { ...nameOf(one), body: { text: "look again" } };
    const first = await api.as("jane").call(commentCase, comment, how);
    expect(await api.as("jane").call(commentCase, comment, how)).toEqual(first);
    expect((await caseOf(4)).version).toBe(one.version + 1);
    expect(await api.as("jane").refused(commentCase, { ...comment, body: { text: "other" } }, how)).toBe(
      "409 message_reused",
    );
    // Another person's key of the same name is another key.
    expect(await api.as("john").refused(commentCase, comment, how)).toBe("409 case_changed");
  });

  it("to several counts them, and each is taken or refused for itself", async () => {
    const [five, six, seven] = [await caseOf(5), await caseOf(6), await caseOf(7)];
    const cases = [five, six, seven].map(({ number, version, evidenceHash }) => ({
      number,
      version,
      evidenceHash: evidenceHash as string,
    }));
    const body = { answer: "keep" as const, reason: "spare parts", count: 3, cases };
    const jane = api.as("jane");
    expect(await jane.refused(answerCases, { body: { ...body, count: 2 } })).toBe("409 count_wrong");
    await jane.call(assignCase, { ...nameOf(six), body: { to: "john" } }, seen(six));
    const done = await jane.call(answerCases, { body });
    expect(done.answered).toHaveLength(2);
    expect(done.refused).toMatchObject([{ number: six.number, code: "case_changed" }]);
    expect((await caseOf(5)).state).toBe("kept");
    expect(await caseOf(6)).toMatchObject({ state: "open", assignee: "john" });
  });
});

describe("the rest of the house", () => {
  it("the brake is pulled by a reviewer, released by an operator, and both stand in the ledger", async () => {
    const reviewer = api.as("rita", [{ role: "reviewer", tenants: [stage.tenant.id] }]);
    expect(await reviewer.call(pullBrake, { body: { reason: "odd" } })).toMatchObject({
      brake: { pulledBy: "oidc:rita", reason: "odd" },
    });
    expect(await reviewer.refused(releaseBrake, { body: { reason: "fine" } })).toBe("403 role_missing");
    const operator = api.as("olga", [{ role: "operator", tenants: "all" }]);
    expect(await operator.call(releaseBrake, { body: { reason: "seen to" } })).toEqual({ released: true });
    expect(await operator.refused(releaseBrake, { body: { reason: "again" } })).toBe("409 brake_not_on");
    const { items } = await operator.call(listLedger, { query: { kind: "brake_pulled,brake_released" } });
    expect(items.map(({ kind }) => kind)).toEqual(["brake_released", "brake_pulled"]);
    expect(items[0]?.text).toContain("oidc:olga");
  });

  it("the ledger is read page by page to its first entry, looked through, and proved", async () => {
    const ann = api.as("ann");
    const seqs: number[] = [];
    let before: number | undefined;
    do {
      const page = await ann.call(listLedger, { query: { limit: 50, before } });
      seqs.push(...page.items.map(({ seq }) => seq));
      before = page.next;
    } while (before !== undefined);
    const entries = await stage.house.store.ledger.count();
    expect(seqs).toEqual(Array.from({ length: entries }, (_, n) => entries - n));
    const one = await caseOf(2);
    const about = await ann.call(listLedger, {
      query: { about: one.hostname.toLowerCase(), kind: "case_answered" },
    });
    expect(about.items.map(({ fact }) => fact["hostname"])).toEqual([one.hostname]);
    expect((await ann.call(listLedger, { query: { about: "nothing-like-it" } })).items).toEqual([]);
    expect(await ann.call(verifyLedger, { body: {} })).toMatchObject({ whole: true, entries });
  });

  it("a sink that nobody configured is unknown; who asks is told what they may", async () => {
    expect(await api.as("ann").call(listSinks, {})).toEqual({ items: [] });
    expect(await api.as("ann").refused(parkSink, { params: { sink: "none" }, body: { reason: "no" } })).toBe(
      "404 sink_unknown",
    );
    expect(delivered).toBe(0);
    const grants = [
      { role: "viewer", tenants: "all" },
      { role: "operator", tenants: ["t"] },
    ] as const;
    expect(await api.as("ann", grants).call(readMe, {})).toMatchObject({
      name: "ann",
      role: "operator",
      allTenants: true,
      mode: "enforce",
    });
  });

  it("a token is shown once, may what it was made for, and takes no key under which it would be kept", async () => {
    const ann = api.as("ann");
    const body = { name: "robot", role: "reviewer" as const, tenants: [stage.tenant.id], days: 30 };
    expect(await ann.refused(createToken, { body }, { idempotencyKey: "k-2" })).toBe("400 key_unusable");
    const { token, view } = await ann.call(createToken, { body });
    expect(token).toMatch(/^rct_/);
    expect(view).toMatchObject({ name: "robot", role: "reviewer", createdBy: "oidc:ann" });
    const listed = await ann.call(listTokens, {});
    expect(listed.items).toEqual([view]);
    expect(JSON.stringify(listed)).not.toContain(token);
    expect(await ann.refused(createToken, { body })).toBe("409 token_exists");
    const operator = api.as("olga", [{ role: "operator", tenants: "all" }]);
    expect(await operator.refused(createToken, { body: { ...body, name: "other" } })).toBe(
      "403 role_missing",
    );
    expect(await ann.call(revokeToken, { params: { name: "robot" }, body: {} })).toEqual({ revoked: true });
    expect((await ann.call(listTokens, {})).items).toEqual([]);
    expect(await ann.refused(revokeToken, { params: { name: "robot" }, body: {} })).toBe(
      "404 token_not_found",
    );
  });
});
