import { expect, it } from "vitest";
import type { Assessment } from "../../src/core/assess/assessment.ts";
import type { Evidence } from "../../src/core/assess/evidence.ts";
import { DAY } from "../../src/core/model/instant.ts";
import { missing } from "../../src/core/model/unknown.ts";
import { moved, type CaseMove } from "../../src/core/review/case.ts";
import { openCase, type Sighting } from "../../src/core/review/tend-case.ts";
import type { CasePageQuery, KnownCase } from "../../src/ports/case-store.ts";
import { anEndpoint, anEndpointId, daysAgo, NOW, TENANT } from "../build/evidence.ts";
import {
  anAssessment,
  collectTenant,
  gathered,
  judgeAll,
  later,
  OTHER_TENANT,
  PLAN,
  POLICY,
  settled,
  type Bench,
} from "./store-fixture.ts";

const ENDPOINT = anEndpointId(1);
const ASKING = { now: NOW, actor: "svc@test", terms: { answerWithinMs: DAY } };

const doubted = (evidence: Evidence): Assessment => anAssessment(evidence, "review", ["server"]);
const named = (n: number, days: number | undefined) =>
  anEndpoint({
    id: anEndpointId(n),
    hostname: `PC-${n}`,
    serialNumber: missing,
    lastSeenAt: days === undefined ? missing : daysAgo(days),
  });

