import type { TicketDesk } from "../../ports/ticket-desk.ts";
import { snApprovals } from "./service-now-approvals.ts";
import { checkServiceNow } from "./service-now-check.ts";
import { snClient } from "./service-now-client.ts";
import { snReading } from "./service-now-reading.ts";
import type { ServiceNowOptions } from "./service-now-setup.ts";
import { snWriting } from "./service-now-writing.ts";

/** ServiceNow over the Table API, answered by its own approvals. */
export function serviceNow(options: ServiceNowOptions): TicketDesk {
  const { name, http } = options;
  const client = snClient(options);
  const approvals = snApprovals(client, options);
  return {
    name,
    ...snReading(client, approvals, options),
    ...snWriting(client, approvals, options),
    check: async (signal) => checkServiceNow(options, client, approvals, signal),
    close: async () => http.close(),
  };
}
