import type { Endpoint } from "../model/endpoint.ts";
import { DAY, instant, type Instant } from "../model/instant.ts";
import type { Policy } from "../model/policy.ts";
import { isKnown } from "../model/unknown.ts";
import { deviceClass, inactiveAfterDays, serverSigns } from "./device-class.ts";
import { believableFrom, readLastSeen } from "./last-seen.ts";

/** Whether an endpoint reports: silent for its class's threshold or longer, or not known. */
export type Life = "alive" | "silent" | "unknown";

/** The life of an endpoint by its own record. */
export function lifeOf(endpoint: Endpoint, policy: Pick<Policy, "inactive">, now: Instant): Life {
  if (endpoint.online === true) return "alive";
  const seen = readLastSeen(endpoint.lastSeenAt, now);
  if (seen.kind !== "seen") return "unknown";
  return seen.days < inactiveAfterDays(deviceClass(serverSigns(endpoint, [])), policy) ? "alive" : "silent";
}

/** When the passing of time alone may change it. */
export function lifeTurnsAt(endpoint: Endpoint, policy: Pick<Policy, "inactive">): readonly Instant[] {
  const days = inactiveAfterDays(deviceClass(serverSigns(endpoint, [])), policy);
  return silenceTurnsAt(endpoint, days);
}

/** When an endpoint that does not report again becomes inactive, and when a lastSeenAt that is ahead becomes believable. */
export function silenceTurnsAt(endpoint: Pick<Endpoint, "lastSeenAt">, days: number): readonly Instant[] {
  const at = endpoint.lastSeenAt;
  return isKnown(at) ? [...believableFrom(at), instant(at + days * DAY)] : [];
}
