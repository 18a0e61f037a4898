// Judges a world by what it shows, endpoint records and LDIF, with a reading of the decision table of its own: no living
// machine may look retired in every field, and enough dead ones must.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonObject, SimEndpoint } from "../estate.ts";
import { createWorld } from "./create-world.ts";
import type { World, WorldDirectory, WorldOptions } from "./world.ts";

const DAY = 86_400_000;
const START = Date.UTC(2026, 10, 24, 9);

/** A text value; the empty text for whatever is none. */
const text = (value: unknown): string => (typeof value === "string" ? value : "");

type Attributes = ReadonlyMap<string, readonly string[]>;

function readLdif(ldif: string): Attributes[] {
  const records = ldif.replaceAll("\n ", "").split("\n\n");
  return records
    .filter((record) => record !== "")
    .map((record) => {
      const attributes = new Map<string, string[]>();
      for (const line of record.split("\n")) {
        const [, name, mark, value] = /^([^:]+):(:?) ?(.*)$/.exec(line)!;
        const decoded = mark === "" ? value! : Buffer.from(value!, "base64").toString("utf8");
        attributes.set(name!, [...(attributes.get(name!) ?? []), decoded]);
      }
      return attributes;
    });
}

const one = (entry: Attributes, name: string): string | undefined => entry.get(name)?.[0];
const time = (text: string | undefined): number =>
  text === undefined
    ? Number.NaN
    : Date.parse(text.replace(/^(....)(..)(..)(..)(..)(..).*$/, "$1-$2-$3T$4:$5:$6Z"));
const filetime = (text: string | undefined): number =>
  text === undefined ? Number.NaN : Number(BigInt(text) / 10_000n) - 11_644_473_600_000;

interface Directory {
  readonly source: WorldDirectory;
  readonly byKey: ReadonlyMap<string, readonly Attributes[]>;
  /** The retired OU and those below it. */
  readonly retiredOus: readonly Attributes[];
  readonly vips: readonly Attributes[];
}

function readDirectory(source: WorldDirectory): Directory {
  const entries = readLdif(source.ldif());
  const byDn = new Map(entries.map((entry) => [one(entry, "dn")!, entry]));
  const byKey = new Map<string, Attributes[]>();
  for (const entry of entries) {
    if (entry.get("objectClass")?.includes("computer") !== true) continue;
    const key = one(entry, "cn")!.split("\n")[0]!.toLowerCase();
    byKey.set(key, [...(byKey.get(key) ?? []), entry]);
  }
  const membersOf = (dn: string): Attributes[] =>
    (byDn.get(dn)?.get("member") ?? []).flatMap((member) => {
      const entry = byDn.get(member)!;
      return entry.has("member") ? membersOf(member) : [entry];
    });
  const retiredOus = entries.filter(
    (entry) => one(entry, "ou") !== undefined && one(entry, "dn")!.endsWith(source.retiredOu),
  );
  return { source, byKey, retiredOus, vips: membersOf(source.vipGroup) };
}

const yes = (value: unknown): boolean => value === true || value === "True";

/** What the policy may accept away. */
const ACCEPTABLE = new Set(["vip_unknown", "os_build_unknown", "server", "vanished_from_directory"]);

/** Hostname without the domain that a full one spells, and that domain. */
function splitHost(e: SimEndpoint): readonly [key: string, domain: string | undefined] {
  const name = text(e["hostname"]).toLowerCase();
  const dot = name.endsWith(".example.com") ? name.indexOf(".") : -1;
  return dot < 0 ? [name, undefined] : [name.slice(0, dot), name.slice(dot + 1)];
}

