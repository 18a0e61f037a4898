import type { Instant } from "../../core/model/instant.ts";
import type { Maybe, Unknown } from "../../core/model/unknown.ts";

/** An instant as the API writes it: RFC 3339, UTC. */
export const timeText = (at: Instant): string => new Date(at).toISOString();

export const timeOrNone = (at: Instant | undefined): string | undefined =>
  at === undefined ? undefined : timeText(at);

export const maybeTime = (at: Maybe<Instant>): string | Unknown =>
  typeof at === "number" ? timeText(at) : at;

/** A list that may be unknown, for a contract whose lists are its own. */
export const maybeList = <T>(list: Maybe<readonly T[]>): T[] | Unknown =>
  "unknown" in list ? list : [...list];
