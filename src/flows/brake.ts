import type { Instant } from "../core/model/instant.ts";
import type { Ramp, Setback } from "../core/plan/ramp.ts";
import type { Brake } from "../ports/brake-store.ts";
import type { BrakeRequests } from "../ports/brake-requests.ts";
import type { Clock } from "../ports/clock.ts";
import type { Store } from "../ports/store.ts";
import { setRampBack } from "./move-ramp.ts";

export interface BrakeParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ramp: Ramp;
}

/**
 * Stops every deletion, at once and until it is resumed, and sets the ramp back. One that is on already stays, and the ledger
 * has the second pull too: pulling it never fails for being late. Faults: STORE_*.
 * @returns the brake that is on now, and whether it was on before
 */
export async function pullBrake(
  { store, clock, ramp }: BrakeParts,
  { reason, by }: { readonly reason: string; readonly by: string },
): Promise<{ readonly brake: Brake; readonly before: boolean }> {
  return store.transaction(async (tx) => pullBrakeIn(tx, { reason, by }, "brake", ramp, clock.now()));
}

/** The same in a transaction, with what else sets the ramp back. */
export async function pullBrakeIn(
  tx: Store,
  { reason, by }: { readonly reason: string; readonly by: string },
  cause: Setback,
  ramp: Ramp,
  now: Instant,
): Promise<{ readonly brake: Brake; readonly before: boolean }> {
  const on = await tx.brake.pulled();
  const brake: Brake = on ?? { pulledAt: now, pulledBy: by, reason };
  await tx.brake.pull(brake);
  await setRampBack(tx, cause, ramp, now);
  await tx.ledger.append([{ kind: "brake_pulled", reason, by }], now);
  return { brake, before: on !== undefined };
}

export type Resumed =
  | { readonly kind: "resumed"; readonly brake: Brake }
  | { readonly kind: "refused"; readonly code: "brake_not_on"; readonly detail: string };

/** Pulls the brake that waits beside the store, if one does: it was asked for while another process had the store. */
export async function takeBrakeRequest(
  parts: BrakeParts & { readonly brakeRequests: BrakeRequests },
): Promise<void> {
  const request = await parts.brakeRequests.waiting();
  if (request === undefined) return;
  await pullBrake(parts, request);
  await parts.brakeRequests.done();
}

/** Releases the brake; the ramp stays on its first step. Faults: STORE_*. */
export async function releaseBrake(
  { store, clock }: BrakeParts,
  { reason, by }: { readonly reason: string; readonly by: string },
): Promise<Resumed> {
  return store.transaction(async (tx) => {
    const brake = await tx.brake.release();
    if (brake === undefined)
      return { kind: "refused", code: "brake_not_on", detail: "No brake is on: there is nothing to resume." };
    await tx.ledger.append([{ kind: "brake_released", reason, by }], clock.now());
    return { kind: "resumed", brake };
  });
}
