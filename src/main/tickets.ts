import { Buffer } from "node:buffer";
import { openHttpService } from "../adapters/system/http-call.ts";
import { jira } from "../adapters/tickets/jira.ts";
import { requestTracker } from "../adapters/tickets/request-tracker.ts";
import { serviceNow } from "../adapters/tickets/service-now.ts";
import type { DeskTerms } from "../flows/ticket-parts.ts";
import type { TicketDesk } from "../ports/ticket-desk.ts";
import type { TicketsConfig } from "./config/tickets-config.ts";
import type { World } from "./session.ts";
import { USER_AGENT } from "./version.ts";

/** The configured service desk; nothing is sent yet. Faults: SECRET_UNREADABLE. */
export function openDesk(config: TicketsConfig, { clock, log }: Pick<World, "clock" | "log">): TicketDesk {
  const { name, url, ca } = config;
  const http = openHttpService({
    url,
    headers: { authorization: authorization(config), accept: "application/json" },
    ca: ca?.read().reveal(),
    clock,
    log,
    userAgent: USER_AGENT,
  });
  switch (config.type) {
    case "request-tracker": {
      const { account, queue, fields, words, statuses } = config;
      const { closed, ...given } = statuses;
      return requestTracker({ name, url, http, account, queue, fields, words, closed, statuses: given });
    }
    case "service-now": {
      const { account, table, states, closeCode, assignmentGroup } = config;
      const { closed, ...given } = states;
      const approvers = [...config.approvers.keys()];
      const setup = { table, account, states: given, closed, closeCode, assignmentGroup, approvers };
      return serviceNow({ name, url, http, ...setup });
    }
    case "jira": {
      const { account, project, issueType, answers, answerStatuses, workflow, approversField } = config;
      const { closed, ...statuses } = workflow;
      const approvers = [...config.approvers.keys()];
      const flow = { answers, words: answerStatuses, statuses, closed, approversField, approvers };
      return jira({ name, url, http, account, project, issueType, ...flow });
    }
  }
}

function authorization(config: TicketsConfig): string {
  const token = config.token.read().reveal();
  switch (config.type) {
    case "request-tracker":
      return `token ${token}`;
    case "service-now":
      return `Basic ${Buffer.from(`${config.account}:${token}`).toString("base64")}`;
    case "jira":
      return `Basic ${Buffer.from(`${config.user}:${token}`).toString("base64")}`;
  }
}

/** What is agreed on with the desk, which is opened when it is first asked. */
export function deskTerms(
  config: TicketsConfig,
  world: Pick<World, "clock" | "log">,
): DeskTerms & { close(): Promise<void> } {
  const { account, approvers, holdForMs } = config;
  let opened: TicketDesk | undefined;
  return {
    get desk() {
      return (opened ??= openDesk(config, world));
    },
    parties: { account, approvers },
    holdForMs,
    close: async () => opened?.close(),
  };
}
