import { expect, it } from "vitest";
import { openCase } from "../../src/core/review/tend-case.ts";
import type { EndpointId } from "../../src/core/model/ids.ts";
import { aComputer, anEndpoint, anEndpointId, NOW, TENANT } from "../build/evidence.ts";
import {
  anAssessment,
  collectDirectory,
  collectTenant,
  gathered,
  later,
  PLAN,
  settled,
  type Bench,
} from "./store-fixture.ts";

export function reportSuite(bench: () => Bench): void {
  const store = () => bench().store;

  it("lists every current endpoint once, judged or not, and none that is gone", async () => {
    const [judged, gone, unjudged] = [1, 2, 3].map((n) =>
      anEndpoint({ id: anEndpointId(n), hostname: `D${n}`, serialNumber: `SERIAL-DD-${n}` }),
    ) as [ReturnType<typeof anEndpoint>, ReturnType<typeof anEndpoint>, ReturnType<typeof anEndpoint>];
    await settled(store(), [judged, gone], (evidence) => anAssessment(evidence, "review", ["vip_unknown"]));
    await collectTenant(store(), [judged, unjudged], later(1));

    const listed = (await gathered(store().report.devices("all"))).flat();
    expect(listed).toMatchObject([
      {
        tenantName: "Acme GmbH",
        endpoint: judged,
        assessment: { disposition: "review", reasons: [{ code: "vip_unknown" }] },
        assessedAt: NOW,
      },
      { endpoint: unjudged },
    ]);
    expect(listed[1]?.assessment).toBeUndefined();
  });

  it("is walked through in batches without losing or doubling one", async () => {
    const many = Array.from({ length: 2_050 }, (_, n) =>
      anEndpoint({ id: anEndpointId(n + 1), hostname: `D${n}`, serialNumber: `SERIAL-MANY-${n}` }),
    );
    await settled(store(), [anEndpoint()]);
    await collectTenant(store(), many, later(1));
    const batches = await gathered(store().report.devices("all"));
    expect(batches.length).toBeGreaterThan(2);
    const ids = batches.flat().map(({ endpoint }): EndpointId => endpoint.id);
    expect(new Set(ids).size).toBe(2_050);
    expect(ids).toHaveLength(2_050);
  });

  it("lists those with a finding alone, and tells of each its case", async () => {
    const [plain, found] = [1, 2].map((n) =>
      anEndpoint({ id: anEndpointId(n), hostname: `D${n}`, serialNumber: `SERIAL-FF-${n}` }),
    ) as [ReturnType<typeof anEndpoint>, ReturnType<typeof anEndpoint>];
    await settled(store(), [plain, found], (evidence) => ({
      ...anAssessment(evidence, "review"),
      findings: evidence.endpoint.id === found.id ? [{ code: "silent_agent", evidence: {} }] : [],
    }));
    const assessment = (await store().assessments.find(TENANT, found.id))?.assessment;
    if (assessment === undefined) throw new Error("it was judged");
    const asking = { now: NOW, actor: "svc@test", terms: { answerWithinMs: 1 } };
    await store().cases.write([openCase({ hostname: "D2", assessment }, "review", asking)], NOW);

    const listed = (await gathered(store().report.devices("with_findings"))).flat();
    expect(listed.map(({ endpoint, case: one }) => [endpoint.id, one])).toEqual([
      [found.id, { number: 1, state: "open" }],
    ]);
    expect((await gathered(store().report.devices("all"))).flat().map((one) => one.case)).toEqual([
      undefined,
      { number: 1, state: "open" },
    ]);
  });

  it("tells the findings about computers with their computers", async () => {
    const computer = aComputer();
    await settled(store());
    await collectDirectory(store(), [computer], later(1));
    const found = { computer: { computer, retiredSeenAt: undefined, goneAt: undefined } };
    await store().assessments.saveComputerFindings(
      [{ ...found, finding: { code: "unprotected_computer", evidence: { days: 3 } } }],
      later(2),
    );
    expect((await gathered(store().report.computerFindings())).flat()).toEqual([
      { computer, code: "unprotected_computer", evidence: { days: 3 }, foundAt: later(2) },
    ]);
  });

  it("lists deletions in enforce, the newest first, an open one as unconfirmed", async () => {
    await settled(store());
    const intent = (n: number) => ({
      plan: PLAN,
      tenant: TENANT,
      endpoint: anEndpointId(n),
      hostname: `D${n}`,
      intendedAt: later(n),
    });
    await store().plans.openIntent(intent(1), "enforce");
    await store().plans.settle(intent(1), "retired", "deleted", later(2));
    await store().plans.openIntent(intent(2), "dry-run");
    await store().plans.openIntent(intent(3), "enforce");
    const told = { tenant: TENANT, tenantName: "Acme GmbH", plan: PLAN };
    expect((await gathered(store().report.deletions())).flat()).toEqual([
      { ...told, endpoint: anEndpointId(3), hostname: "D3", intendedAt: later(3), outcome: "unconfirmed" },
      {
        ...told,
        endpoint: anEndpointId(1),
        hostname: "D1",
        intendedAt: later(1),
        outcome: "retired",
        settledAt: later(2),
      },
    ]);
  });
}
