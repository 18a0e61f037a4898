import { silenceTurnsAt } from "../life.ts";
import type { Rule } from "../rule.ts";

/** It reports, or did so within the threshold of its class. `online` counts whatever the date. */
export const recentlySeen: Rule = {
  codes: ["recently_seen"],
  state: ({ evidence, lastSeen, inactiveAfterDays, deviceClass }) => {
    const online = evidence.endpoint.online === true;
    if (!online && (lastSeen.kind !== "seen" || lastSeen.days >= inactiveAfterDays)) return [];
    return [
      {
        code: "recently_seen",
        evidence: {
          online,
          class: deviceClass,
          thresholdDays: inactiveAfterDays,
          ...(lastSeen.kind === "seen" ? { days: lastSeen.days } : {}),
        },
      },
    ];
  },
  turnsAt: ({ evidence, inactiveAfterDays }) => silenceTurnsAt(evidence.endpoint, inactiveAfterDays),
};
