import type * as z from "zod";
import type { TicketRef } from "../../ports/ticket-desk.ts";
import type { HttpCall } from "../system/http-call.ts";
import { deskRead, deskWrite, parsedBy, shapeFault } from "./desk-call.ts";
import { rtPage, RtTicket } from "./rt-records.ts";
import type { RequestTrackerOptions } from "./rt-setup.ts";

/** RT's own maximum a page. */
const PAGE = 100;

/** Calls of REST2, and what they find. Faults of all: TICKET_*, CANCELLED. */
export function rtClient({ url, http }: Pick<RequestTrackerOptions, "url" | "http">) {
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

  async function fetchTicket(id: string, signal: AbortSignal) {
    const read = await get(`/ticket/${encodeURIComponent(id)}`, "read ticket", signal);
    if (read.kind === "absent") return "absent";
    return read.kind === "forbidden" ? "hidden" : parsed(RtTicket, read.value);
  }
  const misshapen = (what: string) => shapeFault(http, what);

  return { parsed, refOf, get, send, all, fetchTicket, misshapen };
}

export type RtClient = ReturnType<typeof rtClient>;

const JSON_BODY = { "content-type": "application/json" } as const;
