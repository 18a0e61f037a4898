import { formatInstant, SECOND } from "../../model/instant.ts";
import { isKnown } from "../../model/unknown.ts";
import type { Facts } from "../facts.ts";
import { believableFrom } from "../last-seen.ts";
import type { ReasonEvidence, StatedReason } from "../reason.ts";
import type { Rule } from "../rule.ts";

/** Registration is followed by the first contact at once: a lastSeenAt this close to it is that contact and no later one. */
const REGISTRATION_ITSELF = 60 * SECOND;

/** It is not known since when it is silent, or it never did anything but register. */
export const lastSeenDoubted: Rule = {
  codes: ["last_seen_unknown", "last_seen_invalid", "never_checked_in"],
  state: (facts) => {
    const { lastSeen } = facts;
    const { online } = facts.evidence.endpoint;
    const stated: StatedReason[] = [];
    if (lastSeen.kind === "unknown") {
      stated.push({ code: "last_seen_unknown", evidence: { field: "lastSeenAt" } });
    } else if (!isKnown(online) && online.unknown !== "missing") {
      stated.push({ code: "last_seen_unknown", evidence: { field: "online" } });
    }
    if (lastSeen.kind === "invalid") {
      stated.push({ code: "last_seen_invalid", evidence: { why: lastSeen.why } });
    }
    const registration = onlyRegistered(facts);
    if (registration !== undefined) stated.push({ code: "never_checked_in", evidence: registration });
    return stated;
  },
  turnsAt: ({ evidence }) => believableFrom(evidence.endpoint.lastSeenAt),
};

// Most records have no registeredAt, which says nothing; one that cannot be read may be the same instant.
function onlyRegistered({ evidence }: Facts): ReasonEvidence | undefined {
  const { lastSeenAt, registeredAt } = evidence.endpoint;
  if (!isKnown(registeredAt)) {
    return registeredAt.unknown === "missing" ? undefined : { registeredAt: "illegible" };
  }
  if (!isKnown(lastSeenAt) || Math.abs(lastSeenAt - registeredAt) > REGISTRATION_ITSELF) return undefined;
  return { registeredAt: formatInstant(registeredAt) };
}
