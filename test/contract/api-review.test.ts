// The API of cases through the whole house: who may, on what grounds, and that nothing is done twice.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endpointRemover } from "../../src/adapters/sophos-central/remover.ts";
import type { EndpointId, TenantId } from "../../src/core/model/ids.ts";
import type { KnownCase } from "../../src/ports/case-store.ts";
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
const answer = (one: KnownCase, changes: Readonly<Record<string, unknown>> = {}) => ({
  answer: "keep",
  reason: "it is in the workshop",
  evidenceHash: one.evidenceHash,
  ...changes,
});
const seen = ({ version }: KnownCase) => ({ "if-match": `"${version}"` });

describe("who may", () => {
  it("nobody, without having signed in", async () => {
    expect(await api.as(undefined).get("/cases")).toMatchObject({
      status: 401,
      body: { code: "not_signed_in" },
    });
  });

  it("a viewer looks and answers nothing; that is told, and nothing has happened", async () => {
    const [one, viewer] = [await caseOf(1), api.as("eve", [{ role: "viewer", tenants: "all" }])];
    const shown = await viewer.get(`/cases/${one.number}`);
    expect(shown.body.may).toMatchObject({ approve: false, keep: false, hold: false });
    expect(await viewer.send("POST", `/cases/${one.number}/answer`, answer(one), seen(one))).toMatchObject({
      status: 403,
      body: { code: "role_missing" },
    });
    expect(api.refusals.at(-1)).toEqual({ actor: "oidc:eve", route: "answerCase" });
    expect(await caseOf(1)).toEqual(one);
  });

  it("of another tenant's cases nothing is seen, not even that they are there", async () => {
    const [one, stranger] = [await caseOf(1), api.as("mallory", elsewhere)];
    expect((await stranger.get("/cases")).body).toMatchObject({ items: [], total: { count: 0 } });
    const unknown = await stranger.get("/cases/999999");
    const foreign = await stranger.get(`/cases/${one.number}`);
    expect(foreign.status).toBe(404);
    expect(foreign.body.detail.replace(String(one.number), "999999")).toBe(unknown.body.detail);
    expect(await stranger.send("POST", `/cases/${one.number}/answer`, answer(one), seen(one))).toMatchObject({
      status: 404,
    });
    expect((await stranger.get("/ledger")).status).toBe(403);
    expect(await caseOf(1)).toEqual(one);
  });

  it("a plan shows a tenant's people their own items and no others", async () => {
    const plan = await stage.planOf(13, 14);
    const all = await api.as("ann").get(`/plans/${plan.id}`);
    expect(all.body.items.map(({ endpoint }: { endpoint: string }) => endpoint)).toEqual([
      idOf(13),
      idOf(14),
    ]);
    expect((await api.as("mallory", elsewhere).get(`/plans/${plan.id}`)).body).toMatchObject({
      plan: { items: 0, leftOut: 0 },
      items: [],
      leftOut: [],
    });
    expect((await api.as("ann").get("/plans/none")).status).toBe(404);
  });
});

describe("lists of cases", () => {
  it("come in pages that add up, in both orders, and a cursor belongs to its list", async () => {
    const ann = api.as("ann");
    for (const sort of ["age", "risk"]) {
      const numbers: number[] = [];
      let next: string | undefined;
      do {
        const page = await ann.get(
          `/cases?limit=5&sort=${sort}${next === undefined ? "" : `&cursor=${next}`}`,
        );
        expect(page.body.total).toEqual({ count: 12, exact: true });
        numbers.push(...page.body.items.map(({ number }: { number: number }) => number));
        next = page.body.next;
      } while (next !== undefined);
      expect(new Set(numbers).size).toBe(12);
      if (sort === "risk") {
        const vips = await Promise.all([10, 11, 12].map(async (n) => (await caseOf(n)).number));
        expect(numbers.slice(0, 3).toSorted((a, b) => a - b)).toEqual(vips.toSorted((a, b) => a - b));
      } else expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    }
    const { next } = (await ann.get("/cases?limit=5&sort=age")).body;
    expect(await ann.get(`/cases?sort=risk&cursor=${next}`)).toMatchObject({
      status: 400,
      body: { code: "input_not_understood" },
    });
  });

  it("are narrowed by state, reason, assignee and the beginning of a name", async () => {
    const count = async (query: string) => (await api.as("ann").get(`/cases?${query}`)).body.total.count;
    expect(await count("reason=cloned")).toBe(9);
    expect(await count("reason=vip_owner")).toBe(3);
    expect(await count("state=kept,held")).toBe(0);
    expect(await count("assignee=nobody")).toBe(0);
    const { hostname } = await caseOf(1);
    expect(await count(`search=${hostname.toLowerCase()}`)).toBe(1);
    expect(await count(`search=${hostname}%25`)).toBe(0);
    expect(await count(`tenant=${stage.tenant.id}`)).toBe(12);
  });

  it("say which parameter is wrong, and take none that is not known or comes twice", async () => {
    const bad = async (query: string) => (await api.as("ann").get(`/cases?${query}`)).body;
    expect((await bad("limit=0")).detail).toContain("limit");
    expect((await bad("state=lost")).detail).toContain("state");
    expect((await bad("colour=red")).detail).toContain("colour");
    expect((await bad("state=open&state=kept")).detail).toContain("state");
    expect((await bad("cursor=AAAA")).code).toBe("input_not_understood");
  });
});

