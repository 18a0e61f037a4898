import { Buffer } from "node:buffer";
import { openHttpService } from "../adapters/system/http-call.ts";
import { webhookSecret } from "../adapters/system/standard-webhook.ts";
import { jira } from "../adapters/tickets/jira.ts";
import { requestTracker } from "../adapters/tickets/request-tracker.ts";
import { serviceNow } from "../adapters/tickets/service-now.ts";
import { webhookDesk } from "../adapters/tickets/webhook.ts";
import type { DeskTerms } from "../flows/ticket-parts.ts";
import { Fault } from "../ports/fault.ts";
import type { TicketDesk } from "../ports/ticket-desk.ts";
import type { TicketsConfig } from "./config/tickets-config.ts";
import type { World } from "./session.ts";
import { USER_AGENT } from "./version.ts";

type DeskWorld = Pick<World, "clock" | "log" | "ids">;

/** The configured service desk; nothing is sent yet. Faults: SECRET_UNREADABLE. */
export function openDesk(config: TicketsConfig, { clock, log, ids }: DeskWorld): TicketDesk {
  const { name, url, ca } = config;
  const http = openHttpService({
    url,
    headers: { ...authorization(config), accept: "application/json" },
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
    case "webhook":
      return webhookDesk({ name, http, secret: secretOf(config), clock, ids });
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

/** A bridge is not told the secret: its calls are signed by it. */
function authorization(config: TicketsConfig): Readonly<Record<string, string>> {
  const basic = (user: string, password: string) => ({
    authorization: `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`,
  });
  const token = config.token.read().reveal();
  switch (config.type) {
    case "request-tracker":
      return { authorization: `token ${token}` };
    case "jira":
      return basic(config.user, token);
    case "service-now":
      return basic(config.account, token);
    case "webhook":
      return {};
  }
}

function secretOf({ token }: TicketsConfig): Buffer {
  const secret = webhookSecret(token.read().reveal());
  if (secret !== undefined) return secret;
  const { reference } = token;
  throw new Fault(
    "SECRET_UNREADABLE",
    `The secret ${reference} is no secret of a webhook: base64 of at least 16 bytes, with or without whsec_.`,
    { reference },
  );
}

/** What is agreed on with the desk, which is opened when it is first asked. */
export function deskTerms(config: TicketsConfig, world: DeskWorld): DeskTerms & { close(): Promise<void> } {
  const { account, approvers, per, holdForMs } = config;
  let opened: TicketDesk | undefined;
  return {
    get desk() {
      return (opened ??= openDesk(config, world));
    },
    parties: { account, approvers },
    per,
    holdForMs,
    close: async () => opened?.close(),
  };
}
