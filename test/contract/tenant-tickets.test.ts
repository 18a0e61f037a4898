// One ticket a tenant, over a desk on paper that loses answers: at most one, quiet, and nothing in it decides.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Fact } from "../../src/core/ledger/fact.ts";
import { DAY, instant, MINUTE } from "../../src/core/model/instant.ts";
import { tenantTicketKey } from "../../src/core/review/ticket-key.ts";
import type { TenantId } from "../../src/core/model/ids.ts";
import { decideCase } from "../../src/flows/decide-case.ts";
import { ticketDoubt } from "../../src/flows/ticket-doubt.ts";
import { mirrorCases } from "../../src/flows/mirror-cases.ts";
import { PAPER_ACCOUNT, paperDesk, type PaperDesk } from "../build/paper-desk.ts";
import { aTicketStage, type TicketStage } from "./ticket-stage.ts";

const never = new AbortController().signal;

let desk: PaperDesk;
let stage: TicketStage;
let key: string;

const mirror = async (per: "case" | "tenant" = "tenant") =>
  mirrorCases({ ...stage.house, tickets: { ...stage.tickets, per } }, never);
const later = (ms: number): void => stage.house.clock.set(instant(stage.house.clock.now() + ms));
const tenantTickets = () => desk.papers.filter((one) => one.key.startsWith("rollcall-tenant-"));
/** The one that counts: the first with the last key. */
const ticket = () => {
  const counts = tenantTickets().find((one) => one.key === tenantTickets().at(-1)?.key);
  if (counts === undefined) throw new Error("there is no ticket");
  return counts;
};
const textOf = () => ticket().lines.join("\n");
const numberOf = async (n: number) => (await stage.caseOf(n)).number;
const decide = async (n: number, kind: "approve" | "keep", actor = "ann") => {
  const { store, clock, ...rest } = stage.house;
  const found = await decideCase(
    { text: `${await numberOf(n)}`, tenant: undefined },
    { kind, reason: "seen it" },
    { actor, channel: "cli", version: undefined },
    { store, clock, ...rest },
  );
  expect(found).toMatchObject({ kind: "decided" });
};
let told = 1;
/** What the ledger has of tenants' tickets since it was last asked. */
const newFacts = async () => {
  const found: Fact[] = [];
  for await (const batch of stage.house.store.ledger.entries(told)) {
    for (const { fact, seq } of batch) {
      found.push(fact);
      told = seq + 1;
    }
  }
  return found.filter(({ kind }) => kind.startsWith("tenant_ticket_"));
};
const QUIET = { opened: 0, asked: 0, answered: 0, refused: 0, closed: 0, unclear: 0, failed: 0 };

beforeAll(async () => {
  desk = paperDesk(() => stage.house.clock);
  stage = await aTicketStage(9, { desk, account: PAPER_ACCOUNT, people: ["jane", "tom"] });
  key = tenantTicketKey(stage.tenant.id as TenantId, 1);
});
afterAll(async () => stage?.[Symbol.asyncDispose]());
beforeEach(() => Object.assign(desk, { down: false, frozen: false, lag: 0 }));

describe("the ticket of a tenant", () => {
  it("is made once, whatever is lost on the way and however many processes there are", async () => {
    desk.losses.set(key, ["before", "late", "refused", "after"]);
    desk.lag = 8 * MINUTE;
    for (let run = 0; run < 20; run++) {
      await Promise.all([mirror(), mirror()]);
      later(3 * MINUTE);
      desk.arrive();
      expect(tenantTickets().length).toBeLessThanOrEqual(1);
    }
    expect(desk.papers.map((one) => one.key)).toEqual([key]);
    expect(await mirror()).toMatchObject({ ...QUIET, orphans: [], fault: undefined });
    expect(new Set((await newFacts()).map(({ kind }) => kind))).toEqual(new Set(["tenant_ticket_opened"]));
  });

  it("lists every open case with its doubts and where to answer it, and says that nothing in it is an answer", async () => {
    const text = textOf();
    for (const n of [1, 5, 9]) expect(text).toContain(`Case ${await numberOf(n)}: PC-000${n}, asked since`);
    expect(text).toContain("cloned");
    expect(text).toContain("This ticket takes no answer");
    expect(text).toContain("rollcall case");
  });

  it("is told what changed, once, with what became of the case", async () => {
    await decide(1, "keep");
    expect(await mirror()).toMatchObject({ ...QUIET, asked: 1 });
    const told = textOf().slice(textOf().indexOf("No longer open:"));
    expect(told).toContain(`Case ${await numberOf(1)}: PC-0001. Kept by ann through cli`);
    expect(told).not.toContain("PC-0001, asked since");
    expect(told).toContain("wait for an answer: 8.");
    const length = ticket().lines.length;
    expect(await mirror()).toMatchObject(QUIET);
    expect(ticket().lines).toHaveLength(length);
  });

  it("has a second one of its key closed", async () => {
    desk.losses.clear();
    await desk.create({ key, question: "q", subject: "s", lines: [] }, never);
    expect(await mirror()).toMatchObject({ orphans: [] });
    expect(tenantTickets().map(({ isOpen }) => isOpen)).toEqual([true, false]);
    expect(tenantTickets().at(-1)?.lines.at(-1)).toContain("second ticket of the same tenant");
  });
});

