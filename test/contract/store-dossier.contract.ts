import { expect, it } from "vitest";
import type { PlanId } from "../../src/core/model/ids.ts";
import type { SealedDossier } from "../../src/ports/vault.ts";
import { anEndpointId, TENANT } from "../build/evidence.ts";
import { type Bench, later, OTHER_TENANT, PLAN } from "./store-fixture.ts";

const OTHER_PLAN = "01900000-0000-7000-8000-000000000002" as PlanId;
const sealed = (keyId: string, mark = "a"): SealedDossier => ({
  keyId,
  wrappedKey: `wrapped-${mark}`,
  record: `record-${mark}`,
  passwords: `passwords-${mark}`,
});

export function dossierSuite(bench: () => Bench): void {
  const dossiers = () => bench().store.dossiers;
  const save = async (n: number, keyId: string, hours = 0, plan: PlanId = PLAN, tenant = TENANT) =>
    dossiers().save({
      tenant,
      endpoint: anEndpointId(n),
      plan,
      savedAt: later(hours),
      sealed: sealed(keyId, `${n}/${hours}`),
    });

  it("come back as they were saved, those of one endpoint alone, newest first", async () => {
    await save(1, "k1");
    await save(1, "k2", 1, OTHER_PLAN);
    await save(2, "k1");
    await save(1, "k1", 0, PLAN, OTHER_TENANT);
    const found = await dossiers().of(TENANT, anEndpointId(1));
    expect(found).toEqual([
      {
        number: expect.any(Number) as number,
        tenant: TENANT,
        endpoint: anEndpointId(1),
        plan: OTHER_PLAN,
        savedAt: later(1),
        sealed: sealed("k2", "1/1"),
      },
      expect.objectContaining({ plan: PLAN, savedAt: later(0), sealed: sealed("k1", "1/0") }),
    ]);
    expect(await dossiers().of(TENANT, anEndpointId(3))).toEqual([]);
  });

  it("may be several of one plan and endpoint: each attempt saves its own", async () => {
    await save(1, "k1");
    await save(1, "k1", 1);
    expect(await dossiers().of(TENANT, anEndpointId(1))).toHaveLength(2);
  });

  it("are counted by the key that they need", async () => {
    expect(await dossiers().keyIds()).toEqual([]);
    await save(1, "k2");
    await save(2, "k1");
    await save(3, "k2");
    expect(await dossiers().keyIds()).toEqual([
      { keyId: "k1", dossiers: 1 },
      { keyId: "k2", dossiers: 2 },
    ]);
  });

  it("that another key wraps are found, at most so many, and are wrapped anew one by one", async () => {
    for (const n of [1, 2, 3]) await save(n, "old");
    await save(4, "new");
    const [first, second, ...others] = await dossiers().wrappedByOthers("new", 2);
    expect([first?.endpoint, second?.endpoint, others]).toEqual([anEndpointId(1), anEndpointId(2), []]);
    await dossiers().rewrap(first?.number ?? 0, { keyId: "new", wrappedKey: "again" });
    expect((await dossiers().of(TENANT, anEndpointId(1)))[0]?.sealed).toEqual({
      ...sealed("new", "1/0"),
      wrappedKey: "again",
    });
    expect((await dossiers().wrappedByOthers("new", 9)).map(({ endpoint }) => endpoint)).toEqual([
      anEndpointId(2),
      anEndpointId(3),
    ]);
    await expect(dossiers().rewrap(4_711, { keyId: "new", wrappedKey: "x" })).rejects.toThrow(
      "a dossier that was read is there",
    );
  });

  it("whose passwords were discarded say so, need no key and are wrapped by nobody; the rest of them stays", async () => {
    for (const n of [1, 2]) await save(n, "lost");
    await save(3, "lost", 1);
    await save(4, "held");
    const all = await dossiers().wrappedBy("lost");
    expect(all.map(({ endpoint }) => endpoint)).toEqual([1, 2, 3].map(anEndpointId));
    const [first, , third] = all;
    const { store } = bench();
    const at = later(9);
    await store.transaction(async (tx) => {
      const fact = { kind: "dossiers_discarded", keyId: "lost", dossiers: 2, withinUndoWindow: 0 } as const;
      const [entry] = await tx.ledger.append([{ ...fact, reason: "burnt" }], at);
      await tx.dossiers.discard([first?.number ?? 0, third?.number ?? 0], entry?.seq ?? 0);
    });
    const [entry] = await store.ledger.newest(1);
    expect(await dossiers().of(TENANT, anEndpointId(1))).toMatchObject([
      {
        sealed: { ...sealed("lost", "1/0"), passwords: "" },
        discarded: { at, by: entry?.actor, reason: "burnt" },
      },
    ]);
    expect((await dossiers().of(TENANT, anEndpointId(2)))[0]).not.toHaveProperty("discarded");
    expect(await dossiers().keyIds()).toEqual([
      { keyId: "held", dossiers: 1 },
      { keyId: "lost", dossiers: 1 },
    ]);
    expect((await dossiers().wrappedBy("lost")).map(({ endpoint }) => endpoint)).toEqual([anEndpointId(2)]);
    expect((await dossiers().wrappedByOthers("held", 9)).map(({ endpoint }) => endpoint)).toEqual([
      anEndpointId(2),
    ]);
    await expect(dossiers().discard([first?.number ?? 0], 1)).rejects.toThrow(
      "dossiers that were read are there",
    );
  });

  it("saved before an instant are deleted, and only those", async () => {
    for (const hours of [0, 1, 2]) await save(1, "k1", hours);
    expect(await dossiers().purge(later(1))).toBe(1);
    expect((await dossiers().of(TENANT, anEndpointId(1))).map(({ savedAt }) => savedAt)).toEqual([
      later(2),
      later(1),
    ]);
    expect(await dossiers().purge(later(1))).toBe(0);
  });

  it("are not there when the transaction that saved them did not hold", async () => {
    await expect(
      bench().store.transaction(async (tx) => {
        await tx.dossiers.save({
          tenant: TENANT,
          endpoint: anEndpointId(1),
          plan: PLAN,
          savedAt: later(0),
          sealed: sealed("k1"),
        });
        throw new Error("no intent");
      }),
    ).rejects.toThrow("no intent");
    expect(await dossiers().keyIds()).toEqual([]);
  });
}
