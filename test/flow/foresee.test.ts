// A day ahead: what the next run will delete is said today, once, and is what tomorrow's plan then has.
import { afterAll, beforeAll, expect, it } from "vitest";
import { foresee } from "../../src/flows/foresee.ts";
import { addHold } from "../../src/flows/holds.ts";
import { DAY } from "../../src/core/model/instant.ts";
import type { Fact } from "../../src/core/ledger/fact.ts";
import { createIds } from "../../src/adapters/system/ids.ts";
import { aHouse, type House } from "../build/house.ts";

let house: House;
const look = async () =>
  foresee({
    ...house,
    mode: "enforce",
    ids: createIds(house.clock),
    directories: house.directories.map(({ name }) => name),
  });
const day = async (n: number): Promise<void> => {
  await house.day(n);
  await house.collect();
  await house.assess();
};
const said = async (): Promise<readonly Fact[]> =>
  (await house.store.ledger.newest(1_000))
    .map(({ fact }) => fact)
    .filter((fact) => fact.kind === "removals_foreseen");

beforeAll(async () => {
  house = await aHouse();
  await day(1);
});
afterAll(async () => house[Symbol.asyncDispose]());

it("says on the day before what the next day's plan then has, and the same only once", async () => {
  const ahead = await look();
  expect(ahead.changed).toBe(true);
  expect(ahead.removals.length).toBeGreaterThan(0);
  expect((await house.plan("enforce")).items).toEqual([]);
  expect(await said()).toMatchObject([{ mode: "enforce", removals: ahead.removals }]);

  expect((await look()).changed).toBe(false);
  expect(await said()).toHaveLength(1);

  await day(2);
  const ids = (items: readonly { readonly endpoint: string }[]) =>
    items.map(({ endpoint }) => endpoint).sort();
  expect(ids((await house.plan("enforce")).items)).toEqual(ids(ahead.removals));
});

it("says it again when it changes: for one that somebody objects to", async () => {
  const before = await look();
  const [first] = before.removals;
  if (first === undefined) throw new Error("nothing is foreseen");
  const held = await addHold(
    {
      device: { text: first.endpoint, tenant: undefined },
      end: { afterMs: 30 * DAY },
      reason: "still in use",
      owner: "its owner",
    },
    house,
  );
  expect(held.kind).toBe("added");
  await house.assess();
  const after = await look();
  expect(after.changed).toBe(true);
  expect(after.removals.map(({ endpoint }) => endpoint)).not.toContain(first.endpoint);
});
