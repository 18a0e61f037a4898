import { showPolicy, type ProtectRuleLine } from "../../flows/show-policy.ts";
import { reaches, type Caller, type Handlers } from "./handler.ts";
import { timeOrNone } from "./time-views.ts";

const HOUR_MS = 3_600_000;

/** The policy in force. It is one for all; what it says of one tenant is for those who see that tenant. */
export const policyHandlers: Pick<Handlers, "readPolicy"> = {
  readPolicy: async (_input, caller, { store, policy, policyHash, limits, ramp, review }) => {
    const shown = await showPolicy(policy, policyHash, store);
    const names = new Map((await store.inventory.tenants()).map(({ id, name }) => [name, id as string]));
    return {
      hash: policyHash,
      dryRunAt: timeOrNone(shown.dryRunAt),
      inactive: { ...policy.inactive },
      graceDays: policy.graceDays,
      accept: [...policy.accept],
      acceptable: [...shown.acceptable],
      protect: shown.protect
        .filter(
          ({ rule }) => rule.tenant === undefined || reaches(caller, names.get(rule.tenant) ?? rule.tenant),
        )
        .map((line) => ruleView(line, caller)),
      vipPeople: policy.vipPeople.length,
      stable: { runs: policy.stable.runs, forHours: policy.stable.forMs / HOUR_MS },
      limits: {
        perRun: limits.perRun,
        perTenantPerDay: limits.perTenantPerDay,
        maxShareOfTenant: limits.maxShareOfTenant,
        rampSteps: [...ramp.steps],
        advanceAfterCleanDays: ramp.advanceAfterCleanDays,
        maxShrink: limits.maxShrink,
        minSeenLastDay: limits.minSeenLastDay,
        maxFailures: limits.maxFailures,
      },
      review: { answerWithinDays: review.answerWithinMs / (24 * HOUR_MS), twoPeople: [...review.twoPeople] },
    };
  },
};

const ruleView = ({ asks, rule, met, mayMeet }: ProtectRuleLine, caller: Pick<Caller, "tenants">) => ({
  rule: asks,
  reason: rule.reason,
  // How many devices of others it keeps is theirs to know.
  ...(caller.tenants === "all" && { met, mayMeet }),
});