/** Every reason not to delete an endpoint that its record, its siblings and the directories give. */
function objections(
  allowed: readonly string[],
  directories: readonly Directory[],
  siblings: readonly SimEndpoint[],
  e: SimEndpoint,
  now: number,
) {
  const found: string[] = [];
  const os = (e["os"] ?? {}) as JsonObject;
  const person = (e["associatedPerson"] ?? {}) as { name?: string; viaLogin?: string };
  const server =
    e["type"] !== "computer" ||
    os["isServer"] === undefined ||
    yes(os["isServer"]) ||
    /Server/.test(text(os["name"]));
  if (server) found.push("server");
  const seen = typeof e["lastSeenAt"] === "string" ? Date.parse(e["lastSeenAt"]) : Number.NaN;
  if (!(seen > Date.UTC(2010, 0, 1) && seen <= now + 300_000)) found.push("last_seen_unknown");
  else if (now - seen < (server ? 90 : 30) * DAY) found.push("recently_seen");
  if (e["registeredAt"] !== undefined && e["registeredAt"] === e["lastSeenAt"])
    found.push("never_checked_in");
  if ((e["isolation"] as JsonObject | undefined)?.["status"] === "isolated") found.push("isolated_or_locked");
  if (yes(e["cloned"])) found.push("cloned");

  const [key, suffix] = splitHost(e);
  const prefix = person.viaLogin?.split("\\").at(-2);
  const byLogin = suffix ?? directories.find(({ source }) => source.netbios === prefix)?.source.dns;
  if (byLogin !== undefined && !allowed.includes(byLogin)) found.push("identity_conflicting");
  const scope = directories.filter(({ source }) =>
    byLogin === undefined ? allowed.includes(source.dns) : source.dns === byLogin,
  );
  const computers = scope.flatMap((directory) =>
    (directory.byKey.get(key) ?? []).map((computer) => ({ directory, computer })),
  );
  const standing = computers.filter(({ computer }) => one(computer, "isDeleted") !== "TRUE");
  const vips = directories.flatMap((directory) => directory.vips);
  const names = new Set(vips.flatMap((vip) => [one(vip, "displayName"), one(vip, "userPrincipalName")]));
  const logins = new Set(vips.map((vip) => one(vip, "sAMAccountName")));
  if (person.viaLogin === undefined) found.push("vip_unknown");
  if (names.has(person.name) || names.has(person.viaLogin)) found.push("vip_owner");
  if (logins.has(person.viaLogin?.split("\\").at(-1))) found.push("vip_owner");

  if (siblings.some((other) => now - Date.parse(text(other["lastSeenAt"])) < 30 * DAY)) {
    found.push("superseded_duplicate");
  }
  if (standing.length === 0)
    found.push(computers.length > 0 ? "vanished_from_directory" : "not_in_directory");
  if (standing.length > 1) found.push("identity_ambiguous");
  const [match] = standing;
  return match === undefined || standing.length > 1
    ? found
    : [...found, ...computerObjections(match.directory, match.computer, os, vips, now)];
}

function computerObjections(
  { source, retiredOus }: Directory,
  computer: Attributes,
  os: JsonObject,
  vips: readonly Attributes[],
  now: number,
): string[] {
  const found: string[] = [];
  const dn = one(computer, "dn")!;
  if (!dn.endsWith(`,${source.retiredOu}`)) found.push("directory_not_retired");
  if ((Number(one(computer, "userAccountControl")) & 2) === 0) found.push("retired_but_enabled");
  const above = retiredOus.filter((ou) => dn.endsWith(`,${one(ou, "dn")}`));
  const since = Math.max(...[computer, ...above].map((entry) => time(one(entry, "whenChanged"))));
  if (now - since < 14 * DAY) found.push("retired_too_recently");
  if (filetime(one(computer, "lastLogonTimestamp")) > since + 15 * DAY) {
    found.push("directory_activity_after_retirement");
  }
  const build = /\((\d+)\)$/.exec(one(computer, "operatingSystemVersion") ?? "")?.[1];
  if (build === undefined || os["build"] === undefined) found.push("os_build_unknown");
  else if (Number(build) !== os["build"]) found.push("os_build_mismatch");
  const roles = (computer.get("servicePrincipalName") ?? []).some((spn) =>
    spn.startsWith("MSClusterVirtualServer/"),
  );
  if (roles || ["516", "521"].includes(one(computer, "primaryGroupID")!)) found.push("infrastructure_role");
  if (vips.some((vip) => one(vip, "dn") === one(computer, "managedBy"))) found.push("vip_owner");
  return found;
}

