import { DAY, formatInstant, instant, type Instant } from "../../model/instant.ts";
import { isKnown } from "../../model/unknown.ts";
import type { Evidence } from "../evidence.ts";
import type { StatedReason } from "../reason.ts";
import type { Rule } from "../rule.ts";

/** How long a device is left alone after it registered, or came back after a deletion (product rule). */
const LEFT_ALONE_DAYS = 30;

const leftAloneUntil = (since: Instant): Instant => instant(since + LEFT_ALONE_DAYS * DAY);

/** What we remember of it ourselves: a hold, an open case, a return, a recent registration. */
export const ourMemory: Rule = {
  codes: ["on_hold", "case_open", "returned_recently", "registered_recently", "hold_expired"],
  state: ({ evidence }, _policy, now) => {
    const { hold, openCase, returnedAt } = evidence.memory;
    const registered = registration(evidence);
    const stated: readonly (StatedReason | false)[] = [
      hold !== undefined && {
        // Until somebody lifts it: that the date has come does not say that the reason is gone.
        code: hold.until > now ? "on_hold" : "hold_expired",
        evidence: { until: formatInstant(hold.until), reason: hold.reason, by: hold.by },
      },
      openCase !== undefined && { code: "case_open", evidence: { case: openCase } },
      returnedAt !== undefined &&
        leftAloneUntil(returnedAt) > now && {
          code: "returned_recently",
          evidence: { returnedAt: formatInstant(returnedAt) },
        },
      registered !== undefined &&
        leftAloneUntil(registered.at) > now && {
          code: "registered_recently",
          evidence: { registeredAt: formatInstant(registered.at), by: registered.by },
        },
    ];
    return stated.filter((reason) => reason !== false);
  },
  turnsAt: ({ evidence }) => {
    const { hold, returnedAt } = evidence.memory;
    const leftAloneSince = [returnedAt, registration(evidence)?.at].filter((at) => at !== undefined);
    return [...(hold === undefined ? [] : [hold.until]), ...leftAloneSince.map(leftAloneUntil)];
  },
};

// Central's own date; without one, when it first appeared among the endpoints that we had read whole before.
function registration({
  endpoint,
  memory,
}: Evidence): { readonly at: Instant; readonly by: string } | undefined {
  if (isKnown(endpoint.registeredAt)) return { at: endpoint.registeredAt, by: "central" };
  return memory.appearedAt === undefined ? undefined : { at: memory.appearedAt, by: "first_sighting" };
}
