import { expect, it } from "vitest";
import { endpointRemover } from "../../src/adapters/sophos-central/remover.ts";
import { verifyLedger } from "../../src/flows/verify-ledger.ts";
import { sha256 } from "../../src/adapters/system/hash.ts";
import { aHouse } from "../build/house.ts";

it("walks the main job: observe, rehearse, delete the right ones, leave a record", async () => {
  await using house = await aHouse({ remover: endpointRemover });
  const listed = [...house.world.estate.tenants.values()].reduce((sum, one) => sum + one.endpoints.size, 0);

  const first = await house.collect();
  const { totals } = await house.assess();
  const observed = await house.plan("observe");
  await house.day(1);
  await house.collect();
  await house.assess();
  const rehearsal = await house.plan("dry-run");
  const dry = await house.apply(rehearsal, "dry-run");
  await house.day(2);
  await house.collect();
  await house.assess();
  const frozen = await house.plan("enforce");
  const real = await house.apply(frozen, "enforce");

  expect(first.tenants.every((one) => one.coverage.kind === "complete" || one.notCovered !== undefined)).toBe(
    true,
  );
  expect(totals.endpoints).toBe(listed);
  expect(observed.items).toEqual([]);
  expect(dry).toMatchObject({ kind: "applied", stoppedBy: undefined });
  expect(real).toMatchObject({ kind: "applied", stoppedBy: undefined });
  expect(house.deleted.length).toBeGreaterThan(0);
  expect(house.deleted.filter((truth) => truth === undefined || truth.alive)).toEqual([]);
  expect(await verifyLedger(house.store.ledger, sha256)).toMatchObject({ ok: true });
});
