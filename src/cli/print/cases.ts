import type { Instant } from "../../core/model/instant.ts";
import type { CaseState } from "../../core/review/case.ts";
import type { KnownCase } from "../../ports/case-store.ts";
import type { Io, Style } from "../io.ts";
import { instantText } from "./instant-text.ts";
import { figure, table } from "./table.ts";

export const STATE_STYLE: Readonly<Record<CaseState, Style>> = {
  open: "yellow",
  approved: "red",
  kept: "green",
  held: "green",
  expired: "yellow",
  retired: "dim",
  closed: "dim",
};

const DAY = 86_400_000;

/** The review queue as a table, and what the cap leaves waiting below it. */
export function casesText(io: Io, cases: readonly KnownCase[], waiting: number, now: Instant): string {
  const below =
    waiting === 0
      ? ""
      : `\n\n${figure(waiting)} more devices are in review and wait for a case (review.newCasesPerRun).`;
  if (cases.length === 0) return `No such case.${below}`;
  const drawn = table(
    io,
    ["Case", "Endpoint", "Tenant", "State", "Until", "Asked", "About", "Agreed", "Assignee"],
    cases.map((one) => [
      one.number,
      one.hostname,
      one.tenantName,
      { text: one.state, style: STATE_STYLE[one.state] },
      one.until === undefined ? "" : instantText(one.until),
      `${Math.floor((now - one.askedAt) / DAY)} d ago`,
      [...(one.cause === "review" ? [] : [one.cause]), ...one.reasons.map(({ code }) => code)].join(", "),
      one.agreements.map(({ by }) => by).join(", "),
      one.assignee ?? "",
    ]),
    [0],
  );
  return `${drawn}${below}`;
}
