import type { TicketDesk } from "../../ports/ticket-desk.ts";
import { checkJira } from "./jira-check.ts";
import { jiraClient } from "./jira-client.ts";
import { jiraReading } from "./jira-reading.ts";
import type { JiraOptions } from "./jira-setup.ts";
import { jiraWriting } from "./jira-writing.ts";

/** Jira Cloud, REST API v3; approvals by Jira Service Management. */
export function jira(options: JiraOptions): TicketDesk {
  const { name, http } = options;
  const client = jiraClient(options);
  return {
    name,
    ...jiraReading(client, options),
    ...jiraWriting(client, options),
    check: async (signal) => checkJira(options, client.get, signal),
    close: async () => http.close(),
  };
}
