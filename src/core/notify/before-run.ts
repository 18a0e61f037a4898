import type { ForeseenRemoval } from "../plan/foreseen.ts";
import { formatInstant } from "../model/instant.ts";
import type { Told } from "./compose.ts";
import { counted } from "./counted.ts";
import { MOST_ROWS, type NoticeSection } from "./notice.ts";

/** What the next run will delete: the last word on it. Nothing to delete is no news. */
export function beforeRun({ facts, covers }: Told): NoticeSection | undefined {
  const last = facts.findLast((fact) => fact.kind === "removals_foreseen");
  if (last === undefined) return undefined;
  const removals = last.removals.filter(({ tenant }) => covers(tenant));
  if (removals.length === 0) return undefined;
  const rehearsed = last.mode === "enforce" ? "" : ` (${last.mode}: nothing is sent)`;
  return {
    topic: "before_run",
    title: `The next run will delete ${counted(removals.length, "device")}${rehearsed}`,
    text: [
      `If nothing changes until then; expected on ${formatInstant(last.at)}. Each is read again right before, and kept if anything moved.`,
      "Object with `rollcall hold add HOST --until DATE --reason TEXT`: then it is left alone.",
    ],
    columns: [
      ["hostname", "Device"],
      ["tenantName", "Tenant"],
      ["daysInactive", "Days silent"],
      ["why", "Why"],
    ],
    rows: removals.slice(0, MOST_ROWS).map((one) => ({
      hostname: one.hostname,
      tenant: one.tenant,
      tenantName: one.tenantName,
      endpoint: one.endpoint,
      daysInactive: one.daysInactive,
      accepted: one.accepted,
      approved: one.approved,
      why: why(one),
    })),
    more: Math.max(0, removals.length - MOST_ROWS),
  };
}

const why = ({ accepted, approved }: ForeseenRemoval): string =>
  [
    "silent, and retired in the directory",
    ...(accepted.length === 0 ? [] : [`policy accepts ${accepted.join(", ")}`]),
    ...(approved.length === 0 ? [] : [`people approved ${approved.join(", ")}`]),
  ].join("; ");
