import type { Status } from "../../flows/status.ts";
import { paint, type Io } from "../io.ts";
import { breakerLines } from "./breaker-text.ts";
import { instantText } from "./instant-text.ts";
import { figuresText } from "./watch-text.ts";
import { workerLines } from "./worker-text.ts";
import { figure, printable, table, type Painted } from "./table.ts";

/** Where things stand: what may be deleted, what is in the way, and how fresh the sources are. */
export function statusText(io: Io, status: Status): string {
  const { mode, enforce, openIntents, holds, quarantine, lastRuns } = status;
  const lines = [`Mode ${mode}, ${instantText(status.at)}`, ""];
  for (const { code, detail } of enforce.hindrances) {
    lines.push(`${paint(io, "red", code)}: ${printable(detail)}`);
  }
  lines.push(
    enforce.dryRunAt === undefined
      ? `${paint(io, "yellow", "no_dry_run")}: this policy has had no complete dry run, so enforce is refused.`
      : `This policy had a complete dry run at ${instantText(enforce.dryRunAt)}${enforce.allowed ? ": enforce may run" : ""}.`,
    rampText(status),
    `Today (UTC): ${figure(status.budget.used)} attempts used, ${figure(status.budget.left)} left.`,
    "",
    table(
      io,
      ["Tenant", "Used today", "Left"],
      status.budget.tenants.map(({ name, used, left }) => [name, figure(used), figure(left)]),
      [1, 2],
    ),
    "",
    table(
      io,
      ["Source", "Kind", "Reading", "Last complete", "Decides"],
      status.sources.map((one) => [
        one.name,
        one.source.kind,
        one.coverage ?? "none",
        one.completeAt === undefined ? "never" : instantText(one.completeAt),
        decidesText(one.decides),
      ]),
    ),
  );
  lines.push(
    ...breakerLines(
      io,
      status.breakers,
      status.budget.tenants.map(({ tenant, name }) => ({ id: tenant, name })),
    ),
  );
  for (const { name, code } of status.notCovered) lines.push(`Not covered: ${printable(name)} (${code})`);
  lines.push(
    "",
    lastRunsText(lastRuns),
    `Holds: ${figure(holds.standing)}, ${figure(holds.expired)} expired.`,
    `Deletions that can still be undone: ${figure(status.returns.deletions)}, ${figuresText(status.returns)}.`,
    `Quarantined: ${figure(quarantine.standing)}, ${figure(quarantine.exhausted)} until a person releases them.`,
  );
  const { open, approved, expired, waiting } = status.cases;
  lines.push(
    `Cases: ${figure(open)} open, ${figure(approved)} approved, ${figure(expired)} expired; ${figure(waiting)} devices in review wait for one.`,
  );
  lines.push(`Open intents: ${figure(openIntents.length)}.`);
  for (const { hostname, intendedAt, mode: intendedIn } of openIntents) {
    lines.push(`  ${printable(hostname)}, ${intendedIn}, ${instantText(intendedAt)}`);
  }
  for (const { sink, because } of status.parkedSinks) {
    lines.push(
      `${paint(io, "red", "Parked")}: ${printable(sink)} is told nothing (${because}); see rollcall outbox status.`,
    );
  }
  lines.push(...workerLines(io, status));
  return lines.join("\n");
}

const decidesText = (decides: boolean): Painted =>
  decides ? { text: "yes", style: "green" } : { text: "no", style: "red" };

function rampText({ ramp }: Status): string {
  const here = `Ramp: step ${ramp.step} of ${ramp.steps.length}, ${figure(ramp.perDay)} a day, since ${instantText(ramp.onStepSince)}`;
  if (ramp.nextPerDay === undefined) return `${here}; there is no further step.`;
  return `${here}; ${figure(ramp.nextPerDay)} a day after ${figure(ramp.advanceAfterCleanDays - ramp.cleanDays)} more clean days.`;
}

const lastRunsText = (lastRuns: Status["lastRuns"]): string => {
  const runs = lastRuns.map(({ mode, completedAt }) => `${mode} ${instantText(completedAt)}`);
  return runs.length === 0 ? "No run has completed yet." : `Last complete runs: ${runs.join(", ")}.`;
};
