import type { TicketDesk } from "../../ports/ticket-desk.ts";
import { checkRt } from "./rt-check.ts";
import { rtClient } from "./rt-client.ts";
import { rtReading } from "./rt-reading.ts";
import type { RequestTrackerOptions } from "./rt-setup.ts";
import { rtWriting } from "./rt-writing.ts";

/** Request Tracker 5 over REST2. */
export function requestTracker(options: RequestTrackerOptions): TicketDesk {
  const { name, http } = options;
  const client = rtClient(options);
  return {
    name,
    ...rtReading(client, options),
    ...rtWriting(client, options),
    check: async (signal) => checkRt(options, client.get, signal),
    close: async () => http.close(),
  };
}
