import { parseInstant } from "../../core/model/instant.ts";
import { isKnown } from "../../core/model/unknown.ts";
import type { TicketMark, TicketView } from "../../core/review/ticket-answer.ts";
import { takesAnswer } from "../../core/review/ticket-key.ts";
import type { TicketReading } from "../../ports/ticket-desk.ts";
import type { SnApproval, SnTicket } from "./service-now-records.ts";
import type { ServiceNowSetup } from "./service-now-setup.ts";

/** States of an approval that no longer asks for anything. */
const OVER = new Set(["cancelled", "not_required", "duplicate", "skipped"]);

/** The approvals that Rollcall asked for and that still ask: those of an earlier question were cancelled. */
export const standing = (approvals: readonly SnApproval[], account: string): readonly SnApproval[] =>
  approvals.filter(({ state, sys_created_by }) => !OVER.has(state) && sys_created_by === account);

/**
 * Reads a ticket with its approvals. Their own records say who answered and when, to the second: of two in the same one nobody
 * can say which came first.
 */
export function readSnTicket(
  ticket: SnTicket,
  approvals: readonly SnApproval[],
  key: string,
  { account, closed }: Pick<ServiceNowSetup, "account" | "closed">,
): TicketReading {
  if (ticket.correlation_id !== key) return { kind: "unreadable", why: "foreign" };
  // In a tenant's ticket nobody was asked for an approval: whoever adds one answers nothing.
  const ours = takesAnswer(key) ? standing(approvals, account) : [];
  const first = earliest(ours, (one) => one.sys_created_on);
  const asked = markOf(
    first?.sys_id ?? ticket.sys_id,
    first?.sys_created_by ?? ticket.sys_created_by,
    first?.sys_created_on ?? ticket.sys_created_on,
  );
  // One no is a no, and the first yes stays the one that was heard, whoever else agrees.
  const decided =
    ours.find(({ state }) => state === "rejected") ??
    earliest(
      ours.filter(({ state }) => state === "approved"),
      (one) => one.sys_updated_on,
    );
  const decision =
    decided === undefined
      ? undefined
      : markOf(`${decided.sys_id}@${decided.sys_updated_on}`, decided.sys_updated_by, decided.sys_updated_on);
  const reopened =
    ticket.reopened_time === ""
      ? undefined
      : markOf("reopened", ticket["reopened_by.user_name"], ticket.reopened_time);
  if (asked === "illegible" || decision === "illegible" || reopened === "illegible")
    return { kind: "unreadable", why: "incomplete" };
  const view: TicketView = {
    isOpen: !closed.includes(ticket.state),
    // Without an approval nobody is asked, whatever the ticket shows.
    question: first === undefined && takesAnswer(key) ? "" : ticket.correlation_display,
    asked,
    decision:
      decision === undefined
        ? undefined
        : { ...decision, answer: decided?.state === "approved" ? "approve" : "keep" },
    reopened,
    requesters: [ticket["caller_id.user_name"], ticket["opened_by.user_name"]].filter(
      (name) => name !== "" && name !== account,
    ),
  };
  return { kind: "read", view };
}

const earliest = <T>(all: readonly T[], at: (one: T) => string): T | undefined =>
  [...all].sort((a, b) => (at(a) < at(b) ? -1 : 1))[0];

/** ServiceNow writes instants as `2026-11-24 15:10:17`, UTC. */
function markOf(transaction: string, by: string, written: string): TicketMark | "illegible" {
  const at = parseInstant(`${written.replace(" ", "T")}Z`);
  return isKnown(at) ? { transaction, order: at, by, at } : "illegible";
}
