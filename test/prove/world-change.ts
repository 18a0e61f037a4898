// What may happen to a device between the plan and its deletion. Whoever lives by it must not be deleted any more.
import { endpointKeys } from "../../src/core/identity/keys.ts";
import { DAY, HOUR, MINUTE } from "../../src/core/model/instant.ts";
import { missing, type Maybe } from "../../src/core/model/unknown.ts";
import type { SimEndpoint, SimTenant } from "../../src/simulator/estate.ts";
import type { Dice } from "../../src/simulator/world/prng.ts";
import type { Truth, World } from "../../src/simulator/world/world.ts";
import type { ComeBack } from "./come-back.ts";
import {
  changedAt,
  holds,
  nameKey,
  vipOf,
  withEdits,
  type DirectoryEdit,
  type DirectoryEdits,
} from "./directory-edits.ts";

export const WORLD_CHANGES = [
  "wakes_up",
  "moved_back",
  "enabled_again",
  "owner_is_vip",
  "managed_by_vip",
  "reimaged",
  "renamed_in_central",
  "renamed_in_directory",
  "handed_to_another",
  "logged_on",
  "deleted_by_others",
  "alert_raised",
  "isolated",
  "migrating",
  "moved_to_kept_group",
] as const;
export type WorldChange = (typeof WORLD_CHANGES)[number];

/** The group of each tenant whose devices nobody may delete. */
export const KEPT_GROUP = "Do not delete";

/** A world that others change while Rollcall works in it. */
export interface HostileWorld {
  readonly world: World;
  /** Lets something happen to a device; false when it cannot happen to this one. */
  change(what: WorldChange, tenant: string, endpoint: string, at: number): boolean;
  /** Keeps what a device looks like while it is listed: what comes back looks the same. */
  remember(tenant: string, endpoint: string): void;
  /** Brings a deleted device back; false when this one cannot come back like that. */
  comeBack(what: ComeBack, tenant: string, endpoint: string, at: number): boolean;
}

/**
 * What a day does not undo: from then on its device lives. Another person on a machine that goes on being silent, in a retired
 * OU, stops the plan of that day only.
 */
const FOR_A_DAY: ReadonlySet<WorldChange> = new Set(["handed_to_another"]);
/** Here the record that was planned stays one of nobody. */
const OF_NOBODY: ReadonlySet<WorldChange> = new Set(["reimaged", "deleted_by_others"]);

interface Victim {
  readonly tenant: SimTenant;
  readonly record: SimEndpoint & Record<string, unknown>;
  readonly truth: Truth;
  readonly name: string;
  readonly at: number;
}

