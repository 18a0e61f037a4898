// The shape of `notify`: who is told, by what, and of what.
import * as z from "zod";
import { TOPICS } from "../../core/notify/notice.ts";
import { hostName, mailAddress, port, reference, shortName, text } from "./fields.ts";

const AT_LEAST_ONE = "must name one; leave about out to tell of everything";

const recipient = {
  name: shortName,
  about: z
    .array(z.enum(TOPICS))
    .min(1, AT_LEAST_ONE)
    .default([...TOPICS]),
  tenants: z.array(text).default([]),
};
const tls = z.strictObject({ ca: reference.optional() }).prefault({});

const mail = z.strictObject({
  ...recipient,
  type: z.literal("mail"),
  smtp: z.strictObject({
    host: hostName,
    // Submission's own port (RFC 6409); 465 is that of TLS from the first byte on.
    port: port.default(587),
    security: z.enum(["starttls", "tls", "none"]).default("starttls"),
    user: text.optional(),
    password: reference.optional(),
    tls,
  }),
  from: mailAddress,
  to: z.array(mailAddress).min(1, "must name a recipient"),
  subjectPrefix: z.string().max(60, "must be short: it stands before each subject").default("[Rollcall]"),
});

const slack = z.strictObject({ ...recipient, type: z.literal("slack"), url: reference, tls });
const teams = z.strictObject({ ...recipient, type: z.literal("teams"), url: reference, tls });
const webhook = z.strictObject({
  ...recipient,
  type: z.literal("webhook"),
  url: reference,
  secrets: z.array(reference).min(1, "must name a secret: without one nobody can tell who sent it"),
  tls,
});

export const Notify = z.discriminatedUnion("type", [mail, slack, teams, webhook]);
/** One recipient as written, defaults filled in. */
export type NotifyFile = z.output<typeof Notify>;
