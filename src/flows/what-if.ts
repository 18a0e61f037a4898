import {
  changedPolicy,
  PolicyComparison,
  type PolicyChange,
  type ChangedDevice,
  type Move,
  type ReasonChange,
} from "../core/assess/policy-change.ts";
import { judge } from "../core/assess/judge.ts";
import type { Hash, TenantId } from "../core/model/ids.ts";
import type { Instant } from "../core/model/instant.ts";
import type { Policy } from "../core/model/policy.ts";
import type { Clock } from "../ports/clock.ts";
import { Fault } from "../ports/fault.ts";
import type { Store } from "../ports/store.ts";
import type { Progress } from "./progress.ts";

/** So many devices are named; the moves count all of them. */
const MOST_EXAMPLES = 50;

/** What a changed policy would make of the devices that were collected. */
export interface WhatIf {
  readonly at: Instant;
  readonly devices: number;
  /** Devices whose disposition changes. */
  readonly changed: number;
  readonly moves: readonly Move[];
  readonly reasons: readonly ReasonChange[];
  readonly examples: readonly ChangedDevice[];
}

/**
 * Judges every current endpoint, of some tenants or of all, by the policy in force and by the changed one, on the evidence as
 * it is stored. Exact, and nothing is written. Faults: STORE_*, CANCELLED between two chunks.
 */
export async function whatIf(
  { change, tenants }: { readonly change: PolicyChange; readonly tenants: readonly TenantId[] | undefined },
  parts: {
    readonly store: Store;
    readonly policy: Policy;
    readonly clock: Clock;
    readonly hash: Hash;
    readonly progress: Progress;
  },
  signal: AbortSignal,
): Promise<WhatIf> {
  const { store, policy, clock, hash, progress } = parts;
  const now = clock.now();
  const changed = changedPolicy(policy, change);
  const comparison = new PolicyComparison(MOST_EXAMPLES);
  let judged = 0;
  for await (const chunk of store.assessments.current(tenants)) {
    if (signal.aborted)
      throw new Fault("CANCELLED", "Stopped between two chunks; nothing was to be written.");
    for (const evidence of chunk) {
      comparison.add(evidence, judge(evidence, policy, now, hash), judge(evidence, changed, now, hash));
    }
    judged += chunk.length;
    progress({ kind: "assessed", judged });
  }
  return { at: now, ...comparison.result() };
}
