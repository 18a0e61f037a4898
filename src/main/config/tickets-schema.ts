// The shape of `tickets`, one form a kind of service desk.
import * as z from "zod";
import { positiveDuration, reference, serviceUrl, text } from "./fields.ts";

/** Names of a desk's own things stand in its searches, between quotes or braces. */
const fieldName = z
  .string()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} _.-]{0,62}$/u, "must be a name of letters, digits, blanks, - _ and .");

const account = z.string().trim().min(1, "must not be empty");

const shared = {
  name: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/, "must be a short name of letters, digits, - _ and .")
    .default("helpdesk"),
  url: serviceUrl,
  tls: z.strictObject({ ca: reference.optional() }).prefault({}),
  per: z.enum(["case", "tenant"]).default("case"),
  // Of a ticket that takes no answer nobody has to be named: ticket-rules.ts.
  approvers: z.array(z.strictObject({ account, person: text.optional() })).default([]),
  holdFor: positiveDuration.default("P30D"),
  inDryRun: z.boolean().default(false),
};

const requestTracker = z.strictObject({
  type: z.literal("request-tracker"),
  ...shared,
  token: reference,
  account,
  queue: fieldName,
  fields: z
    .strictObject({
      key: fieldName.default("Rollcall Key"),
      question: fieldName.default("Rollcall Question"),
      decision: fieldName.default("Rollcall Decision"),
    })
    .prefault({}),
  words: z
    .strictObject({
      approve: text.default("approve"),
      keep: text.default("keep"),
      hold: text.default("hold"),
    })
    .prefault({}),
  statuses: z
    .strictObject({
      open: text.default("open"),
      resolved: text.default("resolved"),
      closed: z.array(text).default(["resolved", "rejected", "deleted"]),
    })
    .prefault({}),
});

const jira = z.strictObject({
  type: z.literal("jira"),
  ...shared,
  user: text,
  token: reference,
  account,
  project: z.string().regex(/^[A-Z][A-Z0-9_]{1,31}$/, "must be a project's key; write for instance OPS"),
  issueType: text.default("Task"),
  answers: z.enum(["approvals", "statuses"]).default("approvals"),
  answerStatuses: z
    .strictObject({
      approve: text.default("Approved"),
      keep: text.default("Declined"),
      hold: text.default("On hold"),
    })
    .prefault({}),
  workflow: z
    .strictObject({
      ask: text.default("Waiting for approval"),
      done: text.default("Done"),
      closed: z.array(text).default(["Done", "Resolved", "Closed", "Canceled"]),
    })
    .prefault({}),
  approversField: z
    .string()
    .regex(/^customfield_\d+$/, "must be the id of a custom field; write for instance customfield_10003")
    .optional(),
});

const serviceNow = z.strictObject({
  type: z.literal("service-now"),
  ...shared,
  token: reference,
  account,
  table: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,79}$/, "must be a table's name; write for instance incident")
    .default("incident"),
  // The values of ServiceNow's own incidents: in progress, resolved, closed, cancelled.
  states: z
    .strictObject({
      open: text.default("2"),
      resolved: text.default("6"),
      closed: z.array(text).default(["6", "7", "8"]),
    })
    .prefault({}),
  closeCode: text.default("Solved (Permanently)"),
  assignmentGroup: text.optional(),
});

const webhook = z.strictObject({ type: z.literal("webhook"), ...shared, token: reference, account });

export const Tickets = z.discriminatedUnion("type", [requestTracker, jira, serviceNow, webhook]);
export type TicketsFile = z.output<typeof Tickets>;
/** One form of it. */
export type TicketsOf<Type extends TicketsFile["type"]> = Extract<TicketsFile, { type: Type }>;
