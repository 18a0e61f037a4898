import type { TicketContent, TicketDesk, TicketWritten } from "../../ports/ticket-desk.ts";
import type { RtClient } from "./rt-client.ts";
import { fieldOf, RtCreated, type RtTicket } from "./rt-records.ts";
import type { RtSetup } from "./rt-setup.ts";

/** Makes and changes tickets; every change is read back. */
export function rtWriting(
  { refOf, get, send, fetchTicket }: RtClient,
  { queue, fields, closed, statuses }: RtSetup,
): Pick<TicketDesk, "create" | "ask" | "comment" | "resolve"> {
  /** RT answers 200 to a change that it did not make. */
  async function change(
    id: string,
    body: unknown,
    holds: (ticket: RtTicket) => boolean,
    signal: AbortSignal,
  ): Promise<TicketWritten> {
    const wrote = await send("PUT", `/ticket/${encodeURIComponent(id)}`, body, "change ticket", signal);
    if (wrote.kind !== "done") return wrote;
    const ticket = await fetchTicket(id, signal);
    if (typeof ticket !== "string" && ticket.id === id && holds(ticket)) return { kind: "written" };
    return { kind: "refused", why: "Request Tracker said yes and did not change the ticket" };
  }

  async function comment(id: string, lines: readonly string[], signal: AbortSignal): Promise<TicketWritten> {
    const body = { Content: lines.join("\n"), ContentType: "text/plain" };
    const wrote = await send("POST", `/ticket/${encodeURIComponent(id)}/comment`, body, "comment", signal);
    if (wrote.kind !== "done") return wrote;
    const transaction = /\/transaction\/(\d+)$/.exec(wrote.headers["location"] ?? "")?.[1];
    const read =
      transaction === undefined
        ? undefined
        : await get(`/transaction/${transaction}`, "read comment", signal);
    return read?.kind === "json"
      ? { kind: "written" }
      : { kind: "refused", why: "Request Tracker said yes and has no comment" };
  }

  const asks = ({ key, question }: TicketContent) => ({ [fields.key]: key, [fields.question]: question });

  return {
    async create(content, signal) {
      const { subject, lines } = content;
      const wrote = await send(
        "POST",
        "/ticket",
        {
          Queue: queue,
          Subject: subject,
          Content: lines.join("\n"),
          ContentType: "text/plain",
          CustomFields: asks(content),
        },
        "create ticket",
        signal,
      );
      if (wrote.kind !== "done") return wrote;
      const created = RtCreated.safeParse(wrote.value);
      return created.success
        ? { kind: "created", ref: refOf(created.data.id) }
        : { kind: "unclear", why: "Request Tracker did not say which ticket it made" };
    },
    async ask(id, content, signal) {
      // Told first: an answer counts only when it comes after the question, which is written last.
      const told = await comment(id, content.lines, signal);
      if (told.kind !== "written") return told;
      const ticket = await fetchTicket(id, signal);
      const reopens = typeof ticket !== "string" && closed.includes(ticket.Status);
      return change(
        id,
        {
          ...(reopens && { Status: statuses.open }),
          CustomFields: { [fields.question]: content.question, [fields.decision]: "" },
        },
        (now) =>
          !closed.includes(now.Status) &&
          fieldOf(now, fields.question)?.values.join() === content.question &&
          fieldOf(now, fields.decision)?.values.length === 0,
        signal,
      );
    },
    comment,
    async resolve(id, lines, signal) {
      const told = await comment(id, lines, signal);
      if (told.kind !== "written") return told;
      return change(id, { Status: statuses.resolved }, ({ Status }) => closed.includes(Status), signal);
    },
  };
}
