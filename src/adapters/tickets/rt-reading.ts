import { KEY_PREFIX } from "../../core/review/ticket-key.ts";
import type { TicketDesk } from "../../ports/ticket-desk.ts";
import type { RtClient } from "./rt-client.ts";
import { readRtTicket } from "./rt-history.ts";
import { fieldOf, RtFound, RtQueue, RtTransaction } from "./rt-records.ts";
import type { RtSetup } from "./rt-setup.ts";

/** Finds tickets, and reads what stands in them with who made it so. */
export function rtReading(
  { parsed, refOf, get, all, fetchTicket, misshapen }: RtClient,
  setup: RtSetup,
): Pick<TicketDesk, "find" | "read" | "open"> {
  const { queue, fields, closed } = setup;

  /** A search by a field that is not there finds nothing, without a word: so the field is looked for first. */
  async function search(condition: string, signal: AbortSignal) {
    const read = await get(`/queue/${encodeURIComponent(queue)}`, "read queue", signal);
    const known = read.kind === "json" ? parsed(RtQueue, read.value).TicketCustomFields : [];
    if (!known.some((field) => field.name === fields.key))
      throw misshapen(`queue ${queue} has no custom field ${fields.key}, or our account may not see it`);
    const query = `Queue = '${sql(queue)}' AND ${condition}`;
    const found = await all(
      "/tickets",
      RtFound,
      { query, fields: "Status,CustomFields", orderby: "id" },
      signal,
    );
    if (typeof found === "string") throw misshapen("no search");
    return found.map((one) => ({ ...one, key: fieldOf(one, fields.key)?.values[0] ?? "" }));
  }

  return {
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
      return readRtTicket(ticket, history, key, setup);
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
  };
}

/** A text inside the quotes of TicketSQL. */
const sql = (text: string): string => text.replace(/[\\']/g, String.raw`\$&`);