describe("what people do in a tenant's ticket", () => {
  it("approves nothing: an answer is told once, and its place emptied", async () => {
    const before = await stage.house.store.cases.list({ states: ["approved"] });
    desk.answer("jane", ticket().id, "approve");
    expect(await mirror()).toMatchObject({ ...QUIET, refused: 1 });
    expect(textOf()).toContain("What jane answered here is not taken");
    expect(ticket().decision).toBeUndefined();
    expect(await mirror()).toMatchObject(QUIET);
    expect(await stage.house.store.cases.list({ states: ["approved"] })).toEqual(before);
    expect((await stage.planOf(2)).items).toEqual([]);
  });

  it("closing it is told and answers nothing; the next change opens it again", async () => {
    ticket().isOpen = false;
    expect(await mirror()).toMatchObject(QUIET);
    expect(await mirror()).toMatchObject(QUIET);
    expect(await newFacts()).toMatchObject([{ kind: "tenant_ticket_closed", because: "by_others" }]);
    expect(await stage.caseOf(2)).toMatchObject({ state: "open" });

    await decide(3, "keep");
    expect(await mirror()).toMatchObject({ ...QUIET, asked: 1 });
    expect(ticket().isOpen).toBe(true);
    expect(await newFacts()).toMatchObject([{ kind: "tenant_ticket_opened", how: "reopened" }]);
  });

  it("deleting it is told once; the next change makes another one", async () => {
    ticket().unreadable = "absent";
    for (let run = 0; run < 2; run++) expect(await mirror()).toMatchObject({ ...QUIET, unreadable: 1 });
    expect(await newFacts()).toMatchObject([{ kind: "tenant_ticket_unreadable", why: "absent" }]);
    await decide(4, "keep");
    expect(await mirror()).toMatchObject({ opened: 1, unreadable: 1 });
    expect(ticket().key).toBe(tenantTicketKey(stage.tenant.id as TenantId, 2));
    expect(await mirror()).toMatchObject(QUIET);
  });

  it("a desk that refuses the change is asked once, until there is something new to say", async () => {
    await decide(5, "keep");
    desk.frozen = true;
    expect(await mirror()).toMatchObject({ ...QUIET, failed: 1 });
    expect(await mirror()).toMatchObject(QUIET);
    desk.frozen = false;
    await decide(6, "keep");
    expect(await mirror()).toMatchObject({ ...QUIET, asked: 1 });
    expect(textOf()).toContain("PC-0005. Kept by ann");
  });
});

