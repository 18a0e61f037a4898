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
