import type { WatchResult } from "../../flows/watch.ts";
import type { KnownReturn } from "../../ports/return-store.ts";
import { paint, type Io } from "../io.ts";
import { instantText } from "./instant-text.ts";
import { figure, printable } from "./table.ts";

/** What the watch found: an alarm first, where there is one. */
export function watchText(
  io: Io,
  { watched, returned, namesakes, figures, events, nativeRule }: WatchResult,
): string {
  const lines = returned.map((one) => alarmText(io, one));
  if (returned.length > 0)
    lines.push(
      "The brake is on and the ramp is back on its first step. Help these devices first; `rollcall resume` is for when it is known why.",
    );
  lines.push(
    watched === 0
      ? "Watched: no deletion can still be undone."
      : `Watched: ${figure(watched)} deletions that can still be undone, ${figuresText(figures)}.`,
  );
  for (const { hostname, tenantName, others } of namesakes) {
    lines.push(
      `Another ${printable(hostname)} appeared in ${printable(tenantName)} (${others.join(", ")}); by its name alone it is not the one that was deleted.`,
    );
  }
  lines.push(...eventsText(events));
  for (const { tenantName, idleDays, devices, of } of nativeRule) {
    lines.push(
      `${figure(devices)} of ${figure(of)} devices that vanished from ${printable(tenantName)} without Rollcall were silent for about ${idleDays} days: Central's own "Remove inactive devices" seems to be on. It asks no directory, and keeps no way back.`,
    );
  }
  return lines.join("\n");
}

/** What the watch could not hear, in a line each: many tenants are as a rule unread for one reason. */
function eventsText({ unread, missed }: WatchResult["events"]): readonly string[] {
  const [first, ...more] = unread;
  const lines: string[] = [];
  if (first !== undefined)
    lines.push(
      `Central's events could not be read in ${tenantsText(first.tenantName, more.length)} (${[...new Set(unread.map(({ code }) => code))].join(", ")}): there the watch has only the inventory and the directory.`,
    );
  const [gap] = missed;
  if (gap !== undefined)
    lines.push(
      `Central keeps its events for a day: those from ${instantText(gap.from)} to ${instantText(gap.until)} are lost for ${tenantsText(gap.tenantName, missed.length - 1)}. Let Rollcall run daily.`,
    );
  return lines;
}

const tenantsText = (name: string, more: number): string =>
  more === 0 ? printable(name) : `${printable(name)} and ${figure(more)} more`;

const alarmText = (io: Io, { hostname, tenantName, signs, returnedAt, endpoint, as }: KnownReturn): string =>
  `${paint(io, "red", "RETURNED")} ${printable(hostname)} of ${printable(tenantName)} is back since ${instantText(returnedAt)} (${signs.join(", ")})` +
  `${as === undefined || as === endpoint ? "" : `, as endpoint ${as}`}. It may stand without protection: \`rollcall recover ${endpoint}\`.`;

/** Returns and their rate, such as `1 returned (2.4 %), half of them within 3 days`. */
export function figuresText({ returns, returnRate, medianTimeToRestoreMs }: WatchResult["figures"]): string {
  if (returns === 0) return "none returned";
  const rate = returnRate === undefined ? "" : ` (${(returnRate * 100).toFixed(1)} %)`;
  const days = medianTimeToRestoreMs === undefined ? undefined : medianTimeToRestoreMs / 86_400_000;
  return `${figure(returns)} returned${rate}${days === undefined ? "" : `, half of them within ${days.toFixed(1)} days`}`;
}
