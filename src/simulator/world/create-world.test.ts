import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createWorld } from "./create-world.ts";
import type { Story, World, WorldOptions } from "./world.ts";

const DAY = 86_400_000;
const START = Date.UTC(2026, 10, 24, 9);
const OPTIONS: WorldOptions = { seed: 11, endpoints: 200, tenants: 3, directories: 2, start: START };

/** A text value; the empty text for whatever is none. */
const text = (value: unknown): string => (typeof value === "string" ? value : "");

// A record of stories, so that a new story cannot be forgotten here.
const STORIES: Record<Story, true> = {
  active: true,
  decommissioned: true,
  tombstone: true,
  drawer: true,
  parental_leave: true,
  disabled_by_mistake: true,
  vip: true,
  reimaged_old: true,
  reimaged_new: true,
  recycled_name: true,
  clone: true,
  server: true,
  cluster: true,
  domain_controller: true,
  mac: true,
  linux: true,
  moved_tenant: true,
  unmanaged: true,
  incomplete: true,
};

const sorted = <V>(map: ReadonlyMap<string, V>): [string, V][] =>
  [...map].sort(([a], [b]) => (a < b ? -1 : 1));

/** Everything a world shows, as text; insertion order, which means nothing, is left out. */
const picture = (world: World): string =>
  JSON.stringify([
    world.estate.credentials,
    sorted(world.estate.tenants).map(([id, tenant]) => [
      id,
      Object.entries(tenant).map(([key, value]) => [
        key,
        value instanceof Map ? sorted(value) : (value as unknown),
      ]),
    ]),
    sorted(world.truth),
    sorted(world.tenantDomains),
    world.directories.map((directory) => [directory.ldif(), directory.samba()]),
  ]);

const endpointsOf = (world: World) =>
  [...world.estate.tenants.values()].flatMap((tenant) => [...tenant.endpoints.values()]);

const seenAt = (world: World): Map<string, number> =>
  new Map(endpointsOf(world).map((e) => [e.id, Date.parse(text(e["lastSeenAt"]))]));

describe("createWorld", () => {
  it("the same options make the same world byte by byte, another seed another one", () => {
    const first = picture(createWorld(OPTIONS));
    expect(picture(createWorld(OPTIONS)) === first).toBe(true);
    expect(picture(createWorld({ ...OPTIONS, seed: 12 })) === first).toBe(false);
  });

  it("every story occurs from 200 endpoints on, whatever the seed and the number of tenants and directories", () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 200, max: 450 }),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 3 }),
        (seed, endpoints, tenants, directories) => {
          const world = createWorld({ seed, endpoints, tenants, directories, start: START });
          expect(new Set([...world.truth.values()].map(({ story }) => story))).toEqual(
            new Set(Object.keys(STORIES)),
          );
        },
      ),
      { numRuns: 12 },
    );
  });

  it.each([1, 10, 200, 3_000])("%i endpoints asked for are as many made, or one more", (endpoints) => {
    const world = createWorld({ ...OPTIONS, endpoints });
    expect([endpoints, endpoints + 1]).toContain(endpointsOf(world).length);
    expect(world.truth.size).toBe(endpointsOf(world).length);
  });

  it("the truth names every endpoint by tenant and id, and the shares are those of a real estate", () => {
    const world = createWorld({ ...OPTIONS, endpoints: 2_000 });
    const truths = [...world.truth];
    for (const [key, truth] of truths) {
      expect(key).toBe(`${truth.tenant}/${truth.endpoint}`);
      expect(world.estate.tenants.get(truth.tenant)!.endpoints.has(truth.endpoint)).toBe(true);
    }
    const share = (test: (story: Story, alive: boolean) => boolean): number =>
      truths.filter(([, { story, alive }]) => test(story, alive)).length / truths.length;
    expect(share((story) => story === "decommissioned")).toBeCloseTo(0.1, 2);
    expect(share((story) => story === "server")).toBeCloseTo(0.1, 2);
    expect(share((_, alive) => alive)).toBeGreaterThan(0.75);
    const fresh = endpointsOf(world).filter((e) => START - Date.parse(text(e["lastSeenAt"])) < 8 * DAY);
    expect(fresh.length / truths.length).toBeGreaterThan(0.65);
  });

  it("what is gone by its story is not alive, and what is in use is", () => {
    for (const { story, alive } of createWorld({ ...OPTIONS, endpoints: 2_000 }).truth.values()) {
      if (["decommissioned", "tombstone", "reimaged_old", "moved_tenant"].includes(story))
        expect(alive).toBe(false);
      if (
        ["active", "drawer", "parental_leave", "disabled_by_mistake", "reimaged_new", "clone"].includes(story)
      ) {
        expect(alive).toBe(true);
      }
    }
  });

  it.each([
    [1, 1, [["corp.example.com"]]],
    [1, 2, [["corp.example.com", "branch.example.com"]]],
    [2, 2, [["corp.example.com"], ["branch.example.com"]]],
    [
      4,
      2,
      [
        ["corp.example.com"],
        ["branch.example.com"],
        ["corp.example.com"],
        ["branch.example.com", "corp.example.com"],
      ],
    ],
  ])("%i tenants and %i directories: every tenant has its domains", (tenants, directories, expected) => {
    const world = createWorld({ ...OPTIONS, tenants, directories });
    expect([...world.tenantDomains.values()]).toEqual(expected);
  });

  it("with three tenants or more there are two without devices that cannot be reached", () => {
    const troubled = (tenants: number) =>
      [...createWorld({ ...OPTIONS, tenants }).estate.tenants.values()]
        .filter((tenant) => !tenant.hasApiHost || !tenant.managed)
        .map(({ hasApiHost, managed, endpoints }) => [hasApiHost, managed, endpoints.size]);
    expect(troubled(2)).toEqual([]);
    expect(troubled(3)).toEqual([
      [false, true, 0],
      [true, false, 0],
    ]);
  });

  it("partner, organisation and every tenant have a reader that cannot delete and a deleter that can", () => {
    const { credentials, tenants } = createWorld(OPTIONS).estate;
    expect(
      credentials.map(({ clientId, kind, role, tenants: list }) => [clientId, kind, role, list.length]),
    ).toEqual([
      ["partner-reader", "partner", "readOnly", tenants.size],
      ["partner-deleter", "partner", "management", tenants.size],
      ["organization-reader", "organization", "readOnly", tenants.size],
      ["organization-deleter", "organization", "management", tenants.size],
      ...[1, 2, 3].flatMap((n) => [
        [`tenant-${n}-reader`, "tenant", "readOnly", 1],
        [`tenant-${n}-deleter`, "tenant", "management", 1],
      ]),
    ]);
    expect(new Set(credentials.map(({ clientSecret }) => clientSecret)).size).toBe(credentials.length);
  });

  it.each(["endpoints", "tenants", "directories"] as const)("refuses a world without %s", (key) => {
    expect(() => createWorld({ ...OPTIONS, [key]: 0 })).toThrow(RangeError);
  });

  it("a device's person is a user of its tenant, and a VIP one of its VIP group", () => {
    for (const tenant of createWorld(OPTIONS).estate.tenants.values()) {
      for (const endpoint of tenant.endpoints.values()) {
        const id = (endpoint["associatedPerson"] as { readonly id?: string } | undefined)?.id;
        if (id !== undefined) expect(tenant.users.get(id)?.id).toBe(id);
      }
      for (const members of tenant.userGroupMembers.values()) {
        for (const member of members) expect(tenant.users.has(member)).toBe(true);
      }
    }
  });
});

