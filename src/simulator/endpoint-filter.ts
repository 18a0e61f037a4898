import type { Behaviour } from "./behaviour.ts";
import { badRequest } from "./envelope.ts";
import type { SimEndpoint } from "./estate.ts";
import { at, stringAt, stringsAt } from "./json-path.ts";
import type { Query } from "./parameters.ts";
import { flag, list, oneOf, text, uuids } from "./parameters.ts";
import { timeParameter } from "./time-parameter.ts";

type Test = (endpoint: SimEndpoint) => boolean;

const LOCKDOWN = [
  "creatingWhitelist",
  "installing",
  "locked",
  "locking",
  "notInstalled",
  "registering",
  "starting",
  "stopping",
  "unavailable",
  "uninstalled",
  "unlocked",
];

/** Older lockdown states are reported, and so found, under newer names. */
const LOCKDOWN_NOW: Readonly<Record<string, string>> = {
  creatingWhitelist: "locking",
  installing: "locking",
  registering: "locking",
  starting: "locking",
  stopping: "locked",
  uninstalled: "unlocked",
};

const lockdownNow = (status: string): string => LOCKDOWN_NOW[status] ?? status;

/** The documented length of a …Contains filter. */
const CONTAINS_LENGTH = 10;

const SEARCH_FIELDS: Readonly<Record<string, (endpoint: SimEndpoint) => readonly (string | undefined)[]>> = {
  hostname: (endpoint) => [stringAt(endpoint, "hostname")],
  groupName: () => [], // suspended by Sophos: finds nothing
  associatedPersonName: (endpoint) => [stringAt(endpoint, "associatedPerson", "name")],
  ipAddresses: (endpoint) => [
    ...stringsAt(endpoint, "ipv4Addresses"),
    ...stringsAt(endpoint, "ipv6Addresses"),
  ],
  osName: (endpoint) => [stringAt(endpoint, "os", "name")],
};

const SUSPENDED = ["groupNameContains", "assignedToGroup", "groupIds"];

const includes = (whole: string | undefined, part: string): boolean =>
  whole !== undefined && whole.toLowerCase().includes(part.toLowerCase());

/** A MAC address without its separators: the filter takes every notation. */
const macKey = (mac: string): string => mac.replaceAll(/[-:.]/g, "").toLowerCase();

function values(
  query: Query,
  name: string,
  allowed: readonly string[] | undefined,
  ...path: string[]
): Test[] {
  const wanted = allowed === undefined ? list(query, name) : oneOf(query, name, allowed);
  if (wanted === undefined) return [];
  return [(endpoint) => wanted.includes(stringAt(endpoint, ...path) ?? "")];
}

function switches(query: Query, name: string): Test[] {
  const wanted = flag(query, name);
  return wanted === undefined ? [] : [(endpoint) => at(endpoint, name) === wanted];
}

function contains(query: Query, name: string, behaviour: Behaviour, ...path: string[]): Test[] {
  const given = text(query, name);
  if (given === undefined) return [];
  const part = behaviour.contains === "firstTen" ? given.slice(0, CONTAINS_LENGTH) : given;
  return [(endpoint) => includes(stringAt(endpoint, ...path), part)];
}

/** `…Before` is exclusive, `…After` inclusive. */
function period(query: Query, prefix: string, field: string, now: number, behaviour: Behaviour): Test[] {
  const before = timeParameter(query, `${prefix}Before`, now);
  const after = timeParameter(query, `${prefix}After`, now);
  if (before === undefined && after === undefined) return [];
  return [
    (endpoint) => {
      const when = Date.parse(stringAt(endpoint, field) ?? "");
      if (Number.isNaN(when)) return behaviour.missingLastSeen === "included" && after === undefined;
      return (before === undefined || when < before) && (after === undefined || when >= after);
    },
  ];
}

function search(query: Query): Test[] {
  const fields = oneOf(query, "searchFields", Object.keys(SEARCH_FIELDS)) ?? ["hostname"];
  const wanted = text(query, "search");
  if (wanted === undefined) return [];
  const readers = fields.flatMap((field) => SEARCH_FIELDS[field] ?? []);
  return [(endpoint) => readers.some((read) => read(endpoint).some((value) => includes(value, wanted)))];
}

function addresses(query: Query): Test[] {
  const ips = list(query, "ipAddresses");
  const macs = list(query, "macAddresses")?.map(macKey);
  return [
    ...(ips === undefined
      ? []
      : [
          (endpoint: SimEndpoint) =>
            [...stringsAt(endpoint, "ipv4Addresses"), ...stringsAt(endpoint, "ipv6Addresses")].some((ip) =>
              ips.includes(ip),
            ),
        ]),
    ...(macs === undefined
      ? []
      : [
          (endpoint: SimEndpoint) =>
            stringsAt(endpoint, "macAddresses").some((mac) => macs.includes(macKey(mac))),
        ]),
  ];
}

function cloud(query: Query): Test[] {
  const wanted = list(query, "cloud")?.map((entry) => entry.split(":"));
  if (wanted === undefined) return [];
  return [
    (endpoint) =>
      wanted.some(
        ([provider, instance]) =>
          stringAt(endpoint, "cloud", "provider") === provider &&
          (instance === undefined || stringAt(endpoint, "cloud", "instanceId") === instance),
      ),
  ];
}

function lockdown(query: Query): Test[] {
  const wanted = oneOf(query, "lockdownStatus", LOCKDOWN)?.map(lockdownNow);
  if (wanted === undefined) return [];
  return [(endpoint) => wanted.includes(lockdownNow(stringAt(endpoint, "lockdown", "status") ?? ""))];
}

function ids(query: Query): Test[] {
  const wanted = uuids(query, "ids");
  if (wanted === undefined) return [];
  const set = new Set(wanted);
  return [(endpoint) => set.has(endpoint.id.toLowerCase())];
}

/**
 * Every documented filter of the list of endpoints, as one test. `now` is what durations are relative to. An illegible value
 * is refused with 400, an unknown parameter ignored.
 */
export function endpointFilter(query: Query, now: number, behaviour: Behaviour): Test {
  if (behaviour.groupFilters === "rejected" && SUSPENDED.some((name) => query.has(name))) {
    throw badRequest("filtering by group is temporarily not supported");
  }
  const tests = [
    ...ids(query),
    ...values(query, "healthStatus", ["good", "suspicious", "bad", "unknown"], "health", "overall"),
    ...values(query, "type", ["computer", "server", "securityVm"], "type"),
    ...values(query, "isolationStatus", ["isolated", "notIsolated"], "isolation", "status"),
    // Not checked against its documented values: real states are missing there, and such a filter finds nothing.
    ...values(query, "overallEncryptionStatus", undefined, "encryption", "overallStatus"),
    ...lockdown(query),
    ...switches(query, "tamperProtectionEnabled"),
    ...switches(query, "tamperProtectionSupported"),
    ...switches(query, "online"),
    ...period(query, "lastSeen", "lastSeenAt", now, behaviour),
    ...period(query, "lastOsUpdate", "lastOsUpdateAt", now, behaviour),
    ...period(query, "lastAgentUpdate", "lastAgentUpdateAt", now, behaviour),
    ...contains(query, "hostnameContains", behaviour, "hostname"),
    ...contains(query, "associatedPersonContains", behaviour, "associatedPerson", "name"),
    ...contains(query, "serialNumberContains", { ...behaviour, contains: "whole" }, "serialNumber"),
    ...search(query),
    ...addresses(query),
    ...cloud(query),
  ];
  return (endpoint) => tests.every((test) => test(endpoint));
}
