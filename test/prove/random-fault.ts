// Faults of Central at random: every kind the simulator knows, on any request.
import { HOUR } from "../../src/core/model/instant.ts";
import { FAULT_KINDS, type FaultAction, type FaultKind } from "../../src/simulator/fault-action.ts";
import type { FaultMatch, FaultRule } from "../../src/simulator/fault-rule.ts";
import type { Dice } from "../../src/simulator/world/prng.ts";

const LIST = "/endpoint/v1/endpoints";
const PLACES: readonly FaultMatch[] = [
  {},
  { path: LIST },
  { method: "GET", path: `${LIST}/*` },
  { method: "DELETE" },
  { method: "DELETE" },
  { path: "/api/v2/oauth2/token" },
  { path: "/whoami/v1" },
  { path: "/partner/v1/tenants" },
  { path: "*alerts*" },
  { path: "*migrations*" },
  { path: "*endpoint-groups*" },
];
const STATUSES = [400, 401, 403, 404, 408, 429, 500, 502, 503, 504] as const;
const BODIES = ["envelope", "empty", "text", "html"] as const;

/** One fault on one kind of request, for a while or for good. */
export function randomFault(dice: Dice, tenants: readonly string[]): FaultRule {
  const action = randomAction(dice, dice.pick(FAULT_KINDS));
  const match = {
    ...dice.pick(PLACES),
    ...(dice.chance(0.3) && { tenant: dice.pick(tenants) }),
    ...(dice.chance(0.3) && { nth: dice.whole(1, 4) }),
    ...(dice.chance(0.1) && { page: dice.whole(1, 2) }),
  };
  // What hangs costs real time: twice is enough to see what becomes of it.
  const brief = action.kind === "hang" || action.kind === "hangAfter";
  if (brief) return { match, action, times: dice.whole(1, 2) };
  return dice.chance(0.6) ? { match, action, times: dice.whole(1, 6) } : { match, action };
}

function randomAction(dice: Dice, kind: FaultKind): FaultAction {
  switch (kind) {
    case "status":
    case "statusAfter": {
      const status = dice.pick(STATUSES);
      const wait = dice.chance(0.3) ? { headers: { "Retry-After": String(dice.pick([0, 2, 120])) } } : {};
      return { kind, status, body: dice.pick(BODIES), ...wait };
    }
    case "redirect":
      return { kind, location: "https://elsewhere.example/", status: dice.pick([301, 302, 307, 308]) };
    case "shrink":
      return { kind, share: dice.next(), consistentCount: dice.chance(0.5) };
    case "malformedRecord":
      return { kind, how: dice.pick(["noId", "numberId", "notAnObject"]) };
    case "foreignApiHost":
      return { kind, apiHost: "https://elsewhere.example" };
    case "deletedFalse":
    case "deletedMissing":
      return { kind, applied: dice.chance(0.5) };
    case "truncate":
      return { kind, how: dice.pick(["length", "json"]) };
    case "slowBody":
      return { kind, pieces: 3, pauseMs: 10 };
    case "clockSkew":
      return { kind, ms: dice.pick([-1, 1]) * dice.pick([HOUR, HOUR / 30]) };
    case "hang":
    case "resetBefore":
    case "expireToken":
    case "forbidTenant":
    case "repeatPage":
    case "loopKey":
    case "emptyPageWithKey":
    case "omitItemsCount":
    case "noApiHost":
    case "hangAfter":
    case "resetAfter":
      return { kind };
  }
}
