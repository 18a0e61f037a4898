// Request Tracker as the contract's bench: a desk on it through TLS, and hands that work on it as people do.
import { createLog } from "../../../src/adapters/system/log.ts";
import { openHttpService } from "../../../src/adapters/system/http-call.ts";
import { requestTracker } from "../../../src/adapters/tickets/request-tracker.ts";
import type { RtSetup } from "../../../src/adapters/tickets/rt-setup.ts";
import { instant } from "../../../src/core/model/instant.ts";
import type { TicketAnswer } from "../../../src/core/review/ticket-answer.ts";
import type { Clock } from "../../../src/ports/clock.ts";
import type { TicketDesk } from "../../../src/ports/ticket-desk.ts";
import type { DeskBench } from "../../contract/ticket-desk.contract.ts";
import { rtFront, type RtFront } from "./rt-front.ts";
import { startRt, type RtAccount, type RtPeer } from "./rt-peer.ts";

const SETUP: RtSetup = {
  queue: "Stale Devices",
  account: "svc-rollcall",
  fields: { key: "Rollcall Key", question: "Rollcall Question", decision: "Rollcall Decision" },
  words: { approve: "approve", keep: "keep", hold: "hold" },
  closed: ["resolved", "rejected", "deleted"],
  statuses: { open: "open", resolved: "resolved" },
};

/** The machine's clock: RT's dates are its own, and real. */
const clock: Clock = {
  now: () => instant(Date.now()),
  monotonic: () => performance.now(),
  sleep: () => Promise.reject(new Error("nothing in a desk sleeps")),
};

export interface RtBench extends DeskBench {
  readonly rt: RtPeer;
  readonly front: RtFront;
  /** The desk by another account, or set up otherwise. */
  deskAs(as: RtAccount, change?: Partial<RtSetup>): TicketDesk;
}

export async function rtBench(): Promise<RtBench> {
  const rt = await startRt();
  const front = await rtFront(rt.url);
  const desks: TicketDesk[] = [];
  const deskAs = (as: RtAccount, change: Partial<RtSetup> = {}): TicketDesk => {
    const http = openHttpService({
      url: front.url,
      headers: { authorization: `token ${rt.tokens[as]}` },
      ca: front.ca,
      env: {},
      clock,
      log: createLog({ level: "silent" }),
      userAgent: "rollcall-test",
    });
    const desk = requestTracker({ ...SETUP, name: "rt", url: rt.url, http, ...change });
    desks.push(desk);
    return desk;
  };
  const put = async (as: string, id: string, body: unknown): Promise<void> => {
    const { status, body: told } = await rt.call(as as RtAccount, "PUT", `/ticket/${id}`, body);
    if (status !== 200 || !Array.isArray(told) || told.length === 0)
      throw new Error(`RT said ${status} ${JSON.stringify(told)}`);
  };
  const choose = (answer: TicketAnswer | undefined) => ({
    CustomFields: { [SETUP.fields.decision]: answer ?? "" },
  });
  return {
    rt,
    front,
    desk: deskAs("service"),
    deskAs,
    account: SETUP.account,
    people: ["jane", "tom"],
    answer: async (as, id, answer) => put(as, id, choose(answer)),
    // Correspondence opens a resolved ticket again, by a scrip of RT's own.
    reopen: async (as, id) => {
      await rt.call(as as RtAccount, "POST", `/ticket/${id}/correspond`, {
        Content: "Wait, it is still in use.",
        ContentType: "text/plain",
      });
    },
    comment: async (as, id, text) => {
      await rt.call(as as RtAccount, "POST", `/ticket/${id}/comment`, {
        Content: text,
        ContentType: "text/plain",
      });
    },
    request: async (as, id) => put(as, id, { Requestor: `${as}@desk.example` }),
    vanish: {
      deleted: ["absent", async (id) => void (await rt.perl(inTicket(id, "$t->SetStatus('deleted')")))],
      merged: [
        "merged",
        async (id) => {
          const { body } = await rt.call("service", "POST", "/ticket", {
            Queue: SETUP.queue,
            Subject: "Another",
            Content: "x",
          });
          await put("service", id, { MergeInto: Number((body as { id: string }).id) });
        },
      ],
      moved: ["hidden", async (id) => void (await rt.perl(inTicket(id, "$t->SetQueue('General Desk')")))],
      rekeyed: ["foreign", async (id) => put("jane", id, { CustomFields: { [SETUP.fields.key]: "other" } })],
    },
    count: async (key) => {
      const query = `Queue = '${SETUP.queue}' AND 'CF.{${SETUP.fields.key}}' = '${key}'`;
      const { body } = await rt.call("service", "GET", `/tickets?query=${encodeURIComponent(query)}`);
      return (body as { total: number }).total;
    },
    text: async (id) =>
      rt.perl(
        inTicket(
          id,
          `print $t->Subject, "\\n"; my $x = $t->Transactions; while (my $one = $x->Next) { my $a = $one->Attachments; while (my $b = $a->Next) { print $b->Content // '', "\\n" } }`,
        ),
      ),
    lose: (how) => {
      front.lose = (call) => {
        if (call !== "POST /REST/2.0/ticket") return undefined;
        front.lose = () => undefined;
        return how;
      };
    },
    settle: async () => {},
    async [Symbol.asyncDispose]() {
      for (const desk of desks) await desk.close();
      await front[Symbol.asyncDispose]();
      await rt[Symbol.asyncDispose]();
    },
  };
}

const inTicket = (id: string, code: string): string =>
  `binmode STDOUT, ':utf8'; my $t = RT::Ticket->new(RT->SystemUser); $t->Load(${Number(id)}); ${code};`;
