// The whole way on a real Request Tracker: a doubtful device becomes a ticket, a person answers there, and that decides.
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { mirrorCases } from "../../src/flows/mirror-cases.ts";
import type { KnownTicket } from "../../src/ports/ticket-store.ts";
import { aTicketStage, type TicketStage } from "../contract/ticket-stage.ts";
import { requirePeer } from "./peers.ts";
import { rtBench, type RtBench } from "./request-tracker/rt-bench.ts";

const never = new AbortController().signal;

/** Every call is a second of Request Tracker's time, and several on a machine that has other things to do. */
vi.setConfig({ testTimeout: 240_000 });

requirePeer("request-tracker", "cases on Request Tracker", () => {
  let bench: RtBench;
  let stage: TicketStage;
  beforeAll(async () => {
    bench = await rtBench();
    stage = await aTicketStage(4, bench);
  }, 300_000);
  afterAll(async () => {
    await stage?.[Symbol.asyncDispose]();
    await bench?.[Symbol.asyncDispose]();
  });
  const { caseOf, ticketOf, ticketIn, mirror, say } = {
    caseOf: async (n: number) => stage.caseOf(n),
    ticketOf: async (n: number) => stage.ticketOf(n),
    ticketIn: async (ticket: KnownTicket) =>
      (await bench.rt.call("service", "GET", `/ticket/${ticket.id}`)).body as { Status: string },
    mirror: async () => mirrorCases({ ...stage.house, tickets: stage.tickets }, never),
    say: async (n: number, answer: "approve" | "keep" | "hold", as = "jane") =>
      bench.answer(as, (await stage.ticketOf(n)).id ?? "", answer),
  };

  describe("a doubtful device", () => {
    it("has one ticket, made once, which says what is doubted", async () => {
      expect(await mirror()).toMatchObject({ opened: 4, orphans: [], fault: undefined });
      expect(await mirror()).toMatchObject({ opened: 0, asked: 0, answered: 0, closed: 0 });
      const ticket = await ticketOf(1);
      expect(await bench.count(ticket.key)).toBe(1);
      const text = await bench.text(ticket.id ?? "");
      expect(text).toContain("PC-0001");
      expect(text).toContain("- cloned");
    });

    it("is deleted after a yes by the person who may say it, and the ticket is closed with the outcome", async () => {
      await say(1, "approve");
      expect(await mirror()).toMatchObject({ answered: 1 });
      expect(await caseOf(1)).toMatchObject({ state: "approved", agreements: [{ by: "jane" }] });
      await stage.ripen();
      expect(await stage.retire(1)).toMatchObject({ outcome: "retired" });
      expect(stage.sent(1)).toHaveLength(1);
      await stage.house.tend();
      expect(await mirror()).toMatchObject({ closed: 1 });
      expect(await ticketIn(await ticketOf(1))).toMatchObject({ Status: "resolved" });
      expect(await bench.text((await ticketOf(1)).id ?? "")).toContain("was deleted in Sophos Central");
      const facts = (await stage.facts(1)).map(({ kind }) => kind);
      expect(facts.filter((kind) => kind.startsWith("ticket"))).toEqual(["ticket_opened", "ticket_closed"]);
    });

    it("is kept after a no, and its ticket is closed", async () => {
      await say(2, "keep");
      expect(await mirror()).toMatchObject({ answered: 1, closed: 1 });
      expect(await caseOf(2)).toMatchObject({ state: "kept" });
      expect(await ticketIn(await ticketOf(2))).toMatchObject({ Status: "resolved" });
    });

    it("is left alone by the answer of somebody who may not give it, which is told once", async () => {
      await say(3, "approve", "tom");
      expect(await mirror()).toMatchObject({ answered: 0, refused: 1 });
      expect(await mirror()).toMatchObject({ refused: 0 });
      expect(await caseOf(3)).toMatchObject({ state: "open" });
      expect(await bench.text((await ticketOf(3)).id ?? "")).toContain("not_an_approver");
    });
  });

  describe("an approval", () => {
    it("is void when the closed ticket is opened again right before the deletion", async () => {
      await say(3, "approve");
      expect(await mirror()).toMatchObject({ answered: 1 });
      await stage.ripen();
      const { id = "" } = await ticketOf(3);
      await bench.rt.call("jane", "PUT", `/ticket/${id}`, { Status: "resolved" });
      await bench.reopen("tom", id);

      expect(await stage.retire(3)).toMatchObject({
        outcome: "changed",
        detail: expect.stringContaining("reopened_later") as string,
      });

      expect(stage.sent(3)).toEqual([]);
      expect(await caseOf(3)).toMatchObject({ state: "open", agreements: [] });
      expect(await mirror()).toMatchObject({ asked: 1 });
    });

    it("whose ticket cannot be read deletes nothing, and stands again with the ticket", async () => {
      await say(4, "approve");
      await mirror();
      await stage.ripen();
      const { id = "", key } = await ticketOf(4);
      const rename = async (to: string) =>
        bench.rt.call("jane", "PUT", `/ticket/${id}`, { CustomFields: { "Rollcall Key": to } });
      bench.front.lose = () => "before";
      expect(await stage.retire(4)).toMatchObject({ outcome: "withheld" });
      bench.front.lose = () => undefined;
      await rename("another");
      expect(await stage.retire(4)).toMatchObject({
        outcome: "withheld",
        detail: expect.stringContaining("foreign") as string,
      });
      expect(stage.sent(4)).toEqual([]);
      await rename(key);
      expect(await stage.retire(4)).toMatchObject({ outcome: "retired" });
    });
  });

  it("a case that is listed in the ticket of its tenant is not approved there, and asks in its own again afterwards", async () => {
    const tenants = { ...stage.house, tickets: { ...stage.tickets, per: "tenant" as const } };
    expect(await mirrorCases(tenants, never)).toMatchObject({ opened: 1, closed: 1, orphans: [] });
    expect(await ticketIn(await ticketOf(3))).toMatchObject({ Status: "resolved" });
    const { tenant } = await caseOf(3);
    const { id = "", key } = (await stage.house.store.tenantTickets.of(tenant)) ?? { key: "" };
    expect(await bench.count(key)).toBe(1);
    expect(await bench.text(id)).toMatch(
      /PC-0003, asked since[^]*takes no answer|takes no answer[^]*PC-0003, asked since/,
    );

    await bench.answer("jane", id, "approve");
    expect(await mirrorCases(tenants, never)).toMatchObject({ answered: 0, refused: 1, failed: 0 });
    expect(await caseOf(3)).toMatchObject({ state: "open", agreements: [] });
    expect(await bench.text(id)).toContain("What jane answered here is not taken");

    await bench.rt.call("jane", "PUT", `/ticket/${id}`, { Status: "resolved" });
    expect(await mirrorCases(tenants, never)).toMatchObject({ refused: 0, asked: 0 });
    const [last] = await stage.house.store.ledger.newest(1);
    expect(last?.fact).toMatchObject({ kind: "tenant_ticket_closed", because: "by_others" });

    expect(await mirror()).toMatchObject({ asked: 1, opened: 0, orphans: [] });
    expect(await ticketIn(await ticketOf(3))).toMatchObject({ Status: "open" });
  });

  it("a desk that answers nothing is told, and stops nothing else", async () => {
    bench.front.lose = () => "bad_gateway";
    const mirrored = await mirror();
    bench.front.lose = () => undefined;
    expect(mirrored.fault).toMatchObject({ code: "TICKET_UNREACHABLE" });
  });
});
