import { recount, type Recount, type SilenceSpread } from "../core/assess/silence-spread.ts";
import type { Digest, TenantId } from "../core/model/ids.ts";
import type { Instant } from "../core/model/instant.ts";
import type { Policy } from "../core/model/policy.ts";
import { thresholdsOf, type Threshold } from "../core/plan/backtest.ts";
import type { Clock } from "../ports/clock.ts";
import type { Store } from "../ports/store.ts";
import { USUAL_DAYS } from "./inactive-days.ts";

export interface SilenceView {
  readonly at: Instant;
  /** For a client that recounts by itself. */
  readonly spread: SilenceSpread;
  /** What the devices of each class come to under the usual thresholds and the policy's own. */
  readonly rows: readonly (Threshold & Recount)[];
}

/**
 * How long the current endpoints, of some tenants or of all, have been silent, and what other inactive thresholds would make of
 * them, by what was judged last. Quick, and unsure of machines with several records. Faults: STORE_*.
 */
export async function readSilence(
  tenants: readonly TenantId[] | undefined,
  parts: {
    readonly store: Store;
    readonly policy: Policy;
    readonly policyHash: Digest;
    readonly clock: Clock;
  },
): Promise<SilenceView> {
  const { store, policy, policyHash, clock } = parts;
  const at = clock.now();
  const spread = await store.assessments.silenceSpread(policyHash, at, tenants);
  const rows = thresholdsOf(USUAL_DAYS, policy).map((threshold) => {
    const { deviceClass, days } = threshold;
    const cells = spread.cells.filter((cell) => cell.deviceClass === deviceClass);
    return { ...threshold, ...recount(cells, { inactive: { computerDays: days, serverDays: days } }) };
  });
  return { at, spread, rows };
}
