import { takesAnswer } from "../../core/review/ticket-key.ts";
import type { TicketDesk, TicketWritten } from "../../ports/ticket-desk.ts";
import type { SnApprovals } from "./service-now-approvals.ts";
import type { SnClient } from "./service-now-client.ts";
import { standing } from "./service-now-history.ts";
import { snRow, SnTicket } from "./service-now-records.ts";
import type { ServiceNowSetup } from "./service-now-setup.ts";

/** Makes and changes tickets; every change is read back. */
export function snWriting(
  { at, refOf, send, fetchTicket }: SnClient,
  { approvalsOf, askApprovers, cancel }: SnApprovals,
  { table, account, states, closed, closeCode, assignmentGroup }: ServiceNowSetup,
): Pick<TicketDesk, "create" | "ask" | "comment" | "resolve"> {
  async function change(
    id: string,
    body: unknown,
    holds: (now: SnTicket) => boolean,
    signal: AbortSignal,
  ): Promise<TicketWritten> {
    const wrote = await send("PATCH", at(table, id), body, "change ticket", signal);
    if (wrote.kind !== "done") return wrote;
    const now = await fetchTicket(id, signal);
    if (now !== undefined && holds(now)) return { kind: "written" };
    return { kind: "refused", why: "ServiceNow said yes and did not change the ticket" };
  }

  const note = (lines: readonly string[]): string => withoutCode(lines.join("\n"));

  return {
    async create({ key, question, subject, lines }, signal) {
      const body = {
        short_description: subject.replace(/\s+/g, " ").slice(0, 160),
        description: lines.join("\n"),
        correlation_id: key,
        correlation_display: question,
        ...(assignmentGroup !== undefined && { assignment_group: assignmentGroup }),
      };
      const wrote = await send("POST", at(table), body, "create ticket", signal);
      if (wrote.kind !== "done") return wrote;
      const made = snRow(SnTicket.pick({ sys_id: true })).safeParse(wrote.value);
      if (!made.success) return { kind: "unclear", why: "ServiceNow did not say which ticket it made" };
      const { sys_id } = made.data.result;
      if (takesAnswer(key)) await askApprovers(sys_id, signal);
      return { kind: "created", ref: refOf(sys_id) };
    },
    async ask(id, { key, question, lines }, signal) {
      const ticket = await fetchTicket(id, signal);
      if (ticket === undefined) return { kind: "refused", why: "it cannot be read" };
      // Whoever was asked before is asked something else now.
      await cancel(id, () => true, signal);
      const reopens = closed.includes(ticket.state);
      const asked = await change(
        id,
        { work_notes: note(lines), correlation_display: question, ...(reopens && { state: states.open }) },
        (now) => now.correlation_display === question && !closed.includes(now.state),
        signal,
      );
      if (asked.kind !== "written" || !takesAnswer(key)) return asked;
      await askApprovers(id, signal);
      const waiting = standing(await approvalsOf(id, signal), account);
      return waiting.length > 0 ? asked : { kind: "refused", why: "ServiceNow has nobody who could approve" };
    },
    comment: async (id, lines, signal) => change(id, { work_notes: note(lines) }, () => true, signal),
    async resolve(id, lines, signal) {
      await cancel(id, ({ state }) => state !== "approved" && state !== "rejected", signal);
      const body = {
        state: states.resolved,
        close_code: closeCode,
        close_notes: note(lines),
        work_notes: note(lines),
      };
      return change(id, body, ({ state }) => closed.includes(state), signal);
    },
  };
}

/** Between these marks a journal shows HTML as such. */
const withoutCode = (text: string): string => text.replace(/\[(\/?code)\]/gi, "[ $1 ]");
