// Whether a device that we deleted is back. A return says that a deletion was wrong, or has become it: it stops everything, so
// it rests on evidence that names the machine. A name alone is told and alarms nobody.
import { endpointKeys, hostnameKey } from "../identity/keys.ts";
import type { ComputerRef } from "../identity/match.ts";
import { isSameRef } from "../identity/match-endpoint.ts";
import { macKeys } from "../identity/mac-keys.ts";
import { MOST_PER_SERIAL } from "../identity/same-machine.ts";
import type { Computer } from "../model/computer.ts";
import type { Endpoint } from "../model/endpoint.ts";
import type { EndpointId, TenantId } from "../model/ids.ts";
import { HOUR, MINUTE, type Instant } from "../model/instant.ts";
import { isKnown } from "../model/unknown.ts";
import type { RegistrationEvent } from "./registration-event.ts";

/** What shows that a device is back. */
export const RETURN_SIGNS = [
  "same_id", // Central lists the very id again: it was restored in the console
  "central_event", // Central told that a machine enrolled under its very id, or was protected or merged under it, after the deletion
  "same_serial", // a new endpoint carries its serial number
  "same_name_and_mac", // a new endpoint of its name carries one of its network addresses
  "same_computer_and_person", // a new endpoint stands for its computer, and the same person uses it
  "directory_activity", // its computer logged on to the directory, or changed its password, after the deletion
  "person_says_so", // somebody said that it is back
] as const;
export type ReturnSign = (typeof RETURN_SIGNS)[number];

/** A deletion of ours that can still be undone, and what was known of its device. */
export interface WatchedDevice {
  readonly tenant: TenantId;
  /** As the last complete reading before the deletion had it. */
  readonly endpoint: Endpoint;
  readonly deletedAt: Instant;
  /** The computer it was taken for. */
  readonly computer: ComputerRef | undefined;
}

/** An endpoint of the same tenant that appeared after the deletion. */
export interface Newcomer {
  readonly endpoint: Endpoint;
  /** The computer that it is matched to; undefined while it is matched to none. */
  readonly computer: ComputerRef | undefined;
  /** When it first appeared to us. */
  readonly appearedAt: Instant;
  /** How many current endpoints of the tenant carry its serial number. */
  readonly serialCount: number;
}

/** What is seen of a watched device now. */
export interface Sightings {
  /** Since when a complete reading has its very id again: after readings that had not, or after its deletion was read back as done. */
  readonly listedAgainAt: Instant | undefined;
  /** Those that share its name or its serial number. */
  readonly newcomers: readonly Newcomer[];
  /** What Central told of its id or its name. */
  readonly events: readonly RegistrationEvent[];
  /** Its computer as its directory has it now. */
  readonly computer: Computer | undefined;
}

/** A device that is back: every sign, when it was first seen, and under which id. */
export interface DetectedReturn {
  readonly signs: readonly ReturnSign[];
  readonly at: Instant;
  /** Its new endpoint; the old id where it was restored, undefined where only the directory tells of it. */
  readonly as: EndpointId | undefined;
}

export type Watched =
  | ({ readonly kind: "returned" } & DetectedReturn)
  /** Others of its name appeared, and nothing says that one is the same machine. */
  | { readonly kind: "namesake"; readonly others: readonly EndpointId[] }
  | { readonly kind: "quiet" };

/** Clocks of domain controllers agree within minutes (Kerberos allows five); an hour is beyond any doubt. */
const CLOCKS_APART = HOUR;
/** Central's clock and ours differ by no more, or nothing is read or deleted at all. */
const CENTRAL_APART = 5 * MINUTE;

