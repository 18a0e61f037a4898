import type * as z from "zod";
import type { Deletion, Recovery } from "../../api/deletions.ts";
import type { DeletionLine } from "../../flows/list-deletions.ts";
import type { Dossier, Recovery as Recovered } from "../../flows/recover.ts";
import type { KnownReturn } from "../../ports/return-store.ts";
import { timeOrNone, timeText } from "./time-views.ts";

/** A deletion as a list shows it. */
export const deletionView = (line: DeletionLine): z.output<typeof Deletion> => ({
  tenant: line.tenant,
  tenantName: line.tenantName,
  endpoint: line.endpoint,
  hostname: line.hostname,
  plan: line.plan,
  intendedAt: timeText(line.intendedAt),
  settledAt: timeOrNone(line.settledAt),
  outcome: line.outcome,
  restorableUntil: timeText(line.undo.restore.until),
  daysLeft: line.undo.restore.daysLeft,
  returnedAt: timeOrNone(line.returnedAt),
});

/** The way back. What is in the dossier stays there, but for whether it has a password and where the installer is. */
export function recoveryView(
  { device, plan, outcome, planned, dossier, clock, ways, others }: Recovered,
  back: KnownReturn | undefined,
): z.output<typeof Recovery> {
  return {
    deletion: {
      tenant: device.tenant,
      tenantName: device.tenantName,
      endpoint: device.endpoint,
      hostname: device.hostname,
      plan,
      intendedAt: timeText(clock.deletedAt),
      outcome,
      restorableUntil: timeText(clock.restore.until),
      daysLeft: clock.restore.daysLeft,
      returnedAt: timeOrNone(back?.returnedAt),
    },
    planned: planned && {
      lastSeenAt: timeText(planned.lastSeenAt),
      daysInactive: planned.daysInactive,
      accepted: planned.accepted.map(({ code }) => code),
      approved: [...(planned.approved ?? [])],
    },
    dossier: dossierView(dossier),
    passwordListedUntil: clock.passwordListed.map(({ days, until, open }) => ({
      days,
      untilAt: timeText(until),
      open,
    })),
    ways: ways.map(({ code, when, steps }) => ({ code, when, steps: [...steps] })),
    others: others.map(({ tenant, tenantName, endpoint }) => ({ tenant, tenantName, endpoint })),
    returned: back && {
      returnedAt: timeText(back.returnedAt),
      noticedAt: timeText(back.noticedAt),
      signs: [...back.signs],
      lesson: back.lesson,
    },
  };
}

function dossierView(dossier: Dossier): z.output<typeof Recovery>["dossier"] {
  if (dossier.kind === "none") return { kind: "none" };
  const savedAt = timeText(dossier.savedAt);
  if (dossier.kind === "shut") return { kind: "shut", savedAt, why: dossier.why };
  const { tamper, installer } = dossier.record;
  return {
    kind: "open",
    savedAt,
    passwordKept: dossier.discarded === undefined && tamper.kind === "obtained" && tamper.value.passwordKept,
    installerUrl: installer.kind === "obtained" ? installer.value.downloadUrl : { unknown: "missing" },
  };
}
