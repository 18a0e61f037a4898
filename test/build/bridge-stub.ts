// A bridge as docs/guide/integrations/ticket-bridge.md asks for one, over tickets in memory.
import { verifyWebhook } from "../../src/adapters/system/standard-webhook.ts";
import type { TicketAnswer } from "../../src/core/review/ticket-answer.ts";
import type { Handler, Reply } from "./central-server.ts";

interface Mark {
  readonly transaction: string;
  readonly order: number;
  readonly by: string;
  readonly at: string;
}

interface Ticket {
  readonly id: string;
  key: string;
  open: boolean;
  question: string;
  asked: Mark;
  decision: (Mark & { readonly answer: TicketAnswer }) | null;
  reopened: Mark | null;
  readonly requesters: string[];
  readonly lines: string[];
  hidden: boolean;
}

export const BRIDGE_ACCOUNT = "svc-bridge";

export interface BridgeStub {
  readonly handle: Handler;
  readonly tickets: readonly Ticket[];
  lose: "before" | "after" | "bad_gateway" | "page" | undefined;
  /** Says yes and does nothing. */
  idle: boolean;
  mark(by: string): Mark;
  ticket(id: string): Ticket;
}

export function bridgeStub(secret: Buffer, now: () => number): BridgeStub {
  const tickets: Ticket[] = [];
  let order = 0;
  const ok = (json: unknown): Reply => ({ json });
  const refs = (all: readonly Ticket[]) =>
    ok({ tickets: all.map(({ id, key }) => ({ id, key, url: `https://desk.example/${id}` })) });

  function act(type: string, data: Record<string, never>): Reply {
    const { id, key, question, subject, lines } = data as unknown as {
      id: string;
      key: string;
      question: string;
      subject: string;
      lines: string[];
    };
    if (type === "ticket.create") {
      const made: Ticket = {
        id: `T${tickets.length + 1}`,
        key,
        open: true,
        question,
        asked: stub.mark(BRIDGE_ACCOUNT),
        decision: null,
        reopened: null,
        requesters: [],
        lines: [subject, ...lines],
        hidden: false,
      };
      tickets.push(made);
      return ok({ id: made.id, url: `https://desk.example/${made.id}` });
    }
    if (type === "ticket.find") return refs(tickets.filter((one) => one.key === key));
    if (type === "ticket.open") return refs(tickets.filter(({ open }) => open));
    if (type === "ticket.check")
      return ok({ rights: ["see", "make", "change"].map((right) => ({ right, held: true, remedy: "" })) });
    const found = tickets.find((one) => one.id === id);
    if (found === undefined || found.hidden) return ok({ unreadable: "hidden" });
    if (type === "ticket.read") {
      const { lines: _lines, hidden: _hidden, id: _id, ...ticket } = found;
      return ok({ ticket });
    }
    if (stub.idle) return ok({});
    found.lines.push(...lines);
    if (type === "ticket.resolve") found.open = false;
    if (type === "ticket.ask")
      Object.assign(found, { question, asked: stub.mark(BRIDGE_ACCOUNT), decision: null, open: true });
    return ok({});
  }

  const stub: BridgeStub = {
    tickets,
    lose: undefined,
    idle: false,
    mark: (by) => {
      order++;
      return { transaction: `t${order}`, order, by, at: new Date(now()).toISOString() };
    },
    ticket(id) {
      const found = tickets.find((one) => one.id === id);
      if (found === undefined) throw new Error(`there is no ticket ${id}`);
      return found;
    },
    handle({ headers, body }) {
      const given = Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, value?.toString() ?? ""]),
      );
      if (verifyWebhook([secret], given, body, now()).kind !== "signed")
        return { json: { error: "signature" }, status: 401 };
      const { type, data } = JSON.parse(body) as { type: string; data: Record<string, never> };
      const lost = type === "ticket.create" ? stub.lose : undefined;
      if (lost === undefined) return act(type, data);
      stub.lose = undefined;
      if (lost === "before") return "reset";
      act(type, data);
      if (lost === "after") return "reset";
      return { raw: "<h1>Sorry</h1>", status: lost === "bad_gateway" ? 502 : 200 };
    },
  };
  return stub;
}