/** Looks for a device that we deleted. Pure; what is unknown shows neither that it is back nor that it is not. */
export function lookFor(device: WatchedDevice, seen: Sightings): Watched {
  const found: { sign: ReturnSign; at: Instant; as: EndpointId | undefined }[] = [];
  if (seen.listedAgainAt !== undefined)
    found.push({ sign: "same_id", at: seen.listedAgainAt, as: device.endpoint.id });
  for (const event of seen.events) {
    if (event.endpoint === device.endpoint.id && event.at > device.deletedAt + CENTRAL_APART)
      found.push({ sign: "central_event", at: event.at, as: event.endpoint });
  }
  const newcomers = seen.newcomers.filter(({ endpoint }) => endpoint.id !== device.endpoint.id);
  for (const newcomer of newcomers) {
    for (const sign of signsOf(device, newcomer))
      found.push({ sign, at: newcomer.appearedAt, as: newcomer.endpoint.id });
  }
  const active = activeAt(device, seen.computer);
  if (active !== undefined) found.push({ sign: "directory_activity", at: active, as: undefined });
  const [first] = [...found].sort((a, b) => a.at - b.at);
  if (first !== undefined) {
    const signs = RETURN_SIGNS.filter((sign) => found.some((one) => one.sign === sign));
    return { kind: "returned", signs, at: first.at, as: found.find(({ as }) => as !== undefined)?.as };
  }
  const others = namesakes(device, newcomers, seen.events);
  return others.length === 0 ? { kind: "quiet" } : { kind: "namesake", others };
}

/** Others of its name: endpoints that are there, and those that an event names and no reading has found. */
function namesakes(
  { endpoint: old, deletedAt }: WatchedDevice,
  newcomers: readonly Newcomer[],
  events: readonly RegistrationEvent[],
): readonly EndpointId[] {
  const { hostKey } = endpointKeys(old);
  if (hostKey === undefined) return [];
  const listed = newcomers
    .filter(({ endpoint }) => endpointKeys(endpoint).hostKey === hostKey)
    .map(({ endpoint }) => endpoint.id);
  const told = events
    .filter(
      ({ at, hostname }) =>
        at > deletedAt && hostname !== undefined && hostnameKey(hostname)?.host === hostKey,
    )
    .flatMap(({ endpoint }) => (endpoint === undefined || endpoint === old.id ? [] : [endpoint]));
  return [...new Set([...listed, ...told])].sort();
}

/** What says that a newcomer is the device: a serial number, or its name with something that only this machine had. */
function signsOf(
  device: WatchedDevice,
  { endpoint, computer, serialCount }: Newcomer,
): readonly ReturnSign[] {
  const [old, now] = [endpointKeys(device.endpoint), endpointKeys(endpoint)];
  const bothSerials = old.serialKey !== undefined && now.serialKey !== undefined;
  if (bothSerials && old.serialKey === now.serialKey && serialCount <= MOST_PER_SERIAL)
    return ["same_serial"];
  // Another serial number is another machine, whatever it is called: names are given anew.
  if (bothSerials && old.serialKey !== now.serialKey) return [];
  if (old.hostKey === undefined || old.hostKey !== now.hostKey) return [];
  const sameComputer =
    device.computer !== undefined && computer !== undefined && isSameRef(device.computer, computer);
  return [
    ...(sharesMac(device.endpoint, endpoint) ? (["same_name_and_mac"] as const) : []),
    ...(sameComputer && samePerson(device.endpoint, endpoint) ? (["same_computer_and_person"] as const) : []),
  ];
}

function sharesMac(a: Endpoint, b: Endpoint): boolean {
  if (!isKnown(a.macAddresses) || !isKnown(b.macAddresses)) return false;
  const theirs = new Set(macKeys(b.macAddresses));
  return macKeys(a.macAddresses).some((key) => theirs.has(key));
}

function samePerson({ person: a }: Endpoint, { person: b }: Endpoint): boolean {
  if (isKnown(a.id) && isKnown(b.id)) return a.id === b.id;
  return isKnown(a.viaLogin) && isKnown(b.viaLogin) && a.viaLogin.toLowerCase() === b.viaLogin.toLowerCase();
}

/** The first date after the deletion at which its computer was alive: both stamps prove life, and are late, never early. */
function activeAt({ deletedAt }: WatchedDevice, computer: Computer | undefined): Instant | undefined {
  if (computer === undefined || computer.deleted) return undefined;
  const after = [computer.lastLogonAt, computer.passwordSetAt]
    .filter(isKnown)
    .filter((at) => at > deletedAt + CLOCKS_APART);
  return after.length === 0 ? undefined : after.reduce((a, b) => (a < b ? a : b));
}