export function hostileWorld(made: World, dice: Dice): HostileWorld {
  const edits: DirectoryEdits = new Map();
  const truth = new Map(made.truth);
  // A world that goes on writes its records anew: what happened here is said again after it.
  const listed = new Map<string, SimEndpoint>();
  const lasting: ((at: number) => void)[] = [];
  const world: World = {
    ...made,
    directories: made.directories.map((directory) => withEdits(directory, edits)),
    get truth() {
      for (const [key, one] of made.truth) if (!truth.has(key)) truth.set(key, one);
      return truth;
    },
    advanceTo(at) {
      made.advanceTo(at);
      for (const again of lasting) again(at);
    },
  };
  const edit = (name: string, changes: DirectoryEdit): boolean => {
    if (!made.directories.some((directory) => holds(directory, name))) return false;
    edits.set(name, { ...edits.get(name), ...changes });
    return true;
  };

  const changes: Record<WorldChange, (victim: Victim) => boolean> = {
    wakes_up: ({ record, at }) => reports(record, lasting, at),
    moved_back: ({ name, at }) => edit(name, { at, place: "OU=Devices", enabled: true }),
    enabled_again: ({ name, at }) => edit(name, { at, enabled: true }),
    owner_is_vip: ({ record, name }) => {
      const directory = made.directories.find((one) => holds(one, name));
      const vip = directory === undefined ? undefined : vipOf(directory);
      if (directory === undefined || vip === undefined) return false;
      record["associatedPerson"] = { viaLogin: `${directory.netbios}\\${vip.login}` };
      return true;
    },
    managed_by_vip: ({ name, at }) => {
      const directory = made.directories.find((one) => holds(one, name));
      const vip = directory === undefined ? undefined : vipOf(directory);
      if (vip === undefined) return false;
      return edit(name, { at, managedBy: vip.dn });
    },
    reimaged: ({ tenant, record, truth: old, at, name }) => {
      const id = anotherId(old.endpoint, dice);
      const born = new Date(at - HOUR).toISOString();
      tenant.endpoints.set(id, { ...record, id, registeredAt: born });
      reports(tenant.endpoints.get(id) as Victim["record"], lasting, at);
      truth.set(`${tenant.id}/${id}`, { ...old, endpoint: id, story: "reimaged_new", alive: true });
      edit(name, { at, place: "OU=Devices", enabled: true });
      return true;
    },
    renamed_in_central: ({ record, name }) => {
      record["hostname"] = `${name.slice(0, 12)}-RN`;
      return true;
    },
    renamed_in_directory: ({ name, at }) => edit(name, { at, name: `${name.slice(0, 12)}-RN` }),
    // To a new person every time: to the same one again, nothing would have happened.
    handed_to_another: ({ record, at }) => {
      record["associatedPerson"] = { name: `Somebody Else ${at}`, viaLogin: `SOMEBODY\\else${at}` };
      return true;
    },
    // A logon soon after the retirement is what the last days in use look like: by itself it says nothing.
    logged_on: ({ name, at }) => {
      if (at - changedAt(made, name) < 20 * DAY) return false;
      return edit(name, { at, loggedOn: true });
    },
    deleted_by_others: ({ tenant, record }) => tenant.endpoints.delete(record.id),
    alert_raised: ({ tenant, record, at }) => {
      const id = `alert-${record.id}`;
      const raisedAt = new Date(at - MINUTE).toISOString();
      tenant.alerts.set(id, {
        id,
        severity: "high",
        raisedAt,
        managedAgent: { id: record.id, type: "computer" },
      });
      return true;
    },
    isolated: ({ record }) => {
      record["isolation"] = { status: "isolated", adminIsolated: true, selfIsolated: false };
      return true;
    },
    migrating: ({ tenant, record, at }) => {
      const id = `${record.id.slice(0, 35)}f`;
      tenant.migrations.set(id, {
        id,
        mode: "sending",
        createdAt: new Date(at).toISOString(),
        expiresAt: new Date(at + 30 * DAY).toISOString(),
        fromTenant: tenant.id,
        toTenant: id,
        endpoints: [{ id: record.id, status: "pending" }],
      });
      return true;
    },
    moved_to_kept_group: ({ tenant, record }) => {
      const group = [...tenant.groups.values()].find(({ name }) => name === KEPT_GROUP);
      if (group === undefined) return false;
      const moved = { id: group.id, name: KEPT_GROUP };
      Object.assign(record, { group: moved, groupHierarchy: [moved] });
      return true;
    },
  };
  const returns: Record<ComeBack, (victim: Victim) => boolean> = {
    restored: ({ tenant, record, at }) => {
      const again = { ...record };
      tenant.endpoints.set(record.id, again);
      return reports(again, lasting, at);
    },
    enrols_again: ({ tenant, record, truth: old, at }) => {
      if (
        endpointKeys({ hostname: missing, serialNumber: textOf(record["serialNumber"]) }).serialKey ===
        undefined
      )
        return false;
      const id = anotherId(record.id, dice);
      const again = { ...record, id, registeredAt: new Date(at - HOUR).toISOString() };
      tenant.endpoints.set(id, again);
      truth.set(`${tenant.id}/${id}`, { ...old, endpoint: id, story: "reimaged_new", alive: true });
      return reports(again, lasting, at);
    },
    logs_on: ({ name, at }) => edit(name, { at, loggedOn: true }),
    told_by_event: ({ tenant, record, at }) => {
      const when = new Date(at - MINUTE).toISOString();
      tenant.events.push({
        id: `event-${record.id}`,
        type: "Event::Endpoint::Reprotected",
        endpoint_id: record.id,
        when,
        created_at: when,
      });
      return true;
    },
  };
  return {
    world,
    change(what, tenantId, endpoint, at) {
      const tenant = made.estate.tenants.get(tenantId);
      const record = tenant?.endpoints.get(endpoint);
      const known = truth.get(`${tenantId}/${endpoint}`);
      if (tenant === undefined || record === undefined || known === undefined) return false;
      if (!changes[what]({ tenant, record, truth: known, name: nameKey(known.hostname), at })) return false;
      if (OF_NOBODY.has(what)) return true;
      // The world itself counts it as gone again as soon as it goes on: what lasts is kept aside of it.
      if (FOR_A_DAY.has(what)) known.alive = true;
      else truth.set(`${tenantId}/${endpoint}`, { ...known, alive: true });
      return true;
    },
    remember(tenantId, endpoint) {
      const record = made.estate.tenants.get(tenantId)?.endpoints.get(endpoint);
      if (record !== undefined) listed.set(`${tenantId}/${endpoint}`, { ...record });
    },
    comeBack(what, tenantId, endpoint, at) {
      const key = `${tenantId}/${endpoint}`;
      const [tenant, known] = [made.estate.tenants.get(tenantId), truth.get(key)];
      const record = listed.get(key);
      if (tenant === undefined || known === undefined || record === undefined) return false;
      const name = nameKey(known.hostname);
      if (!returns[what]({ tenant, record, truth: known, name, at })) return false;
      truth.set(key, { ...known, alive: true });
      return true;
    },
  };
}

const anotherId = (id: string, dice: Dice): string =>
  `${id.slice(0, 24)}${dice.whole(0, 0xffff_ffff).toString(16).padStart(12, "0")}`;

const textOf = (value: unknown): Maybe<string> => (typeof value === "string" ? value : missing);

/** From now on it is switched on every day. */
function reports(record: Victim["record"], lasting: ((at: number) => void)[], at: number): boolean {
  const again = (now: number): void => {
    record["lastSeenAt"] = new Date(now - 5 * MINUTE).toISOString();
    record["online"] = true;
  };
  again(at);
  lasting.push(again);
  return true;
}