/** Every endpoint with its story, whether it lives, and what speaks against deleting it. */
function judge(world: World, now: number) {
  const directories = world.directories.map(readDirectory);
  const byName = new Map<string, SimEndpoint[]>();
  const nameKey = (tenant: string, e: SimEndpoint): string => `${tenant} ${splitHost(e)[0]}`;
  for (const { id, endpoints } of world.estate.tenants.values()) {
    for (const e of endpoints.values()) {
      byName.set(nameKey(id, e), [...(byName.get(nameKey(id, e)) ?? []), e]);
    }
  }
  return [...world.truth.values()].flatMap((truth) => {
    const endpoint = world.estate.tenants.get(truth.tenant)!.endpoints.get(truth.endpoint);
    if (endpoint === undefined) return [];
    const siblings = byName.get(nameKey(truth.tenant, endpoint))!.filter((other) => other !== endpoint);
    const allowed = world.tenantDomains.get(truth.tenant)!;
    return [{ truth, endpoint, objections: objections(allowed, directories, siblings, endpoint, now) }];
  });
}

const imitators = (world: World, now: number) =>
  judge(world, now).filter(
    ({ truth, objections: all }) => truth.alive && all.every((objection) => ACCEPTABLE.has(objection)),
  );

const OPTIONS: WorldOptions = { seed: 7, endpoints: 1_000, tenants: 3, directories: 2, start: START };

describe("look-alikes", () => {
  it("no living machine looks retired in every field that no policy can accept away, in any world", () => {
    fc.assert(
      fc.property(
        fc.record({
          seed: fc.integer(),
          endpoints: fc.integer({ min: 1, max: 500 }),
          tenants: fc.integer({ min: 1, max: 5 }),
          directories: fc.integer({ min: 1, max: 3 }),
        }),
        (options) => {
          expect(imitators(createWorld({ ...options, start: START }), START)).toEqual([]);
        },
      ),
      { numRuns: 15 },
    );
  });

  it("and none comes to look so as time passes", () => {
    const world = createWorld(OPTIONS);
    for (const days of [3, 9, 13, 20, 35, 60, 120, 300]) {
      const now = START + days * DAY;
      world.advanceTo(now);
      expect({ days, imitators: imitators(world, now) }).toEqual({ days, imitators: [] });
    }
  });

  it.each([200, 1_000, 4_000])(
    "of %i endpoints 5 to 8 in a hundred are retired beyond doubt",
    (endpoints) => {
      const world = createWorld({ ...OPTIONS, endpoints });
      const clean = judge(world, START).filter(({ objections: all }) => all.length === 0);
      expect(clean.length / endpoints).toBeGreaterThanOrEqual(0.05);
      expect(clean.length / endpoints).toBeLessThanOrEqual(0.08);
      expect(clean.filter(({ truth }) => truth.alive)).toEqual([]);
    },
  );

  it("living machines lie in the retired OU, and each is told apart in another way", () => {
    const lying = judge(createWorld(OPTIONS), START).filter(
      ({ truth, objections: all }) =>
        truth.alive &&
        !["not_in_directory", "directory_not_retired", "identity_ambiguous"].some((o) => all.includes(o)),
    );
    const ways = new Set(lying.flatMap(({ objections: all }) => all));
    expect([...ways]).toEqual(
      expect.arrayContaining([
        "recently_seen",
        "retired_too_recently",
        "retired_but_enabled",
        "directory_activity_after_retirement",
        "isolated_or_locked",
        "vip_owner",
        "os_build_mismatch",
        "infrastructure_role",
        "last_seen_unknown",
        "never_checked_in",
      ]),
    );
  });

  it("the two kinds of VIP, and the one whose last user was a technician, each protect a machine alone", () => {
    const onlyVip = judge(createWorld(OPTIONS), START).filter(
      ({ truth, objections: all }) => truth.alive && all.length > 0 && all.every((o) => o === "vip_owner"),
    );
    const technicians = onlyVip.filter(({ endpoint }) =>
      text((endpoint["associatedPerson"] as JsonObject)["viaLogin"]).includes("\\adm-"),
    );
    expect(technicians.length).toBeGreaterThan(0);
    expect(onlyVip.length).toBeGreaterThan(technicians.length);
  });
});
