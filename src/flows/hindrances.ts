import { formatInstant } from "../core/model/instant.ts";
import type { AllowedHours } from "../ports/allowed-hours.ts";
import type { Clock } from "../ports/clock.ts";
import type { Lease } from "../ports/lease-store.ts";
import type { Store } from "../ports/store.ts";

/** What stands in the way of deleting just now, whatever the plan is. */
export interface Hindrance<Code = "brake_on" | "outside_hours" | "run_under_way"> {
  readonly kind: "refused";
  readonly code: Code;
  /** One sentence for a person. */
  readonly detail: string;
}

export interface HindranceParts {
  readonly store: Store;
  readonly clock: Clock;
  /** undefined: at any time. */
  readonly hours: AllowedHours | undefined;
}

/** The brake and the hours, the brake first: what is asked before a run, and again before each of its endpoints. */
export async function hindrancesNow({
  store,
  clock,
  hours,
}: HindranceParts): Promise<readonly Hindrance<"brake_on" | "outside_hours">[]> {
  const found: Hindrance<"brake_on" | "outside_hours">[] = [];
  const brake = await store.brake.pulled();
  if (brake !== undefined) {
    const { pulledBy, pulledAt, reason } = brake;
    found.push({
      kind: "refused",
      code: "brake_on",
      detail: `The brake was pulled by ${pulledBy} at ${formatInstant(pulledAt)}: ${reason}. Nothing is deleted until rollcall resume.`,
    });
  }
  const now = clock.now();
  if (hours !== undefined && !hours.isOpen(now)) {
    found.push({
      kind: "refused",
      code: "outside_hours",
      detail: `It is ${formatInstant(now)}, and limits.hours allows deletions ${hours.text} only.`,
    });
  }
  return found;
}

export const runUnderWay = ({ holder, renewedAt }: Lease): Hindrance => ({
  kind: "refused",
  code: "run_under_way",
  detail: `Another run is deleting: ${holder}, last heard of at ${formatInstant(renewedAt)}. One that falls silent is taken over after 10 minutes.`,
});