describe("advanceTo", () => {
  it("many small steps lead to the same world as a single large one", () => {
    const inOne = createWorld(OPTIONS);
    inOne.advanceTo(START + 45 * DAY);
    const inMany = createWorld(OPTIONS);
    for (let at = START; at < START + 45 * DAY; at += 1.7 * DAY) inMany.advanceTo(at);
    inMany.advanceTo(START + 45 * DAY);
    expect(picture(inMany) === picture(inOne)).toBe(true);
  });

  it("time goes forward only, and the same instant again changes nothing", () => {
    const world = createWorld(OPTIONS);
    world.advanceTo(START + DAY);
    const before = picture(world);
    world.advanceTo(START + DAY);
    expect(picture(world) === before).toBe(true);
    expect(() => {
      world.advanceTo(START);
    }).toThrow(RangeError);
  });

  it("no last contact goes back or lies after the instant, and most go on", () => {
    const world = createWorld({ ...OPTIONS, endpoints: 600 });
    const before = seenAt(world);
    world.advanceTo(START + 10 * DAY);
    let later = 0;
    for (const [id, at] of seenAt(world)) {
      const then = before.get(id);
      if (then === undefined || Number.isNaN(at)) continue;
      expect(at).toBeGreaterThanOrEqual(then);
      if (at > then) {
        later++;
        expect(at).toBeLessThanOrEqual(START + 10 * DAY);
      }
    }
    expect(later / before.size).toBeGreaterThan(0.6);
  });

  it("changes records where they lie, and never puts back one that was deleted", () => {
    const world = createWorld(OPTIONS);
    const kept = endpointsOf(world)[0]!;
    const tenant = [...world.estate.tenants.values()].find(({ endpoints }) => endpoints.has(kept.id))!;
    const gone = [...tenant.endpoints.keys()].filter((id) => id !== kept.id);
    for (const id of gone) tenant.endpoints.delete(id);
    for (const days of [1, 30, 200]) world.advanceTo(START + days * DAY);
    expect(tenant.endpoints.get(kept.id)).toBe(kept);
    for (const id of gone) expect(tenant.endpoints.has(id)).toBe(false);
  });

  it("machines are handed in, drawers wake, newcomers register and tell so", () => {
    const world = createWorld({ ...OPTIONS, endpoints: 1_000 });
    const old = new Map([...world.truth].map(([key, { story, alive }]) => [key, { story, alive }]));
    const before = seenAt(world);
    world.advanceTo(START + 60 * DAY);
    const after = seenAt(world);
    const truths = [...world.truth];
    const handedIn = truths.filter(([key, truth]) => old.get(key)?.alive === true && !truth.alive);
    expect(handedIn.length).toBeGreaterThan(0);
    for (const [key, truth] of handedIn) {
      expect([old.get(key)!.story, truth.story]).toEqual(["active", "decommissioned"]);
    }
    const woken = truths.filter(
      ([, { story, endpoint }]) => story === "drawer" && after.get(endpoint)! > before.get(endpoint)!,
    );
    expect(woken.length).toBeGreaterThan(0);
    const newcomers = truths.filter(([key]) => !old.has(key));
    expect(newcomers.length).toBeGreaterThan(20);
    for (const [, { tenant, endpoint }] of newcomers) {
      const record = world.estate.tenants.get(tenant)!.endpoints.get(endpoint)!;
      expect(Date.parse(text(record["registeredAt"]))).toBeGreaterThan(START);
    }
  });

  it("nothing that was gone comes alive again", () => {
    const world = createWorld({ ...OPTIONS, endpoints: 600 });
    const dead = [...world.truth.values()].filter(({ alive }) => !alive);
    world.advanceTo(START + 90 * DAY);
    world.advanceTo(START + 400 * DAY);
    expect(dead.filter(({ alive }) => alive)).toEqual([]);
  });
});
