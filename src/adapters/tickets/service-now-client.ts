import type * as z from "zod";
import type { TicketRef } from "../../ports/ticket-desk.ts";
import type { HttpCall } from "../system/http-call.ts";
import { deskRead, deskWrite, parsedBy, shapeFault } from "./desk-call.ts";
import { snRow, snRows, SnTicket, TICKET_FIELDS } from "./service-now-records.ts";
import type { ServiceNowOptions } from "./service-now-setup.ts";

/** More than any search of ours can find, and a bound for one that ServiceNow did not understand. */
const MOST = 1_000;

/** Calls of the Table API, and what they find. Faults of all: TICKET_*, CANCELLED. */
export function snClient({ url, http, table }: Pick<ServiceNowOptions, "url" | "http" | "table">) {
  const parsed = parsedBy(http);
  const at = (where: string, id?: string): string =>
    `/api/now/table/${encodeURIComponent(where)}${id === undefined ? "" : `/${encodeURIComponent(id)}`}`;
  const plain = { sysparm_exclude_reference_link: "true", sysparm_display_value: "false" };
  const refOf = (id: string): TicketRef => ({ id, url: `${url}/${table}.do?sys_id=${id}` });
  const send = async (
    method: "POST" | "PATCH",
    path: string,
    body: unknown,
    purpose: string,
    signal: AbortSignal,
  ) => {
    const headers = { "content-type": "application/json" };
    const query = { ...plain, sysparm_fields: "sys_id" };
    const call: HttpCall = { method, path, query, headers, body: JSON.stringify(body), purpose };
    return deskWrite(http, call, signal);
  };

  /** ServiceNow leaves out a condition that it does not understand, and then gives every row: each one is looked at again. */
  async function rows<T extends z.ZodType<object>>(
    where: string,
    sysparm_query: string,
    fields: string,
    row: T,
    fits: (one: z.output<T>) => boolean,
    signal: AbortSignal,
  ): Promise<readonly z.output<T>[]> {
    const query = { ...plain, sysparm_query, sysparm_fields: fields, sysparm_limit: `${MOST}` };
    const read = await deskRead(
      http,
      { method: "GET", path: at(where), query, purpose: `search ${where}` },
      signal,
    );
    if (read.kind !== "json") throw shapeFault(http, `${where} cannot be searched`);
    const { result } = parsed(snRows(row), read.value);
    if (!result.every(fits)) throw shapeFault(http, `${where} was not searched by what was asked for`);
    if (result.length >= MOST) throw shapeFault(http, `${where} has more rows than can be read`);
    return result;
  }

  async function fetchTicket(id: string, signal: AbortSignal) {
    const query = { ...plain, sysparm_fields: TICKET_FIELDS };
    const read = await deskRead(
      http,
      { method: "GET", path: at(table, id), query, purpose: "read ticket" },
      signal,
    );
    return read.kind === "json" ? parsed(snRow(SnTicket), read.value).result : undefined;
  }

  return { at, refOf, send, rows, fetchTicket };
}

export type SnClient = ReturnType<typeof snClient>;
