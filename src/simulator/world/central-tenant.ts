// A tenant in Central before any device: its groups, its people, and what all of its records share.

import type { JsonObject, SimTenant } from "../estate.ts";
import type { WorldDomain } from "./domain.ts";
import { DAY } from "./life.ts";
import { tenantName } from "./names.ts";
import { worldPerson, type PersonNumber, type WorldPerson } from "./people.ts";
import { mix, uuid, UUID_KIND } from "./prng.ts";

type Identified = JsonObject & { readonly id: string };
/** Parts that many records have in common: one object in memory, never changed in place. */
type Shared = JsonObject;

export interface TenantSide {
  readonly index: number;
  readonly sim: SimTenant;
  readonly ref: Shared;
  /** By device class: the group and its hierarchy, own group first. */
  readonly groups: Readonly<Record<"computers" | "servers" | "kept", { group: Shared; hierarchy: Shared[] }>>;
  readonly vipGroup: string;
}

const REGIONS = [
  { region: "eu01", geography: "IE" },
  { region: "eu02", geography: "DE" },
  { region: "us03", geography: "US" },
] as const;

/** An empty tenant. `start` is when the world starts, in epoch ms. */
export function createTenant(
  seed: number,
  index: number,
  start: number,
  trouble: { readonly hasApiHost?: false; readonly managed?: false } = {},
): TenantSide {
  const id = uuid(seed, UUID_KIND.tenant, index);
  const ref = { id };
  const { region, geography } = REGIONS[index % REGIONS.length]!;
  const createdAt = new Date(start - 900 * DAY).toISOString();
  const groups = new Map<string, Identified>();
  const group = (slot: number, name: string, type: string, parent?: JsonObject) => {
    const groupId = uuid(seed, UUID_KIND.group, index * 8 + slot);
    groups.set(groupId, {
      id: groupId,
      name,
      description: "",
      type,
      tenant: ref,
      createdAt,
      updatedAt: createdAt,
    });
    const own: Shared = { id: groupId, name };
    const above: Shared[] = parent === undefined ? [] : [parent];
    const first = parent === undefined ? own : { ...own, parentId: parent["id"]! };
    return { group: own, hierarchy: [first, ...above] };
  };
  const top = group(0, "Computers", "computer");
  return {
    index,
    sim: {
      id,
      name: tenantName(index),
      region,
      geography,
      billingType: (["term", "usage", "term", "trial"] as const)[index % 4]!,
      hasApiHost: trouble.hasApiHost ?? true,
      managed: trouble.managed ?? true,
      endpoints: new Map(),
      groups,
      hiddenGroups: new Map(),
      users: new Map(),
      userGroups: new Map(),
      userGroupMembers: new Map(),
      alerts: new Map(),
      events: [],
      tamper: new Map(),
      migrations: new Map(),
      deleted: [],
    },
    ref,
    groups: {
      computers: group(1, "Laptops", "computer", top.group),
      servers: group(2, "Servers", "server"),
      kept: group(3, "Do not delete", "computer", top.group),
    },
    vipGroup: uuid(seed, UUID_KIND.group, index * 8 + 7),
  };
}

/** Users that Central made itself on a first login are called by it, and have no address. */
const isAutoCreated = (person: WorldPerson): boolean => !person.vip && person.number % 7 === 3;

/** What Central calls a person. */
export const centralName = (person: WorldPerson, domain: WorldDomain): string =>
  isAutoCreated(person) ? `${domain.netbios}\\${person.login}` : person.display;

/** The id of a person's user in a tenant; the user is made when first asked for. */
export function userOf(seed: number, side: TenantSide, domain: WorldDomain, number: PersonNumber): string {
  const id = uuid(mix(seed, side.index), UUID_KIND.person, (domain.index << 25) | (number & 0x1ff_ffff));
  if (side.sim.users.has(id)) return id;
  const person = worldPerson(seed, domain, number);
  const auto = isAutoCreated(person);
  const items = person.vip ? [{ id: side.vipGroup, name: "VIP" }] : [];
  side.sim.users.set(id, {
    id,
    name: centralName(person, domain),
    ...(auto
      ? {}
      : { firstName: person.first, lastName: person.last, email: person.mail, exchangeLogin: person.login }),
    domain: domain.dns,
    groups: { total: items.length, itemsCount: items.length, items },
    tenant: side.ref,
    source: { type: auto ? "custom" : "activeDirectory" },
    createdAt: "2024-01-08T07:00:00.000Z",
    updatedAt: "2024-01-08T07:00:00.000Z",
  });
  if (person.vip) addVip(side, domain, id, person.display);
  return id;
}

function addVip(side: TenantSide, domain: WorldDomain, id: string, name: string): void {
  const members = [...(side.sim.userGroupMembers.get(side.vipGroup) ?? []), id];
  side.sim.userGroupMembers.set(side.vipGroup, members);
  const before = side.sim.userGroups.get(side.vipGroup)?.["users"] as
    | { readonly items: JsonObject[] }
    | undefined;
  const items = [...(before?.items ?? []), { id, name }];
  side.sim.userGroups.set(side.vipGroup, {
    id: side.vipGroup,
    name: "VIP",
    displayName: "VIP",
    description: "Ask before anything",
    domain: domain.dns,
    source: { type: "activeDirectory" },
    users: { total: items.length, itemsCount: items.length, items },
    groups: { total: 0, itemsCount: 0, items: [] },
    tenant: side.ref,
    createdAt: "2024-01-08T07:00:00.000Z",
    updatedAt: "2024-01-08T07:00:00.000Z",
  });
}
