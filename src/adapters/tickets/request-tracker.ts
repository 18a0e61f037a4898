import type * as z from "zod";
import { KEY_PREFIX } from "../../core/review/ticket-key.ts";
import type { HttpCall } from "../system/http-call.ts";
import type { TicketContent, TicketDesk, TicketRef, TicketWritten } from "../../ports/ticket-desk.ts";
import { deskRead, deskWrite, parsedBy, shapeFault } from "./desk-call.ts";
import { checkRt } from "./rt-check.ts";
import { readRtTicket } from "./rt-history.ts";
import { fieldOf, RtCreated, RtFound, rtPage, RtQueue, RtTicket, RtTransaction } from "./rt-records.ts";
import type { RequestTrackerOptions } from "./rt-setup.ts";

/** RT's own maximum a page. */
const PAGE = 100;

/** Request Tracker 5 over REST2. */
export function requestTracker(options: RequestTrackerOptions): TicketDesk {
  const { name, url, http, queue, fields, closed, statuses } = options;
  const parsed = parsedBy(http);
  const refOf = (id: string): TicketRef => ({ id, url: `${url}/Ticket/Display.html?id=${id}` });
  const get = async (path: string, purpose: string, signal: AbortSignal, query: HttpCall["query"] = {}) =>
    deskRead(http, { method: "GET", path: `/REST/2.0${path}`, query, purpose }, signal);
  const send = async (
    method: "POST" | "PUT",
    path: string,
    body: unknown,
    purpose: string,
    signal: AbortSignal,
  ) =>
    deskWrite(
      http,
      { method, path: `/REST/2.0${path}`, headers: JSON_BODY, body: JSON.stringify(body), purpose },
      signal,
    );

  /** All items of a collection: a history says neither how many there are nor whether there is a next page. */
  async function all<T extends z.ZodType>(
    path: string,
    item: T,
    query: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<z.output<T>[] | "forbidden" | "absent"> {
    const found: z.output<T>[] = [];
    for (let page = 1; ; page++) {
      const read = await get(path, "read tickets", signal, {
        ...query,
        per_page: `${PAGE}`,
        page: `${page}`,
      });
      if (read.kind !== "json") return read.kind;
      const { items } = parsed(rtPage(item), read.value);
      found.push(...(items as z.output<T>[]));
      if (items.length < PAGE) return found;
    }
  }

  /** A search by a field that is not there finds nothing, without a word: so the field is looked for first. */
  async function search(condition: string, signal: AbortSignal) {
    const read = await get(`/queue/${encodeURIComponent(queue)}`, "read queue", signal);
    const known = read.kind === "json" ? parsed(RtQueue, read.value).TicketCustomFields : [];
    if (!known.some((field) => field.name === fields.key))
      throw shapeFault(
        http,
        `queue ${queue} has no custom field ${fields.key}, or our account may not see it`,
      );
    const query = `Queue = '${sql(queue)}' AND ${condition}`;
    const found = await all(
      "/tickets",
      RtFound,
      { query, fields: "Status,CustomFields", orderby: "id" },
      signal,
    );
    if (typeof found === "string") throw shapeFault(http, "no search");
    return found.map((one) => ({ ...one, key: fieldOf(one, fields.key)?.values[0] ?? "" }));
  }

  async function fetchTicket(id: string, signal: AbortSignal) {
    const read = await get(`/ticket/${encodeURIComponent(id)}`, "read ticket", signal);
    if (read.kind === "absent") return "absent";
    return read.kind === "forbidden" ? "hidden" : parsed(RtTicket, read.value);
  }

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
    name,
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
    find: async (key, signal) => {
      const found = await search(`'CF.{${sql(fields.key)}}' = '${sql(key)}'`, signal);
      return found.filter((one) => one.key === key).map(({ id }) => refOf(id));
    },
    async read(id, key, signal) {
      const ticket = await fetchTicket(id, signal);
      if (typeof ticket === "string") return { kind: "unreadable", why: ticket };
      if (ticket.id !== id) return { kind: "unreadable", why: "merged" };
      const wanted = { fields: "Type,Field,OldValue,NewValue,Creator,Created" };
      const history = await all(`/ticket/${encodeURIComponent(id)}/history`, RtTransaction, wanted, signal);
      if (typeof history === "string") return { kind: "unreadable", why: "hidden" };
      return readRtTicket(ticket, history, key, options);
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
    open: async (signal) => {
      const found = await search(
        `Status = '__Active__' AND 'CF.{${sql(fields.key)}}' LIKE '${KEY_PREFIX}'`,
        signal,
      );
      return found
        .filter(({ key, Status }) => key.startsWith(KEY_PREFIX) && !closed.includes(Status))
        .map(({ id, key }) => ({ ...refOf(id), key }));
    },
    check: async (signal) => checkRt(options, get, signal),
    close: async () => http.close(),
  };
}

const JSON_BODY = { "content-type": "application/json" } as const;

/** A text inside the quotes of TicketSQL. */
const sql = (text: string): string => text.replace(/[\\']/g, String.raw`\$&`);