describe("changing what has a ticket", () => {
  const ticketsOf = async (n: number) => {
    const { endpoint } = await stage.caseOf(n);
    return desk.papers.filter((one) => one.key.includes(endpoint));
  };

  it("to cases closes that of the tenant with a sentence and makes tickets, which orphans nothing", async () => {
    expect(await mirror("case")).toMatchObject({ opened: 4, closed: 1, orphans: [] });
    expect(ticket().isOpen).toBe(false);
    expect(ticket().lines.at(-1)).toContain("Each case has a ticket of its own");
    expect((await newFacts()).at(-1)).toMatchObject({ kind: "tenant_ticket_closed", because: "per_case" });
    expect(await mirror("case")).toMatchObject({ ...QUIET, orphans: [] });
  });

  it("to tenants closes tickets of open cases; an answer that was not heard there is none, one that was is still read", async () => {
    const [of2, of7, of8] = [await ticketsOf(2), await ticketsOf(7), await ticketsOf(8)].map(([one]) => one!);
    desk.answer("jane", of7!.id, "approve");
    expect(await mirror("case")).toMatchObject({ answered: 1 });
    expect(await stage.caseOf(7)).toMatchObject({ state: "approved" });
    desk.answer("jane", of2!.id, "keep");
    desk.answer("jane", of8!.id, "approve");
    (await ticketsOf(9))[0]!.unreadable = "absent";

    expect(await mirror()).toMatchObject({ answered: 0, closed: 2, unreadable: 1, orphans: [] });
    expect([of2!.isOpen, of7!.isOpen, of8!.isOpen]).toEqual([false, true, false]);
    expect(of2!.lines.join("\n")).toContain("What stands here is no answer any more");
    expect(await stage.caseOf(8)).toMatchObject({ state: "open" });
    expect((await stage.facts(8)).at(-1)).toMatchObject({ kind: "ticket_closed", outcome: "handed_over" });
    expect(ticket().isOpen).toBe(true);
    expect(await mirror()).toMatchObject({ ...QUIET, unreadable: 0 });

    // Even if its row were taken for one that asks nothing, what was approved through it is read there.
    const row = await stage.ticketOf(7);
    await stage.house.store.tickets.save({ ...row, question: undefined, closedAt: row.triedAt });
    of7!.unreadable = "hidden";
    const doubt = await ticketDoubt(await stage.caseOf(7), { ...stage.house, tickets: stage.tickets }, never);
    expect(doubt).toMatchObject({ kind: "unreadable" });
    of7!.unreadable = undefined;
    await stage.house.store.tickets.save(row);

    desk.answer("jane", of7!.id, undefined);
    expect(await mirror()).toMatchObject({ withdrawn: 1, closed: 0 });
    expect(await stage.caseOf(7)).toMatchObject({ state: "open", agreements: [] });
    expect(await mirror()).toMatchObject({ closed: 1 });
    expect(textOf()).toContain("PC-0007, asked since");
  });

  it("leaves what is approved on the command line to the live look alone", async () => {
    await decide(2, "approve");
    await stage.ripen();
    // The first test has made its day shorter.
    await stage.ripen();
    expect(await stage.retire(2)).toMatchObject({ outcome: "retired" });
    expect(stage.sent(2)).toHaveLength(1);
    await stage.house.tend();
  });

  it("and back asks in the old tickets again", async () => {
    const [of8] = await ticketsOf(8);
    expect(await mirror("case")).toMatchObject({ opened: 1, closed: 1, orphans: [] });
    expect((await ticketsOf(9)).map((one) => one.key.at(-1))).toEqual(["1", "2"]);
    expect(of8).toMatchObject({ isOpen: true, decision: undefined });
    expect(await ticketsOf(8)).toHaveLength(1);
    desk.answer("jane", of8!.id, "keep");
    expect(await mirror("case")).toMatchObject({ answered: 1 });
  });
});

it("is closed with the outcomes when no case is open, and opened again when one comes up", async () => {
  await mirror();
  await decide(7, "keep");
  await decide(9, "approve");
  expect(await mirror()).toMatchObject({ closed: 1 });
  expect(ticket().isOpen).toBe(false);
  const last = textOf().slice(textOf().lastIndexOf("No longer open:"));
  expect(last).toContain("PC-0007. Kept by ann");
  expect(last).toContain("PC-0009. Approved by ann");
  expect(last).toContain("No device of this tenant waits");
  expect(await mirror()).toMatchObject(QUIET);

  Object.assign(stage.record(9), {
    type: "server",
    lastSeenAt: new Date(stage.house.clock.now() - 120 * DAY).toISOString(),
  });
  await stage.ripen();
  expect(await stage.caseOf(9)).toMatchObject({ state: "open" });
  expect(await mirror()).toMatchObject({ asked: 1 });
  expect(ticket().isOpen).toBe(true);
  expect((await newFacts()).at(-1)).toMatchObject({ kind: "tenant_ticket_opened", how: "reopened" });
});
