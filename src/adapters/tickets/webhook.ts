// Any other service desk, through a bridge that somebody puts before it: one signed call for each thing that a desk does, in our own
// words (docs/guide/integrations/ticket-bridge.md). The bridge answers for what it says of accounts and of the order of a history.
import type { Buffer } from "node:buffer";
import * as z from "zod";
import { instant } from "../../core/model/instant.ts";
import { KEY_PREFIX } from "../../core/review/ticket-key.ts";
import { TICKET_ANSWERS, type TicketMark } from "../../core/review/ticket-answer.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Ids } from "../../ports/ids.ts";
import type { TicketDesk, TicketReading, TicketWritten } from "../../ports/ticket-desk.ts";
import type { HttpCall, HttpService } from "../system/http-call.ts";
import { signWebhook } from "../system/standard-webhook.ts";
import { deskRead, deskWrite, parsedBy } from "./desk-call.ts";

export interface WebhookDeskOptions {
  readonly name: string;
  readonly http: HttpService;
  /** By which every call is signed. */
  readonly secret: Buffer;
  readonly clock: Clock;
  readonly ids: Ids;
}

const text = z.string().min(1);
const mark = z.strictObject({
  transaction: text,
  order: z.number(),
  by: text,
  at: z.iso.datetime({ offset: true }),
});
const Ref = z.looseObject({ id: text, url: z.url({ protocol: /^https?$/ }), key: text });
const Made = Ref.omit({ key: true });
const Tickets = z.looseObject({ tickets: z.array(Ref) });
const Ticket = z.object({
  key: text,
  open: z.boolean(),
  question: z.string(),
  asked: mark,
  decision: mark.extend({ answer: z.enum([...TICKET_ANSWERS, "other"]) }).nullable(),
  reopened: mark.nullable(),
  requesters: z.array(text),
});
const Read = z.union([
  z.object({ ticket: Ticket }),
  z.object({ unreadable: z.enum(["absent", "hidden", "merged", "incomplete"]) }),
]);
const Rights = z.looseObject({
  rights: z.array(
    z.looseObject({ right: text, held: z.union([z.boolean(), z.literal("unknown")]), remedy: z.string() }),
  ),
});

/** A service desk behind a bridge that speaks signed webhooks. */
export function webhookDesk({ name, http, secret, clock, ids }: WebhookDeskOptions): TicketDesk {
  const parsed = parsedBy(http);
  /** @param id the same for a call that is made once more: a bridge may know it by that */
  const signed = (type: string, data: unknown, id: string = ids.uuid()): HttpCall => {
    const body = JSON.stringify({
      type: `ticket.${type}`,
      timestamp: new Date(clock.now()).toISOString(),
      data,
    });
    const headers = signWebhook([secret], { id, atMs: clock.now(), body });
    return {
      method: "POST",
      path: "",
      headers: { "content-type": "application/json", ...headers },
      body,
      purpose: `ticket ${type}`,
    };
  };
  const asked = async <T extends z.ZodType>(type: string, data: unknown, answer: T, signal: AbortSignal) => {
    const read = await deskRead(http, signed(type, data), signal);
    return parsed(answer, read.kind === "json" ? read.value : undefined);
  };
  const read = async (id: string, signal: AbortSignal) => asked("read", { id }, Read, signal);

  /** Written, and then read: a bridge may say yes for a desk that did nothing. */
  async function write(
    type: string,
    data: { readonly id: string } & Readonly<Record<string, unknown>>,
    holds: (ticket: z.output<typeof Ticket>) => boolean,
    signal: AbortSignal,
  ): Promise<TicketWritten> {
    const wrote = await deskWrite(http, signed(type, data), signal);
    if (wrote.kind !== "done") return wrote;
    const now = await read(data.id, signal);
    if ("ticket" in now && holds(now.ticket)) return { kind: "written" };
    return { kind: "refused", why: `${http.host} said yes and did not change the ticket` };
  }

  return {
    name,
    async create(content, signal) {
      const wrote = await deskWrite(http, signed("create", content, content.key), signal);
      if (wrote.kind !== "done") return wrote;
      const made = Made.safeParse(wrote.value);
      if (!made.success) return { kind: "unclear", why: `${http.host} did not say which ticket it made` };
      return { kind: "created", ref: { id: made.data.id, url: made.data.url } };
    },
    find: async (key, signal) => {
      const { tickets } = await asked("find", { key }, Tickets, signal);
      return tickets.filter((one) => one.key === key).map(({ id, url }) => ({ id, url }));
    },
    async read(id, key, signal): Promise<TicketReading> {
      const found = await read(id, signal);
      if (!("ticket" in found)) return { kind: "unreadable", why: found.unreadable };
      const { ticket } = found;
      if (ticket.key !== key) return { kind: "unreadable", why: "foreign" };
      const { open: isOpen, question, asked: put, decision, reopened, requesters } = ticket;
      const view = {
        isOpen,
        question,
        asked: markOf(put),
        decision: decision === null ? undefined : { ...markOf(decision), answer: decision.answer },
        reopened: reopened === null ? undefined : markOf(reopened),
        requesters,
      };
      return { kind: "read", view };
    },
    ask: async (id, content, signal) =>
      write(
        "ask",
        { id, ...content },
        ({ open, question, decision }) => open && question === content.question && decision === null,
        signal,
      ),
    comment: async (id, lines, signal) => write("comment", { id, lines }, () => true, signal),
    resolve: async (id, lines, signal) => write("resolve", { id, lines }, ({ open }) => !open, signal),
    open: async (signal) => {
      const { tickets } = await asked("open", { keyPrefix: KEY_PREFIX }, Tickets, signal);
      return tickets
        .filter(({ key }) => key.startsWith(KEY_PREFIX))
        .map(({ id, url, key }) => ({ id, url, key }));
    },
    check: async (signal) => (await asked("check", {}, Rights, signal)).rights,
    close: async () => http.close(),
  };
}

const markOf = ({ transaction, order, by, at }: z.output<typeof mark>): TicketMark => ({
  transaction,
  order,
  by,
  at: instant(Date.parse(at)),
});
