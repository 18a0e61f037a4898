import { isGroup } from "../core/assess/group-membership.ts";
import { isTenant, protectSetting } from "../core/assess/rules/protected.ts";
import type { Policy, ProtectRule } from "../core/model/policy.ts";
import type { Tenant } from "../core/model/tenant.ts";
import type { KnownGroups } from "../ports/group-store.ts";
import type { Store } from "../ports/store.ts";

/** A protect rule of the policy that protects nothing: misspelt, or of devices that are no longer there. */
export interface UnmatchedProtectRule {
  /** `policy.protect[0]`. */
  readonly setting: string;
  readonly rule: ProtectRule;
  /** Endpoints that are kept by it all the same, because a field that it asks for is not known of them. */
  readonly mayMeet: number;
  /** It names a group that no covered tenant has; false too where not every tenant's groups are known. */
  readonly noSuchGroup: boolean;
}

/**
 * The protect rules that no current endpoint is known to meet. To be asked after every endpoint has been judged by this
 * policy. Faults: STORE_*.
 */
export async function unmatchedProtectRules(
  { assessments, groups, inventory }: Pick<Store, "assessments" | "groups" | "inventory">,
  { protect }: Pick<Policy, "protect">,
): Promise<readonly UnmatchedProtectRule[]> {
  if (protect.length === 0) return [];
  const uses = new Map((await assessments.protectRuleUse()).map((use) => [use.setting, use]));
  const unmatched = protect.flatMap((rule, index) => {
    const setting = protectSetting(index);
    const use = uses.get(setting);
    return use !== undefined && use.met > 0 ? [] : [{ setting, rule, mayMeet: use?.mayMeet ?? 0 }];
  });
  const known = unmatched.some(({ rule }) => rule.group !== undefined) ? await groups.known() : [];
  const tenants = await inventory.tenants();
  return unmatched.map((one) => ({ ...one, noSuchGroup: namesNoGroup(one.rule, tenants, known) }));
}

/** To be said only where it is certain: every tenant that the rule asks was read, and none has the group. */
function namesNoGroup(
  { group: asked, tenant: of }: ProtectRule,
  tenants: readonly Tenant[],
  known: readonly KnownGroups[],
): boolean {
  if (asked === undefined) return false;
  const groupsOf = new Map(known.map(({ tenant, groups }) => [tenant, groups]));
  const concerned = tenants.filter((tenant) => of === undefined || isTenant(tenant, of));
  return (
    concerned.length > 0 &&
    concerned.every(({ id }) => {
      const groups = groupsOf.get(id);
      return (
        groups !== undefined && groups !== "unreadable" && !groups.some((group) => isGroup(group, asked))
      );
    })
  );
}
