import { z } from "zod";
import type { Endpoint, EndpointGroup } from "../../core/model/endpoint.ts";
import { endpointId, tenantId, type TenantId } from "../../core/model/ids.ts";
import { parseInstant, type Instant } from "../../core/model/instant.ts";
import { isKnown, isUnknown, missing, type Maybe } from "../../core/model/unknown.ts";
import { booleanOf, countOf, fieldOf, illegible, listOf, textOf } from "./decode.ts";

// The API documents 28 properties and sends more or fewer: unknown keys are ignored, missing ones are unknown values.
// Only a record whose identity is not certain is refused.

/** Longest values that can be meant: DNS names end at 253 characters, the others are set well above anything seen. */
const name = textOf(255);
const long = textOf(512);
const word = textOf(64);

const address = listOf(256, textOf(64), isKnown<string>);
// A tag without a value is written with an empty one.
const tag = (value: unknown): Maybe<string> => {
  const key = name(fieldOf(value, "key"));
  const content = name(fieldOf(value, "value"));
  if (isUnknown(key) || (isUnknown(content) && content.unknown !== "missing")) return illegible(value);
  return `${key}:${isKnown(content) ? content : ""}`;
};
// One that names no group at all makes the whole hierarchy illegible: the group that a rule asks for might be that one.
const hierarchyGroup = (value: unknown): Maybe<EndpointGroup> => {
  const group = groupOf(value);
  return isKnown(group.id) || isKnown(group.name) ? group : illegible(value);
};
const groupOf = (group: unknown): EndpointGroup => ({
  id: word(fieldOf(group, "id")),
  name: long(fieldOf(group, "name")),
});
// Nobody nests groups so deeply. An empty one lacks even the device's own group, and so says nothing of those above it.
const groups = listOf(100, hierarchyGroup, isKnown<EndpointGroup>);
const hierarchy = (value: unknown): Maybe<readonly EndpointGroup[]> => {
  const read = groups(value);
  return isKnown(read) && read.length === 0 ? missing : read;
};
const tags = listOf(100, tag, isKnown<string>);

// Either flag means isolated, whatever the status says: such a device is kept.
const isolation = (section: unknown): Maybe<"isolated" | "notIsolated"> => {
  const flags = ["adminIsolated", "selfIsolated"].map((key) => booleanOf(fieldOf(section, key)));
  if (flags.includes(true)) return "isolated";
  const status = word(fieldOf(section, "status"));
  return isUnknown(status) || status === "isolated" || status === "notIsolated" ? status : illegible(status);
};

// The raw text of an illegible instant has to be as storable as any other.
const instantOf = (value: unknown): Maybe<Instant> => {
  if (typeof value === "object" && value !== null) return illegible(value);
  const at = parseInstant(value);
  return isUnknown(at) && at.unknown === "invalid" ? illegible(value) : at;
};

const optional = z.unknown().optional();

/** The record at the boundary: its id, and whatever else it brought. */
const Raw = z.object({
  id: z.string(),
  tenant: z.looseObject({ id: z.string() }).nullish(),
  hostname: optional.transform(name),
  type: optional.transform(word),
  os: optional.transform((os) => ({
    isServer: booleanOf(fieldOf(os, "isServer")),
    platform: word(fieldOf(os, "platform")),
    name: name(fieldOf(os, "name")),
    majorVersion: countOf(fieldOf(os, "majorVersion")),
    minorVersion: countOf(fieldOf(os, "minorVersion")),
    build: countOf(fieldOf(os, "build")),
  })),
  lastSeenAt: optional.transform(instantOf),
  registeredAt: optional.transform(instantOf),
  associatedPerson: optional.transform((person) => ({
    id: word(fieldOf(person, "id")),
    name: long(fieldOf(person, "name")),
    viaLogin: long(fieldOf(person, "viaLogin")),
  })),
  serialNumber: optional.transform(name),
  macAddresses: optional.transform(address),
  group: optional.transform(groupOf),
  groupHierarchy: optional.transform(hierarchy),
  tags: optional.transform(tags),
  isolation: optional.transform(isolation),
  lockdown: optional.transform((lockdown) => word(fieldOf(lockdown, "status"))),
  online: optional.transform(booleanOf),
  cloned: optional.transform(booleanOf),
  tamperProtectionEnabled: optional.transform(booleanOf),
});

/** Why a record is refused: it has no legible id, or belongs to another tenant. It says nothing of the record itself. */
export type Malformed = "no_object" | "no_id" | "other_tenant";

/** Reads one record of the tenant that was asked for. */
export function parseEndpoint(record: unknown, tenant: TenantId): Endpoint | Malformed {
  if (typeof record !== "object" || record === null || Array.isArray(record)) return "no_object";
  const parsed = Raw.safeParse(record);
  if (!parsed.success)
    return parsed.error.issues.some((issue) => issue.path[0] === "tenant") ? "other_tenant" : "no_id";
  const raw = parsed.data;
  const id = endpointId(raw.id);
  if (id === undefined) return "no_id";
  const own = raw.tenant?.id;
  if (own !== undefined && tenantId(own) !== tenant) return "other_tenant";
  return {
    id,
    tenant,
    hostname: raw.hostname,
    type: raw.type,
    os: raw.os,
    lastSeenAt: raw.lastSeenAt,
    registeredAt: raw.registeredAt,
    person: raw.associatedPerson,
    serialNumber: raw.serialNumber,
    macAddresses: raw.macAddresses,
    groupId: raw.group.id,
    groupName: raw.group.name,
    groupHierarchy: raw.groupHierarchy,
    tags: raw.tags,
    isolation: raw.isolation,
    lockdown: raw.lockdown,
    online: raw.online,
    cloned: raw.cloned,
    tamperProtectionEnabled: raw.tamperProtectionEnabled,
  };
}
