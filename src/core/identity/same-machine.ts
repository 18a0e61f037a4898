import type { Endpoint } from "../model/endpoint.ts";
import { isKnown } from "../model/unknown.ts";
import { endpointKeys } from "./keys.ts";
import type { Match } from "./match.ts";
import { isSameRef, matchEndpoint, type MatchInput } from "./match-endpoint.ts";

/** A serial number on more endpoints than this identifies none: cloned images and boards repeat one over many machines. */
export const MOST_PER_SERIAL = 3;

/** Another endpoint of the tenant that is the same machine, and what says so. */
export interface SameMachine {
  readonly endpoint: Endpoint;
  readonly by: readonly ("computer" | "serial")[];
}

/**
 * The siblings that are the same machine as an endpoint: matched to the same computer, or carrying the same serial number
 * where that number is no placeholder and stands on few devices. In order of id.
 */
export function sameMachine(
  input: Omit<MatchInput, "endpoint"> & {
    readonly endpoint: Endpoint;
    readonly siblings: readonly Endpoint[];
    readonly serialCount: number;
  },
  match: Match,
): readonly SameMachine[] {
  const serial = input.serialCount <= MOST_PER_SERIAL ? endpointKeys(input.endpoint).serialKey : undefined;
  const others = input.siblings.filter((sibling) => sibling.id !== input.endpoint.id);
  return others
    .map((sibling): SameMachine => {
      const byComputer = isSameComputer(match, matchEndpoint({ ...input, endpoint: sibling }));
      const bySerial = serial !== undefined && endpointKeys(sibling).serialKey === serial;
      return {
        endpoint: sibling,
        by: [...(byComputer ? (["computer"] as const) : []), ...(bySerial ? (["serial"] as const) : [])],
      };
    })
    .filter((same) => same.by.length > 0)
    .sort((a, b) => (a.endpoint.id < b.endpoint.id ? -1 : 1));
}

/** The newest of some endpoints by lastSeenAt; undefined when no date is known. */
export function newest(endpoints: readonly Endpoint[]): Endpoint | undefined {
  let found: Endpoint | undefined;
  let at = Number.NEGATIVE_INFINITY;
  for (const endpoint of endpoints) {
    if (!isKnown(endpoint.lastSeenAt) || endpoint.lastSeenAt <= at) continue;
    found = endpoint;
    at = endpoint.lastSeenAt;
  }
  return found;
}

function isSameComputer(a: Match, b: Match): boolean {
  if (a.tier !== "exact" && a.tier !== "likely") return false;
  return (b.tier === "exact" || b.tier === "likely") && isSameRef(a.computer, b.computer);
}
