import type { Ramp } from "../core/plan/ramp.ts";
import type { Clock } from "../ports/clock.ts";
import type { Store } from "../ports/store.ts";
import { pullBrakeIn } from "./brake.ts";

export interface NoticeCopyParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ramp: Ramp;
  /** The account and host this process runs as. */
  readonly actor: string;
}

const REASON =
  "the store lies in another database than before: it was restored from a backup or copied, and holds, decisions and deletions since then are not in it";

/**
 * Pulls the brake, once, in a store that was restored or copied: it does not know what was held, decided and deleted since, and
 * its budgets are those of then. A person looks and resumes. Faults: STORE_*.
 */
export async function noticeCopy({ store, clock, ramp, actor }: NoticeCopyParts): Promise<void> {
  if (await store.home.isHere()) return;
  await store.transaction(async (tx) => {
    const now = clock.now();
    if ((await tx.home.settle(now)) === "here") return;
    await pullBrakeIn(tx, { reason: REASON, by: actor }, "brake", ramp, now);
  });
}