export function caseSuite(bench: () => Bench): void {
  const store = () => bench().store;
  const opened = async (n = 1): Promise<KnownCase> => {
    const found = await store().assessments.find(TENANT, anEndpointId(n));
    await store().cases.write(
      [openCase({ hostname: `PC-${n}`, assessment: found!.assessment }, "review", ASKING)],
      NOW,
    );
    return (await store().cases.of(TENANT, anEndpointId(n)))!;
  };
  const agreed = (one: KnownCase): CaseMove =>
    moved(
      one,
      { state: "approved", until: later(48), agreements: [{ by: "jane", at: later(1), reason: "gone" }] },
      {
        kind: "answered",
        answer: "approve",
        by: "jane",
        channel: "cli",
        reason: "gone",
        complete: true,
        until: later(48),
      },
    );
  const memory = async () => (await store().assessments.evidence(TENANT, ENDPOINT))?.memory;
  const stirring = async (at = NOW): Promise<readonly (readonly [number, Sighting])[]> =>
    (await gathered(store().cases.stirring(at))).flat().map(({ one, seen }) => [one.number, seen] as const);

  it("a case comes back as it was written, with its number, its tenant's name and its timeline", async () => {
    await settled(store(), [anEndpoint()], doubted);
    const one = await opened();
    const { next, event } = agreed(one);

    expect(one).toMatchObject({
      number: 1,
      tenantName: "Acme GmbH",
      version: 1,
      state: "open",
      cause: "review",
    });
    expect(await store().cases.write([{ next, event }], later(1))).toEqual([{ next, event, number: 1 }]);
    expect(await store().cases.find(1)).toEqual({ ...next, number: 1, tenantName: "Acme GmbH" });
    expect(await store().cases.timeline(1)).toMatchObject([
      { at: NOW, version: 1, event: { kind: "opened", reasons: ["server"] } },
      { at: later(1), version: 2, event: { kind: "answered", by: "jane" } },
    ]);
    expect(await store().cases.find(2)).toBeUndefined();
  });

  it("a step is written on the version before it and on no other, and an endpoint has one case", async () => {
    await settled(store(), [anEndpoint()], doubted);
    const one = await opened();
    await store().cases.write([agreed(one)], later(1));

    expect(await store().cases.write([agreed(one)], later(2))).toEqual([]);
    const again = openCase(
      { hostname: "X", assessment: doubted({ endpoint: anEndpoint() } as Evidence) },
      "review",
      ASKING,
    );
    expect(await store().cases.write([again], later(2))).toEqual([]);
    expect(await store().cases.timeline(1)).toHaveLength(2);
    expect(await store().cases.find(1)).toMatchObject({ version: 2, hostname: "PC-1" });
  });

  it("a case is part of its device's memory, and every step of it has the device judged again", async () => {
    await settled(store(), [anEndpoint()], doubted);
    const one = await opened();
    expect(await memory()).toMatchObject({ openCase: "1" });
    expect(await judgeAll(store(), later(1), doubted)).toEqual([ENDPOINT]);

    const approved = agreed(one);
    await store().cases.write([approved], later(1));
    expect(await judgeAll(store(), later(1), doubted)).toEqual([ENDPOINT]);
    const { openCase: open, approval } = (await memory())!;
    expect(open).toBeUndefined();
    expect(approval).toEqual({
      evidenceHash: one.evidenceHash,
      reasons: ["server"],
      by: ["jane"],
      at: later(1),
      expires: later(48),
    });

    await store().cases.write([moved(approved.next, { state: "closed" }, { kind: "retired" })], later(2));
    expect(await memory()).toEqual({
      appearedAt: undefined,
      hold: undefined,
      openCase: undefined,
      returnedAt: undefined,
    });
  });

  it("says to a deletion what it stands for", async () => {
    await settled(store(), [anEndpoint()], doubted);
    const says = async () => store().transaction(async (tx) => tx.cases.says(TENANT, ENDPOINT));
    expect(await says()).toBe("none");
    const one = await opened();
    expect(await says()).toBe("protected");
    await store().cases.write([agreed(one)], later(1));
    expect(await says()).toBe("approved");
    expect(await store().cases.says(OTHER_TENANT, ENDPOINT)).toBe("none");
  });

  it("those in review without a case come the longest silent first, undated and absurd ones last, as many as asked for", async () => {
    const endpoints = [
      named(1, 40),
      named(2, undefined),
      named(3, 90),
      named(4, 20_000),
      named(5, 60),
      named(6, 99),
    ];
    await settled(store(), endpoints, (evidence) =>
      evidence.endpoint.id === anEndpointId(6)
        ? anAssessment(evidence, "keep", ["protected"])
        : doubted(evidence),
    );
    const subjects = async (most: number) =>
      (await store().cases.subjects(most, NOW)).map(({ hostname }) => hostname);

    expect(await subjects(9)).toEqual(["PC-3", "PC-5", "PC-1", "PC-2", "PC-4"]);
    expect(await subjects(2)).toEqual(["PC-3", "PC-5"]);
    expect(await subjects(0)).toEqual([]);
    expect((await store().cases.counts()).waiting).toBe(5);

    const one = await opened(3);
    expect(await store().cases.counts()).toEqual({ states: { open: 1 }, waiting: 4 });
    await judgeAll(store(), later(1), doubted);
    expect(await subjects(2)).toEqual(["PC-5", "PC-1"]);

    await store().cases.write(
      [moved(one, { state: "closed", until: undefined }, { kind: "retired" })],
      later(1),
    );
    await judgeAll(store(), later(2), doubted);
    expect(await store().cases.subjects(1, later(2))).toMatchObject([
      { hostname: "PC-3", over: { number: 1, version: 2 } },
    ]);
  });

  it("a device whose attempts are used up is asked about, kept by its quarantine alone, until somebody releases it", async () => {
    await settled(store(), [named(1, 60), named(2, 90)]);
    const used = { failures: 3, counted: 3, failure: "server", at: NOW, until: undefined } as const;
    await store().quarantine.put(TENANT, ENDPOINT, used);
    await store().quarantine.put(TENANT, anEndpointId(2), { ...used, counted: 1, until: later(9) });

    const subjects = await store().cases.subjects(9, NOW);
    expect(subjects).toMatchObject([{ cause: "quarantine", hostname: "PC-1", over: undefined }]);
    expect((await store().cases.counts()).waiting).toBe(1);
    await store().cases.write([openCase(subjects[0]!, "quarantine", ASKING)], NOW);
    await judgeAll(store(), later(1));
    expect((await memory())?.openCase).toBeUndefined();
    expect(await store().cases.says(TENANT, ENDPOINT)).toBe("none");
    expect(await stirring()).toMatchObject([[1, { quarantined: true }]]);
    expect(await stirring()).toEqual([]);

    await store().quarantine.clear(TENANT, ENDPOINT);
    expect(await stirring()).toMatchObject([[1, { quarantined: false }]]);
  });

  it("a case stirs when its device was judged again, and then not until the next news", async () => {
    await settled(store(), [anEndpoint()], doubted);
    await opened();
    // Queued by its own opening: nothing is concluded from the assessment before it.
    expect(await stirring()).toEqual([]);
    await judgeAll(store(), later(1), doubted);
    expect(await stirring()).toMatchObject([
      [1, { gone: "no", hold: "none", assessment: { disposition: "review" } }],
    ]);
    expect(await stirring()).toEqual([]);

    expect(await stirring(later(24))).toHaveLength(1);
    await store().holds.add(
      { tenant: TENANT, endpoint: ENDPOINT, until: later(30), reason: "x", owner: "y" },
      later(2),
    );
    await judgeAll(store(), later(3), doubted);
    expect(await stirring()).toMatchObject([[1, { hold: "holds" }]]);
  });

  it("a device that is gone stirs its case, by whom it went", async () => {
    await settled(store(), [named(1, 60), named(2, 60)], doubted);
    const one = await opened(1);
    await opened(2);
    await store().cases.write([agreed(one)], later(1));
    const intent = { plan: PLAN, tenant: TENANT, endpoint: ENDPOINT, hostname: "PC-1", intendedAt: later(2) };
    await store().plans.openIntent(intent, "enforce");
    await store().plans.settle(intent, "retired", "deleted", later(2));
    expect(await stirring()).toMatchObject([[1, { gone: "by_us" }]]);

    await collectTenant(store(), [], later(3));
    expect(await stirring()).toMatchObject([
      [1, { gone: "by_us", assessment: undefined }],
      [2, { gone: "by_others", assessment: undefined }],
    ]);
  });

  it("the list is narrowed by state, reason, tenant, assignee and age, and has the longest asked first", async () => {
    await settled(store(), [named(1, 60), named(2, 60)], doubted);
    await opened(1);
    const two = await opened(2);
    await store().cases.write(
      [moved(two, { state: "kept", assignee: "desk", askedAt: later(5) }, { kind: "expired" })],
      later(5),
    );
    const numbers = async (filter: Parameters<ReturnType<typeof store>["cases"]["list"]>[0]) =>
      (await store().cases.list(filter)).map(({ number }) => number);

    expect(await numbers({})).toEqual([1, 2]);
    expect(await numbers({ states: ["kept", "held"] })).toEqual([2]);
    expect(await numbers({ reason: "server" })).toEqual([1, 2]);
    expect(await numbers({ reason: "vip_owner" })).toEqual([]);
    expect(await numbers({ tenant: "acme gmbh", askedUntil: NOW })).toEqual([1]);
    expect(await numbers({ tenant: "Other AG" })).toEqual([]);
    expect(await numbers({ assignee: "desk" })).toEqual([2]);
    expect(await numbers({ assignee: "d" })).toEqual([]);

    const everything = {
      tenants: "all",
      states: undefined,
      reason: undefined,
      tenant: undefined,
      assignee: undefined,
      search: undefined,
      riskyFirst: undefined,
      after: undefined,
      most: 1,
    } as const;
    const page = async (query: Partial<CasePageQuery>) => {
      const { items, total } = await store().cases.page({ ...everything, ...query });
      return { numbers: items.map(({ one }) => one.number), total, place: items.at(-1)?.place };
    };
    const first = await page({});
    expect(first).toMatchObject({ numbers: [1], total: 2 });
    expect(await page({ after: first.place, most: 5 })).toMatchObject({ numbers: [2], total: 2 });
    expect(await page({ most: 5, riskyFirst: ["server"] })).toMatchObject({ numbers: [1, 2] });
    expect(await page({ most: 5, tenants: [] })).toMatchObject({ numbers: [], total: 0 });
    expect(await page({ most: 5, tenants: [TENANT], states: ["kept", "held"] })).toMatchObject({
      numbers: [2],
      total: 1,
    });
    expect(await page({ most: 5, search: "pc-1" })).toMatchObject({ numbers: [1], total: 1 });
    expect(await page({ most: 5, search: "%" })).toMatchObject({ numbers: [], total: 0 });
    expect(await page({ most: 5, assignee: "desk", reason: "server" })).toMatchObject({ numbers: [2] });
  });

  it("a case is taken back with the transaction that was to record it", async () => {
    await settled(store(), [anEndpoint()], doubted);
    await judgeAll(store(), NOW, doubted, POLICY);
    const found = await store().assessments.find(TENANT, ENDPOINT);
    await expect(
      store().transaction(async (tx) => {
        await tx.cases.write(
          [openCase({ hostname: "A", assessment: found!.assessment }, "review", ASKING)],
          NOW,
        );
        throw new Error("no fact");
      }),
    ).rejects.toThrow("no fact");
    expect(await store().cases.list({})).toEqual([]);
    expect(await judgeAll(store(), NOW, doubted)).toEqual([]);
  });
}
