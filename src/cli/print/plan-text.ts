import type { Tenant } from "../../core/model/tenant.ts";
import type { Plan, PlanItem } from "../../core/plan/plan.ts";
import type { Io } from "../io.ts";
import { breakerLines } from "./breaker-text.ts";
import { dayText, instantText } from "./instant-text.ts";
import { figure, table } from "./table.ts";

const MOST_ROWS = 50;

/**
 * A plan as a table with reasons, what was left out and why, and the breakers that tripped.
 * @param tenants all that are known, for their names
 */
export function planText(io: Io, plan: Plan, tenants: readonly Pick<Tenant, "id" | "name">[]): string {
  const lines = [...breakerLines(io, plan.breakers, tenants)];
  if (plan.items.length === 0) lines.push("Nothing to retire in this plan.");
  else {
    lines.push(
      table(
        io,
        ["Endpoint", "Tenant", "Silent", "Candidate since", "Let pass", "Id"],
        plan.items.map((item) => [
          item.hostname,
          item.tenantName,
          `${item.daysInactive} d`,
          dayText(item.candidateSince),
          letPass(item).join(", "),
          item.endpoint,
        ]),
        [2],
      ),
    );
  }
  if (plan.leftOut.length > 0) lines.push("", leftOutText(io, plan));
  lines.push(
    "",
    `Plan ${plan.id} (${plan.mode}): ${figure(plan.items.length)} to retire, ${figure(plan.leftOut.length)} left out; expires ${instantText(plan.expiresAt)}.`,
  );
  return lines.join("\n");
}

function leftOutText(io: Io, plan: Plan): string {
  const counts = new Map<string, number>();
  for (const one of plan.leftOut) counts.set(one.code, (counts.get(one.code) ?? 0) + 1);
  return table(
    io,
    ["Left out because", "Endpoints"],
    [...counts].sort(([, a], [, b]) => b - a).slice(0, MOST_ROWS),
    [1],
  );
}

/** What would have been a doubt: accepted by the policy, or approved by people. */
const letPass = ({ accepted, approved }: PlanItem): readonly string[] => [
  ...accepted.map(({ code }) => code),
  ...(approved ?? []).map((code) => `${code} (approved)`),
];
