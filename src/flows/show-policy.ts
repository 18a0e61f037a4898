import { protectSetting } from "../core/assess/rules/protected.ts";
import { ACCEPTABLE, type Policy, type ProtectRule } from "../core/model/policy.ts";
import type { Digest } from "../core/model/ids.ts";
import type { Instant } from "../core/model/instant.ts";
import type { Store } from "../ports/store.ts";

/** A protect rule with how many devices it keeps. */
export interface ProtectRuleLine {
  /** What it asks for, field by field: `hostname KIOSK-*`. */
  readonly asks: string;
  readonly rule: ProtectRule;
  readonly met: number;
  /** Those of which a field that it asks for is not known. */
  readonly mayMeet: number;
}

export interface PolicyShown {
  readonly dryRunAt: Instant | undefined;
  readonly acceptable: readonly string[];
  readonly protect: readonly ProtectRuleLine[];
}

/** What there is to tell of a policy besides itself. Faults: STORE_*. */
export async function showPolicy(
  { protect }: Pick<Policy, "protect">,
  policyHash: Digest,
  { plans, assessments }: Pick<Store, "plans" | "assessments">,
): Promise<PolicyShown> {
  const uses = new Map((await assessments.protectRuleUse()).map((use) => [use.setting, use]));
  return {
    dryRunAt: await plans.rehearsedAt(policyHash),
    acceptable: ACCEPTABLE,
    protect: protect.map((rule, index) => {
      const { met = 0, mayMeet = 0 } = uses.get(protectSetting(index)) ?? {};
      const { reason: _reason, ...fields } = rule;
      const asks = Object.entries(fields).map(([field, value]) => `${field} ${value}`);
      return { asks: asks.join(", "), rule, met, mayMeet };
    }),
  };
}
