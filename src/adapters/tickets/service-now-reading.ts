import { KEY_PREFIX } from "../../core/review/ticket-key.ts";
import type { TicketDesk } from "../../ports/ticket-desk.ts";
import type { SnApprovals } from "./service-now-approvals.ts";
import type { SnClient } from "./service-now-client.ts";
import { readSnTicket } from "./service-now-history.ts";
import { SnTicket, TICKET_FIELDS } from "./service-now-records.ts";
import type { ServiceNowSetup } from "./service-now-setup.ts";

/** Finds tickets, and reads what stands in them with who made it so. */
export function snReading(
  { refOf, rows, fetchTicket }: SnClient,
  { approvalsOf }: SnApprovals,
  setup: ServiceNowSetup,
): Pick<TicketDesk, "find" | "read" | "open"> {
  const { table, closed } = setup;
  return {
    find: async (key, signal) => {
      const query = `correlation_id=${key}^ORDERBYsys_created_on`;
      const found = await rows(
        table,
        query,
        TICKET_FIELDS,
        SnTicket,
        (one) => one.correlation_id === key,
        signal,
      );
      return found.map((one) => refOf(one.sys_id));
    },
    async read(id, key, signal) {
      const ticket = await fetchTicket(id, signal);
      // "Record doesn't exist or ACL restricts the record retrieval": ServiceNow does not say which.
      if (ticket === undefined) return { kind: "unreadable", why: "hidden" };
      return readSnTicket(ticket, await approvalsOf(id, signal), key, setup);
    },
    open: async (signal) => {
      const query = `correlation_idSTARTSWITH${KEY_PREFIX}^stateNOT IN${closed.join(",")}`;
      const fits = (one: SnTicket) =>
        one.correlation_id.startsWith(KEY_PREFIX) && !closed.includes(one.state);
      const found = await rows(table, query, TICKET_FIELDS, SnTicket, fits, signal);
      return found.map((one) => ({ ...refOf(one.sys_id), key: one.correlation_id }));
    },
  };
}
