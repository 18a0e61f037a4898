import { expect, it } from "vitest";
import { instant } from "../../src/core/model/instant.ts";
import { missing } from "../../src/core/model/unknown.ts";
import {
  aComputer,
  aDirectory,
  aDirectoryWithVips,
  anEndpoint,
  anEndpointId,
  daysAgo,
  NOW,
  ousOf,
  RETIRED_OU,
} from "../build/evidence.ts";
import { sha256 } from "../../src/adapters/system/hash.ts";
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
  POLICY,
  settled,
} from "./store-fixture.ts";

// Three machines: A and its twin by name, C alone.
const A = anEndpoint({ id: anEndpointId(1), hostname: "A", serialNumber: "SERIALAAAA" });
const TWIN = anEndpoint({ id: anEndpointId(2), hostname: "a.corp.example.com", serialNumber: "SERIALBBBB" });
const C = anEndpoint({ id: anEndpointId(3), hostname: "C", serialNumber: "SERIALCCCC" });
const ALL = [A, TWIN, C];

export function queueSuite(bench: () => Bench): void {
  const store = () => bench().store;
  const pending = async (at = NOW) => judgeAll(store(), at, kept);

  it("everything is judged once, and nothing that stayed the same again", async () => {
    await settled(store(), ALL);
    await collectTenant(store(), ALL, later(24));
    await collectDirectory(store(), [], later(24));

    expect(await pending()).toEqual([]);
  });

  it.each([
    { what: "a changed record", next: [{ ...A, groupName: "New" }, TWIN, C], who: [A.id, TWIN.id] },
    {
      what: "a new name, for the old namesakes and the new",
      next: [{ ...A, hostname: "C" }, TWIN, C],
      who: ALL.map(({ id }) => id),
    },
    {
      what: "the same serial number",
      next: [A, TWIN, { ...C, serialNumber: A.serialNumber }],
      who: [A.id, C.id],
    },
    { what: "a device that is gone, for those it leaves", next: [TWIN, C], who: [TWIN.id] },
    {
      what: "an unknown hostname and serial number",
      next: [A, TWIN, { ...C, hostname: missing, serialNumber: missing }],
      who: [C.id],
    },
  ])("is judged again for $what, with whom it concerns", async ({ next, who }) => {
    await settled(store(), ALL);

    await collectTenant(store(), next, later(24));

    expect(await pending()).toEqual([...who].sort());
  });

  it("a device that came back is judged again, and starts anew as a candidate", async () => {
    await settled(store(), ALL);
    await collectTenant(store(), [A, TWIN], later(24));
    await collectTenant(store(), ALL, later(48));

    expect(await judgeAll(store(), later(48))).toEqual([C.id]);

    const stored = await store().assessments.find(C.tenant, C.id);
    expect(stored?.candidateSince).toBe(later(48));
  });

  it("a newer lastSeenAt judges nobody again who is kept for having been seen, among others like it", async () => {
    const now = daysAgo(0);
    await settled(store(), ALL, kept);

    await collectTenant(
      store(),
      ALL.map((endpoint) => ({ ...endpoint, lastSeenAt: now })),
      later(1),
    );

    expect(await pending()).toEqual([]);
  });

  it.each([
    { what: "goes back", lastSeenAt: daysAgo(61) },
    { what: "becomes unknown", lastSeenAt: missing },
    { what: "lies in the future", lastSeenAt: instant(later(1) + 1) },
  ])("a lastSeenAt that $what is judged again, with the namesakes", async ({ lastSeenAt }) => {
    await settled(store(), ALL, kept);

    await collectTenant(store(), [{ ...A, lastSeenAt }, TWIN, C], later(1));

    expect(await pending()).toEqual([A.id, TWIN.id]);
  });

  it("a newer lastSeenAt judges again whoever is not kept for that, and its namesakes", async () => {
    const only = (id: string) => (evidence: Parameters<typeof kept>[0]) =>
      evidence.endpoint.id === id ? anAssessment(evidence, "retire") : kept(evidence);
    const seen = { ...A, lastSeenAt: daysAgo(1) };
    await settled(store(), ALL, only(A.id));
    await collectTenant(store(), [seen, TWIN, C], later(1));
    expect(await pending()).toEqual([A.id, TWIN.id]);

    // Now it is the twin that is not kept: A's newer date concerns it.
    await store().assessments.save([anAssessment({ endpoint: TWIN }, "review")], POLICY, later(1));
    await collectTenant(store(), [{ ...seen, lastSeenAt: daysAgo(0) }, TWIN, C], later(2));

    expect(await pending()).toEqual([A.id, TWIN.id]);
  });

  it("a serial number that a crowd shares makes no neighbours", async () => {
    const crowd = Array.from({ length: 60 }, (_, n) =>
      anEndpoint({ id: anEndpointId(n + 1), hostname: `H${n}`, serialNumber: "VENDOR-FILLER" }),
    );
    await settled(store(), crowd);

    await collectTenant(store(), [{ ...crowd[0]!, groupName: "New" }, ...crowd.slice(1)], later(1));

    const [evidence, ...others] = await gathered(store().assessments.pending(POLICY, NOW));
    expect(others).toEqual([]);
    expect(evidence?.map(({ siblings, serialCount }) => ({ siblings, serialCount }))).toEqual([
      { siblings: [], serialCount: 60 },
    ]);
  });

  it.each([
    { what: "appears", before: [], after: [aComputer({ samAccountName: "A$", dnsHostName: missing })] },
    {
      what: "changes",
      before: [aComputer({ samAccountName: "A$", dnsHostName: missing })],
      after: [aComputer({ samAccountName: "A$", dnsHostName: missing, osName: "New" })],
    },
    { what: "is gone", before: [aComputer({ samAccountName: "A$", dnsHostName: missing })], after: [] },
    {
      what: "is renamed away",
      before: [aComputer({ samAccountName: "A$", dnsHostName: missing })],
      after: [aComputer({ samAccountName: "Z$", dnsHostName: missing })],
    },
    {
      what: "is found by its alias alone",
      before: [],
      after: [aComputer({ samAccountName: "A$", dnsHostName: "other.corp.example.com" })],
    },
  ])("a computer that $what has its endpoints judged again", async ({ before, after }) => {
    await settled(store(), ALL);
    await collectDirectory(store(), before, NOW);
    await pending();

    await collectDirectory(store(), after, later(24));

    expect(await pending()).toEqual([A.id, TWIN.id]);
  });

  it("moving an OU judges the endpoints of retired computers again; another VIP, everybody", async () => {
    const computers = [aComputer({ samAccountName: "A$", dnsHostName: missing, enabled: false })];
    await settled(store(), ALL);
    await collectDirectory(store(), computers, NOW);
    await pending();

    const moved = aDirectory({ ous: ousOf({ [RETIRED_OU]: daysAgo(1) }) });
    await collectDirectory(store(), computers, later(1), { context: moved });
    expect(await pending()).toEqual([A.id, TWIN.id]);

    const vips = aDirectoryWithVips({ samAccountName: "jane" });
    await collectDirectory(store(), computers, later(2), { context: vips });
    expect(await pending()).toEqual(ALL.map(({ id }) => id));
  });

  it("a tenant's new name judges its endpoints again: policy goes by names too", async () => {
    await settled(store(), ALL);

    await store().inventory.saveTenants([aTenant(undefined, { name: "Acme SE" })], [], later(1));

    expect(await pending()).toEqual(ALL.map(({ id }) => id));
  });

  it("another policy judges everything again; a date that has come, whom it concerns", async () => {
    await settled(store(), ALL, (evidence) =>
      anAssessment(evidence, "keep", [], { reviewAt: evidence.endpoint.id === C.id ? later(5) : later(9) }),
    );

    expect(await pending(later(4))).toEqual([]);
    expect(await pending(later(5))).toEqual([C.id]);
    expect(await judgeAll(store(), NOW, kept, sha256("another"))).toEqual(ALL.map(({ id }) => id));
  });

  it("what changes between the reading of evidence and the saving of its decision is judged again", async () => {
    await settled(store(), [C]);
    await collectTenant(store(), [{ ...C, groupName: "One" }], later(1));
    for await (const evidence of store().assessments.pending(POLICY, NOW)) {
      await collectTenant(store(), [{ ...C, groupName: "Two" }], later(2));
      await store().assessments.save(evidence.map(kept), POLICY, later(2));
      break;
    }

    const [again] = await gathered(store().assessments.pending(POLICY, NOW));
    expect(again?.map(({ endpoint }) => endpoint.groupName)).toEqual(["Two"]);
  });

  it("a chunk that was not saved comes again next time, and not twice in one pass", async () => {
    await store().inventory.saveTenants([aTenant()], [], NOW);
    const many = Array.from({ length: 2_500 }, (_, n) =>
      anEndpoint({ id: anEndpointId(n + 1), hostname: `H${n}`, serialNumber: `SERIAL${n}` }),
    );
    await collectTenant(store(), many, NOW);

    for (const _ of [1, 2]) {
      const chunks = await gathered(store().assessments.pending(POLICY, NOW));
      expect(chunks.map((chunk) => chunk.length)).toEqual([1_000, 1_000, 500]);
      expect(new Set(chunks.flat().map(({ endpoint }) => endpoint.id)).size).toBe(2_500);
    }
  });
}
