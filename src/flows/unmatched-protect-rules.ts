import { protectSetting } from "../core/assess/rules/protected.ts";
import type { Policy, ProtectRule } from "../core/model/policy.ts";
import type { Store } from "../ports/store.ts";

/** A protect rule of the policy that protects nothing: misspelt, or of devices that are no longer there. */
export interface UnmatchedProtectRule {
  /** `policy.protect[0]`. */
  readonly setting: string;
  readonly rule: ProtectRule;
  /** Endpoints that are kept by it all the same, because a field that it asks for is not known of them. */
  readonly mayMeet: number;
}

/**
 * The protect rules that no current endpoint is known to meet. To be asked after every endpoint has been judged by this
 * policy. Faults: STORE_*.
 */
export async function unmatchedProtectRules(
  { assessments }: Pick<Store, "assessments">,
  { protect }: Pick<Policy, "protect">,
): Promise<readonly UnmatchedProtectRule[]> {
  if (protect.length === 0) return [];
  const uses = new Map((await assessments.protectRuleUse()).map((use) => [use.setting, use]));
  return protect.flatMap((rule, index) => {
    const setting = protectSetting(index);
    const use = uses.get(setting);
    return use !== undefined && use.met > 0 ? [] : [{ setting, rule, mayMeet: use?.mayMeet ?? 0 }];
  });
}
