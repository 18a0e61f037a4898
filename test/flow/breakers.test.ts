// Breakers of the whole house: what they stop, that they are told without a candidate, and what they cost in enforce.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { DAY, instant } from "../../src/core/model/instant.ts";
import { utcDayOf } from "../../src/core/plan/ramp.ts";
import { status } from "../../src/flows/status.ts";
import { createWorld } from "../../src/simulator/world/create-world.ts";
import { aHouse, STORY_START, type House } from "../build/house.ts";

const RAMP = { steps: [1, 5, 25], advanceAfterCleanDays: 3 };
const SECOND_STEP = { step: 1, earned: 5, cleanDays: 2, since: instant(STORY_START) };

let house: House;
let edit: (ldif: string) => string = (ldif) => ldif;

const statusNow = () =>
  status({ ...house, mode: "enforce", directoryNames: house.directories.map(({ name }) => name) });
const collectWith = async (how: typeof edit): Promise<void> => {
  edit = how;
  await house.export();
  await house.collect();
  await house.assess();
};

/** Every second computer of an export is lost, as after a right that was taken away. */
const halved = (ldif: string): string => {
  let computers = 0;
  return ldif
    .split("\n\n")
    .filter((entry) => !/^objectClass: computer$/m.test(entry) || ++computers % 2 === 0)
    .join("\n\n");
};
const withoutVipGroup = (ldif: string): string =>
  ldif
    .split("\n\n")
    .filter((entry) => !entry.startsWith(`dn: ${house.world.directories[0]?.vipGroup}`))
    .join("\n\n");

beforeAll(async () => {
  const world = createWorld({ seed: 7, endpoints: 120, tenants: 1, directories: 1, start: STORY_START });
  const directories = world.directories.map((one) => ({ ...one, ldif: () => edit(one.ldif()) }));
  house = await aHouse({ world: { ...world, directories }, ramp: RAMP });
  await house.collect();
  await house.assess();
  await house.day(1);
  await house.collect();
  await house.assess();
});
afterAll(() => house[Symbol.asyncDispose]());
beforeEach(async () => {
  await house.store.ramp.keep({ state: SECOND_STEP, through: utcDayOf(house.clock.now()) - 1 });
});

describe("a directory", () => {
  it("that is as it was stops nothing", async () => {
    expect((await statusNow()).breakers).toEqual([]);
    expect((await house.plan("dry-run")).items.length).toBeGreaterThan(0);
  });

  it("that shrank stops the run, is told by status, and sets the ramp back where deletions are meant", async () => {
    await collectWith(halved);
    const breaker = { code: "directory_shrank", tenant: undefined, directory: house.directories[0]?.name };
    expect((await statusNow()).breakers).toMatchObject([breaker]);

    const rehearsed = await house.plan("dry-run");
    expect(rehearsed).toMatchObject({ items: [], breakers: [breaker] });
    expect((await house.store.ramp.kept())?.state).toEqual(SECOND_STEP);

    const frozen = await house.plan("enforce");
    expect(frozen).toMatchObject({ items: [], breakers: [breaker] });
    expect((await house.store.ramp.kept())?.state).toMatchObject({ step: 0, cleanDays: 0 });
    const moved = [];
    for await (const batch of house.store.ledger.entries(1))
      moved.push(...batch.flatMap(({ fact }) => (fact.kind === "ramp_moved" ? [fact] : [])));
    expect(moved).toMatchObject([{ fromStep: 2, toStep: 1, perDay: 1, cause: "directory_shrank" }]);
  });

  it("whose VIP group is not there stops the run and says which group", async () => {
    await collectWith(withoutVipGroup);
    const { breakers } = await statusNow();
    expect(breakers).toMatchObject([
      { code: "vip_group_unreadable", groups: [house.world.directories[0]?.vipGroup] },
    ]);
    expect(await house.plan("enforce")).toMatchObject({ items: [], breakers });
    expect((await house.store.ramp.kept())?.state).toMatchObject({ step: 0 });
  });

  it("that is whole again stops nothing any more", async () => {
    await collectWith((ldif) => ldif);
    expect((await statusNow()).breakers).toEqual([]);
    const { breakers, leftOut } = await house.plan("enforce");
    expect(breakers).toEqual([]);
    // What was in review meanwhile has to be a candidate for long enough again.
    expect(leftOut.length).toBeGreaterThan(0);
    expect(leftOut.filter(({ code }) => code === "breaker_tripped")).toEqual([]);
    expect((await house.store.ramp.kept())?.state).toEqual(SECOND_STEP);
  });

  it("is written down when it changes, and not for every plan that it stops", async () => {
    const changes = (await house.store.ledger.newest(1_000))
      .map(({ fact }) => fact)
      .filter((fact) => fact.kind === "breakers_changed")
      .map(({ tripped, cleared }) => [tripped.map(({ code }) => code), cleared.map(({ code }) => code)]);
    expect(changes).toEqual([
      [["directory_shrank"], []],
      [["vip_group_unreadable"], ["directory_shrank"]],
      [[], ["vip_group_unreadable"]],
    ]);
  });
});

describe("a tenant", () => {
  it("that fell silent as a whole is told, and sets back the ramp of its company", async () => {
    // Central shows nothing newer than the day before yesterday.
    house.clock.set(instant(house.clock.now() + 2 * DAY));
    await collectWith((ldif) => ldif);
    expect((await statusNow()).breakers).toMatchObject([{ code: "tenant_silent" }]);
    expect(await house.plan("enforce")).toMatchObject({ items: [], breakers: [{ code: "tenant_silent" }] });
    expect((await house.store.ramp.kept())?.state).toMatchObject({ step: 0 });
  });
});
