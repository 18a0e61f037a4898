import { openCase } from "../../src/core/review/tend-case.ts";
import { expect, it } from "vitest";
import { missing } from "../../src/core/model/unknown.ts";
import {
  aBranchComputer,
  aComputer,
  aComputerId,
  aDirectory,
  anEndpoint,
  anEndpointId,
  BRANCH,
  CORP,
  NOW,
  sha256,
  TENANT,
} from "../build/evidence.ts";
import {
  anAssessment,
  aTenant,
  type Bench,
  collectDirectory,
  collectTenant,
  gathered,
  judgeAll,
  kept,
  later,
  OTHER_TENANT,
  POLICY,
  settled,
} from "./store-fixture.ts";

export function assessmentSuite(bench: () => Bench): void {
  const store = () => bench().store;

  it("evidence brings together computers of every directory, siblings of the tenant, contexts and memory", async () => {
    const own = anEndpoint();
    const namesake = anEndpoint({
      id: anEndpointId(2),
      hostname: "lap-0142.corp.example.com",
      serialNumber: missing,
    });
    const sameSerial = anEndpoint({ id: anEndpointId(3), hostname: "RENAMED" });
    const stranger = anEndpoint({ id: anEndpointId(4), hostname: "OTHER", serialNumber: "SERIALXXXX" });
    const foreign = anEndpoint({ id: anEndpointId(5), tenant: OTHER_TENANT });
    const gone = anEndpoint({ id: anEndpointId(6) });
    const branch = aDirectory({ directory: BRANCH, vips: { directory: BRANCH, groups: [] } });
    await store().inventory.saveTenants([aTenant(), aTenant(OTHER_TENANT)], [], NOW);
    await collectDirectory(
      store(),
      [aComputer(), aComputer({ id: aComputerId(9), name: "X", samAccountName: "X$", dnsHostName: missing })],
      NOW,
    );
    await collectDirectory(store(), [aBranchComputer()], NOW, { context: branch });
    await collectDirectory(store(), [], later(1), { context: branch });
    await collectTenant(store(), [own, sameSerial, stranger, gone], NOW);
    await collectTenant(store(), [own, namesake, sameSerial, stranger], later(1));
    await collectTenant(store(), [foreign], NOW, OTHER_TENANT);

    const evidence = await store().assessments.evidence(TENANT, own.id);

    expect(evidence).toEqual({
      tenant: { id: TENANT, name: "Acme GmbH" },
      endpoint: own,
      computers: [
        { computer: aBranchComputer(), retiredSeenAt: undefined, goneAt: later(1) },
        { computer: aComputer(), retiredSeenAt: NOW, goneAt: undefined },
      ],
      siblings: [namesake, sameSerial],
      serialCount: 2,
      directories: [branch, aDirectory()],
      memory: { appearedAt: undefined, hold: undefined, openCase: undefined, returnedAt: undefined },
      openAlert: missing,
      migrating: missing,
      memberOf: missing,
    });
    expect(await store().assessments.evidence(TENANT, gone.id)).toBeUndefined();
    expect((await store().assessments.evidence(TENANT, namesake.id))?.memory.appearedAt).toBe(later(1));
  });

  it("a chunk gives the same evidence as asking for each one alone", async () => {
    await store().inventory.saveTenants([aTenant(), aTenant(OTHER_TENANT)], [], NOW);
    await collectDirectory(store(), [aComputer()], NOW);
    await collectTenant(
      store(),
      [1, 2, 3].map((n) => anEndpoint({ id: anEndpointId(n), hostname: n === 3 ? missing : "LAP-0142" })),
      NOW,
    );
    await collectTenant(store(), [anEndpoint({ tenant: OTHER_TENANT })], NOW, OTHER_TENANT);

    const [chunk] = await gathered(store().assessments.pending(POLICY, NOW));

    expect(chunk).toHaveLength(4);
    for (const evidence of chunk!) {
      const { tenant, id } = evidence.endpoint;
      expect(await store().assessments.evidence(tenant, id)).toEqual(evidence);
    }
  });

  it("memory of holds, open cases and returns is part of the evidence", async () => {
    await settled(store());
    const key = `'${TENANT}', '${anEndpointId(1)}'`;
    await bench().connection.script(`
      insert into rollcall.hold values (${key}, ${later(9)}, 'on a ship', 'jane');
      insert into rollcall.return_seen values (${key}, ${NOW});
    `);
    const before = (await store().assessments.find(TENANT, anEndpointId(1)))?.assessment;
    const asking = { now: NOW, actor: "svc@test", terms: { answerWithinMs: 1 } };
    await store().cases.write([openCase({ hostname: "A", assessment: before! }, "review", asking)], NOW);

    const evidence = await store().assessments.evidence(TENANT, anEndpointId(1));

    expect(evidence?.memory).toEqual({
      appearedAt: undefined,
      hold: { until: later(9), reason: "on a ship", by: "jane" },
      openCase: "1",
      returnedAt: NOW,
    });
  });

  it("a stored assessment comes back with its policy and dates", async () => {
    await settled(store());
    const assessment = anAssessment({ endpoint: anEndpoint() }, "review", ["server", "cloned"], {
      computer: { directory: CORP, id: aComputerId(1) },
      findings: [{ code: "silent_agent", evidence: { days: 3, raw: "a, b" } }],
      reviewAt: later(3),
    });

    await store().assessments.save([assessment], POLICY, later(1));

    expect(await store().assessments.find(TENANT, anEndpointId(1))).toEqual({
      assessment,
      policyHash: POLICY,
      assessedAt: later(1),
      candidateSince: undefined,
    });
    expect(await store().assessments.find(OTHER_TENANT, anEndpointId(1))).toBeUndefined();
  });

  it("a candidate keeps its date while it stays one, and starts anew after a break", async () => {
    await settled(store());
    const save = async (disposition: "retire" | "keep", hours: number) => {
      await store().assessments.save(
        [anAssessment({ endpoint: anEndpoint() }, disposition)],
        POLICY,
        later(hours),
      );
      return (await store().assessments.find(TENANT, anEndpointId(1)))?.candidateSince;
    };

    expect(await save("retire", 1)).toBe(NOW);
    expect(await save("keep", 2)).toBeUndefined();
    expect(await save("retire", 3)).toBe(later(3));
    expect(await save("retire", 4)).toBe(later(3));
  });

  it("a candidate starts anew when it rests on other evidence: it may have lived in between", async () => {
    await settled(store());
    const save = async (evidence: string, hours: number) => {
      const evidenceHash = sha256(evidence);
      await store().assessments.save(
        [anAssessment({ endpoint: anEndpoint() }, "retire", [], { evidenceHash })],
        POLICY,
        later(hours),
      );
      return (await store().assessments.find(TENANT, anEndpointId(1)))?.candidateSince;
    };

    expect(await save("silent since spring", 1)).toBe(later(1));
    expect(await save("silent since spring", 2)).toBe(later(1));
    expect(await save("silent since autumn", 3)).toBe(later(3));
    expect(await save("silent since autumn", 4)).toBe(later(3));
  });

  it("totals count current endpoints by disposition, reason and finding, and findings about computers", async () => {
    const all = [1, 2, 3, 4].map((n) => anEndpoint({ id: anEndpointId(n), hostname: `H${n}` }));
    await settled(store(), all, (evidence) =>
      evidence.endpoint.id === anEndpointId(1)
        ? anAssessment(evidence, "review", ["server", "cloned"], {
            findings: [{ code: "silent_agent", evidence: {} }],
          })
        : kept(evidence),
    );
    await collectTenant(store(), all.slice(0, 3), later(1));
    const finding = { code: "silent_agent", evidence: {} } as const;
    const computer = { computer: aComputer(), retiredSeenAt: undefined, goneAt: undefined };
    await store().assessments.saveComputerFindings(
      [{ computer, finding: { ...finding, code: "unprotected_computer" } }],
      NOW,
    );
    await store().assessments.saveComputerFindings([{ computer, finding }], NOW);

    expect(await store().assessments.totals()).toEqual({
      endpoints: 3,
      byDisposition: { keep: 2, review: 1, retire: 0 },
      byReason: { recently_seen: 2, server: 1, cloned: 1 },
      findings: { silent_agent: 2 },
    });
  });

  it("findings arise once, are named up to a limit, and arise again when they had gone", async () => {
    const all = [1, 2, 3].map((n) =>
      anEndpoint({ id: anEndpointId(n), hostname: n === 1 ? "H\0" : `H${n}` }),
    );
    const silent = { findings: [{ code: "silent_agent", evidence: {} }] } as const;
    await settled(store(), all, (evidence) => anAssessment(evidence, "keep", [], silent));
    const computer = { computer: aComputer(), retiredSeenAt: undefined, goneAt: undefined };
    await collectDirectory(store(), [computer.computer], NOW);
    const orphan = { computer, finding: { code: "unprotected_computer", evidence: {} } } as const;
    await store().assessments.saveComputerFindings([orphan], NOW);
    const arisen = async (most = 10) => store().assessments.arisenFindings(most);
    const named = (n: number, name = `H${n}`) => ({
      code: "silent_agent",
      tenant: TENANT,
      id: anEndpointId(n),
      name,
    });

    expect(await arisen(2)).toEqual({ findings: [named(1, "H\0"), named(2)], more: 2 });
    expect(await arisen()).toEqual({ findings: [], more: 0 });

    await store().assessments.saveComputerFindings([], later(1));
    await collectTenant(store(), all.slice(0, 2), later(1));
    expect(await arisen()).toEqual({ findings: [], more: 0 });
    await store().assessments.saveComputerFindings([orphan], later(2));
    await collectTenant(store(), all, later(2));
    expect(await arisen()).toEqual({
      findings: [
        named(3),
        {
          code: "unprotected_computer",
          directory: aComputer().directory,
          id: aComputer().id,
          name: aComputer().name,
        },
      ],
      more: 0,
    });
  });

  it("the use of a protect rule counts current endpoints that meet it, and apart those that only might", async () => {
    const all = [1, 2, 3, 4].map((n) => anEndpoint({ id: anEndpointId(n), hostname: `H${n}` }));
    const isProtected = (index: number, unknown: readonly string[]) => ({
      code: "protected" as const,
      evidence: { rule: "kiosk", setting: `policy.protect[${index}]`, fields: ["tag"], unknown },
      accepted: false,
    });
    const reasons = [
      [isProtected(0, []), isProtected(1, ["tag"])],
      [isProtected(0, ["tag"])],
      [isProtected(0, [])],
    ];
    await settled(store(), all, (evidence) =>
      anAssessment(evidence, "keep", [], {
        reasons: reasons[all.findIndex(({ id }) => id === evidence.endpoint.id)] ?? [],
      }),
    );
    await collectTenant(
      store(),
      [all[0], all[1], all[3]].flatMap((one) => one ?? []),
      later(1),
    );

    expect(await store().assessments.protectRuleUse()).toEqual([
      { setting: "policy.protect[0]", met: 1, mayMeet: 1 },
      { setting: "policy.protect[1]", met: 0, mayMeet: 1 },
    ]);
  });

  it("an odd name in a protected device's evidence does not spoil the count of what protects it", async () => {
    await settled(store(), [anEndpoint()], (evidence) => ({
      ...anAssessment(evidence, "keep"),
      reasons: [
        {
          code: "protected",
          evidence: { setting: "policy.protect.0", unknown: [], hostname: "odd \0 \ud800" },
          accepted: false,
        },
      ],
    }));

    expect(await store().assessments.protectRuleUse()).toEqual([
      { setting: "policy.protect.0", met: 1, mayMeet: 0 },
    ]);
  });

  it("computers without an endpoint are current, not deleted, and share neither name nor alias with one", async () => {
    const named = (n: number, name: string, rest = {}) =>
      aComputer({ id: aComputerId(n), samAccountName: `${name}$`, dnsHostName: missing, ...rest });
    await settled(store(), [
      anEndpoint({ hostname: "SAME" }),
      anEndpoint({ id: anEndpointId(2), hostname: "a-very-long-hostname" }),
    ]);
    await collectDirectory(store(), [named(7, "GONE")], NOW);
    await collectDirectory(
      store(),
      [
        named(1, "SAME"),
        named(2, "A-VERY-LONG-HOS"),
        named(3, "ALONE"),
        named(4, "TOMBSTONE", { deleted: true }),
      ],
      later(1),
    );

    const batches = await gathered(store().assessments.computersWithoutEndpoint());

    expect(batches.flat().map(({ computer, goneAt }) => [computer.samAccountName, goneAt])).toEqual([
      ["ALONE$", undefined],
    ]);
    expect(await judgeAll(store(), NOW)).toHaveLength(2);
  });
}