describe("an answer", () => {
  it("is taken on what was seen, in the name of who gave it", async () => {
    const one = await caseOf(2);
    const approved = await api
      .as("jane")
      .send("POST", `/cases/${one.number}/answer`, answer(one, { answer: "approve" }), seen(one));
    expect(approved).toMatchObject({
      status: 200,
      body: { complete: true, underWay: false, case: { state: "approved" } },
    });
    const page = (await api.as("jane").get(`/cases/${one.number}`)).body;
    expect(page.timeline.at(-1)).toMatchObject({ kind: "answered", by: "oidc:jane", channel: "console" });
    expect(page.may.approve).toBe(false);
    expect(page.may.whyNotApprove).toContain("approved");
  });

  it("takes the version that was seen, and refuses another and other evidence", async () => {
    const one = await caseOf(3);
    const path = `/cases/${one.number}/answer`;
    const jane = api.as("jane");
    expect(await jane.send("POST", path, answer(one))).toMatchObject({
      status: 428,
      body: { code: "version_missing" },
    });
    expect(await jane.send("POST", path, answer(one), { "if-match": '"99"' })).toMatchObject({
      status: 409,
      body: { code: "case_changed" },
    });
    const other = answer(one, { evidenceHash: "0".repeat(64) });
    expect(await jane.send("POST", path, other, seen(one))).toMatchObject({
      status: 409,
      body: { code: "evidence_changed" },
    });
    expect(await jane.send("POST", path, answer(one, { answer: "hold" }), seen(one))).toMatchObject({
      status: 422,
      body: { code: "end_unreadable" },
    });
    expect(await jane.send("POST", path, answer(one, { reason: " " }), seen(one))).toMatchObject({
      status: 400,
    });
    expect(await caseOf(3)).toEqual(one);
  });

  it("to a VIP's device takes two people, and one of them is not enough twice", async () => {
    const one = await caseOf(10);
    const approve = async (name: string) => {
      const now = await caseOf(10);
      return api
        .as(name)
        .send("POST", `/cases/${now.number}/answer`, answer(now, { answer: "approve" }), seen(now));
    };
    expect((await approve("jane")).body).toMatchObject({ complete: false, case: { state: "open" } });
    expect(await approve("jane")).toMatchObject({ status: 403, body: { code: "same_person" } });
    expect((await approve("john")).body).toMatchObject({ complete: true, case: { state: "approved" } });
    expect((await caseOf(10)).version).toBe(one.version + 2);
  });

  it("under a key is carried out once and answered twice; the key is no other command's", async () => {
    const one = await caseOf(4);
    const path = `/cases/${one.number}/comments`;
    const headers = { ...seen(one), "idempotency-key": "k-1" };
    const first = await api.as("jane").send("POST", path, { text: "look again" }, headers);
    const again = await api.as("jane").send("POST", path, { text: "look again" }, headers);
    expect(first.status).toBe(200);
    expect(again).toEqual(first);
    expect((await caseOf(4)).version).toBe(one.version + 1);
    expect(await api.as("jane").send("POST", path, { text: "other" }, headers)).toMatchObject({
      status: 409,
      body: { code: "message_reused" },
    });
    // Another person's key of the same name is another key.
    expect(await api.as("john").send("POST", path, { text: "look again" }, headers)).toMatchObject({
      body: { code: "case_changed" },
    });
  });

  it("to several counts them, and each is taken or refused for itself", async () => {
    const [five, six, seven] = [await caseOf(5), await caseOf(6), await caseOf(7)];
    const named = [five, six, seven].map(({ number, version, evidenceHash }) => ({
      number,
      version,
      evidenceHash,
    }));
    const body = { answer: "keep", reason: "spare parts", count: 3, cases: named };
    const jane = api.as("jane");
    expect(await jane.send("POST", "/cases/answers", { ...body, count: 2 })).toMatchObject({
      status: 409,
      body: { code: "count_wrong" },
    });
    await jane.send("PUT", `/cases/${six.number}/assignee`, { to: "john" }, seen(six));
    const done = (await jane.send("POST", "/cases/answers", body)).body;
    expect(done.answered).toHaveLength(2);
    expect(done.refused).toMatchObject([{ number: six.number, code: "case_changed" }]);
    expect((await caseOf(5)).state).toBe("kept");
    expect(await caseOf(6)).toMatchObject({ state: "open", assignee: "john" });
  });
});

describe("the rest of the house", () => {
  it("the brake is pulled by a reviewer, released by an operator, and both stand in the ledger", async () => {
    const reviewer = api.as("rita", [{ role: "reviewer", tenants: [stage.tenant.id] }]);
    expect((await reviewer.send("POST", "/brake/pull", { reason: "odd" })).body).toMatchObject({
      brake: { pulledBy: "oidc:rita", reason: "odd" },
    });
    expect((await reviewer.send("POST", "/brake/release", { reason: "fine" })).status).toBe(403);
    const operator = api.as("olga", [{ role: "operator", tenants: "all" }]);
    expect((await operator.send("POST", "/brake/release", { reason: "seen to" })).body).toEqual({
      released: true,
    });
    expect(await operator.send("POST", "/brake/release", { reason: "again" })).toMatchObject({
      status: 409,
      body: { code: "brake_not_on" },
    });
    const { items } = (await operator.get("/ledger?kind=brake_pulled,brake_released")).body;
    expect(items.map(({ kind }: { kind: string }) => kind)).toEqual(["brake_released", "brake_pulled"]);
    expect(items[0].text).toContain("oidc:olga");
  });

  it("the ledger is read page by page to its first entry, looked through, and proved", async () => {
    const ann = api.as("ann");
    const seqs: number[] = [];
    let before: number | undefined;
    do {
      const page = (await ann.get(`/ledger?limit=50${before === undefined ? "" : `&before=${before}`}`)).body;
      seqs.push(...page.items.map(({ seq }: { seq: number }) => seq));
      before = page.next;
    } while (before !== undefined);
    const entries = await stage.house.store.ledger.count();
    expect(seqs).toEqual(Array.from({ length: entries }, (_, n) => entries - n));
    const one = await caseOf(2);
    const about = (await ann.get(`/ledger?about=${one.hostname.toLowerCase()}&kind=case_answered`)).body
      .items;
    expect(about).toHaveLength(1);
    expect(about[0].fact.hostname).toBe(one.hostname);
    expect((await ann.get("/ledger?about=nothing-like-it")).body.items).toEqual([]);
    expect((await ann.send("POST", "/ledger/verify", {})).body).toMatchObject({ whole: true, entries });
  });

  it("a sink that nobody configured is unknown; who asks is told what they may", async () => {
    expect((await api.as("ann").get("/outbox")).body).toEqual({ items: [] });
    expect(await api.as("ann").send("POST", "/outbox/none/park", { reason: "no" })).toMatchObject({
      status: 404,
      body: { code: "sink_unknown" },
    });
    expect(delivered).toBe(0);
    const grants = [
      { role: "viewer", tenants: "all" },
      { role: "operator", tenants: ["t"] },
    ] as const;
    expect((await api.as("ann", grants).get("/me")).body).toMatchObject({
      name: "ann",
      role: "operator",
      allTenants: true,
      mode: "enforce",
    });
  });
});
