// Cases and their tickets through the whole house, over a desk on paper that loses answers: at most one ticket, and no doubt
// that deletes.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { HOUR, instant, MINUTE } from "../../src/core/model/instant.ts";
import { decideCase } from "../../src/flows/decide-case.ts";
import { LOOKED_FOR } from "../../src/flows/make-ticket.ts";
import { mirrorCases } from "../../src/flows/mirror-cases.ts";
import { PAPER_ACCOUNT, paperDesk, type PaperDesk, type PaperLoss } from "../build/paper-desk.ts";
import { idOf } from "../build/small-world.ts";
import { aTicketStage, type TicketStage } from "./ticket-stage.ts";

const never = new AbortController().signal;
const ticketKeyOf = (n: number): string => `rollcall-${idOf(n)}-1`;

let desk: PaperDesk;
let stage: TicketStage;

const mirror = async (tickets: TicketStage["tickets"] = stage.tickets) =>
  mirrorCases({ ...stage.house, tickets }, never);
const later = (ms: number): void => stage.house.clock.set(instant(stage.house.clock.now() + ms));
const madeFor = (n: number) => desk.papers.filter(({ key }) => key === ticketKeyOf(n));
const paperOf = async (n: number) => desk.paper((await stage.ticketOf(n)).id ?? "");
const say = async (n: number, answer: "approve" | "keep" | "hold" | undefined, as = "jane") =>
  desk.answer(as, (await paperOf(n)).id, answer);

beforeAll(async () => {
  desk = paperDesk(() => stage.house.clock);
  stage = await aTicketStage(16, { desk, account: PAPER_ACCOUNT, people: ["jane", "tom"] });
});
afterAll(async () => stage?.[Symbol.asyncDispose]());
beforeEach(() => Object.assign(desk, { down: false, frozen: false, lag: 0 }));

/** Each device's creations meet with these, one after the other. */
const LOSSES: Readonly<Record<number, PaperLoss[]>> = {
  1: [],
  2: ["before"],
  3: ["after"],
  4: ["before", "after"],
  5: ["refused"],
  6: ["dies_before"],
  7: ["dies_after"],
  8: ["late"],
  9: ["before", "late", "refused"],
};

describe("whatever is lost on the way", () => {
  it("no case ever gets two tickets, and every case gets one in the end", async () => {
    for (const [n, losses] of Object.entries(LOSSES)) desk.losses.set(ticketKeyOf(Number(n)), [...losses]);
    // What was made is not found for longer than any run takes.
    desk.lag = 8 * MINUTE;
    for (let run = 0; run < 30; run++) {
      // A process that dies leaves the rest to the next one.
      await mirror().catch((error: unknown) => expect(String(error)).toContain("died"));
      if (run === 3) desk.arrive();
      for (const n of Object.keys(LOSSES)) expect(madeFor(Number(n)).length).toBeLessThanOrEqual(1);
      later(3 * MINUTE);
      desk.arrive();
    }
    for (const n of Object.keys(LOSSES)) expect(madeFor(Number(n))).toHaveLength(1);
    expect(await mirror()).toMatchObject({ opened: 0, unclear: 0, failed: 0, orphans: [] });
  });

  it("two processes at once make one", async () => {
    await Promise.all([mirror(), mirror(), mirror()]);
    expect(new Set(desk.papers.map(({ key }) => key)).size).toBe(desk.papers.length);
  });

  it("a ticket that another store made for the same device is taken, and asked anew", async () => {
    const one = await paperOf(1);
    const { store } = stage.house;
    const ticket = await stage.ticketOf(1);
    await store.tickets.save({ ...ticket, id: undefined, triedAt: undefined, question: undefined });
    expect(await mirror()).toMatchObject({ opened: 1, asked: 1 });
    expect((await stage.ticketOf(1)).id).toBe(one.id);
    expect(madeFor(1)).toHaveLength(1);
  });

  it("a second ticket of one key is closed, and one of no case is told and left alone", async () => {
    const content = { question: "q", subject: "s", lines: [] };
    await desk.create({ ...content, key: ticketKeyOf(2) }, never);
    await desk.create({ ...content, key: "rollcall-elsewhere-1" }, never);
    const { orphans } = await mirror();
    expect(orphans.map(({ key }) => key)).toEqual(["rollcall-elsewhere-1"]);
    expect(madeFor(2).map(({ isOpen }) => isOpen)).toEqual([true, false]);
    expect(desk.papers.find(({ key }) => key === "rollcall-elsewhere-1")?.isOpen).toBe(true);
  });

  it("a desk that is down ends the mirroring and nothing else", async () => {
    desk.down = true;
    expect(await mirror()).toMatchObject({ fault: { code: "TICKET_UNREACHABLE" } });
  });

  it("a desk that refuses a change is asked for it once, until there is something new to say", async () => {
    const { store, clock, ...rest } = stage.house;
    desk.frozen = true;
    const { number } = await stage.caseOf(3);
    const keep = { kind: "keep", reason: "mine" } as const;
    const who = { actor: "ann", channel: "cli", version: undefined } as const;
    await decideCase({ text: `${number}`, tenant: undefined }, keep, who, { store, clock, ...rest });
    expect(await mirror()).toMatchObject({ failed: 1, closed: 0 });
    expect(await mirror()).toMatchObject({ failed: 0 });
    desk.frozen = false;
  });
});

describe("an answer", () => {
  it("counts once, and what is left of it in the ticket answers nothing that is asked later", async () => {
    await say(4, "approve");
    expect(await mirror()).toMatchObject({ answered: 1 });
    expect(await stage.caseOf(4)).toMatchObject({ state: "approved" });
    const [{ event } = {}] = (await stage.house.store.cases.timeline((await stage.caseOf(4)).number)).slice(
      -1,
    );
    expect(event).toMatchObject({ kind: "answered", by: "jane", channel: "ticket" });
    expect(event?.kind === "answered" && event.reason).toContain("transaction t");

    await say(4, "approve", "tom");
    expect(await mirror()).toMatchObject({ withdrawn: 1 });
    expect(await stage.caseOf(4)).toMatchObject({ state: "open", agreements: [] });
    expect(await mirror()).toMatchObject({ asked: 1, answered: 0 });
    expect((await paperOf(4)).decision).toBeUndefined();
  });

  it("of somebody who may not give it is told once and emptied, so that another can give it", async () => {
    await say(12, "approve", "tom");
    expect(await mirror()).toMatchObject({ refused: 1, answered: 0 });
    expect((await paperOf(12)).lines.join("\n")).toContain("tom is not taken: not_an_approver");
    expect((await paperOf(12)).decision).toBeUndefined();
    expect(await mirror()).toMatchObject({ refused: 0, asked: 0 });
    await say(12, "keep");
    expect(await mirror()).toMatchObject({ answered: 1, closed: 1 });
    expect(await stage.caseOf(12)).toMatchObject({ state: "kept" });
  });

  it("to a question that has moved on is not taken", async () => {
    const before = (await paperOf(5)).question;
    await say(5, "approve");
    stage.record(5)["type"] = "server";
    stage.record(5)["lastSeenAt"] = new Date(stage.house.clock.now() - 120 * 24 * HOUR).toISOString();
    await stage.ripen();
    expect(await mirror()).toMatchObject({ asked: 1, answered: 0 });
    expect((await paperOf(5)).question).not.toBe(before);
    expect((await paperOf(5)).lines.join("\n")).toContain("- server");
    expect(await stage.caseOf(5)).toMatchObject({ state: "open" });
  });

  it("of hold puts the device on hold for as long as is configured, and closes the ticket", async () => {
    await say(6, "hold");
    expect(await mirror()).toMatchObject({ answered: 1, closed: 1 });
    expect(await stage.caseOf(6)).toMatchObject({ state: "held" });
    const { tenant, endpoint } = await stage.caseOf(6);
    expect(await stage.house.store.holds.of(tenant, endpoint)).toMatchObject([{ owner: "jane" }]);
  });
});

describe("where two people have to agree", () => {
  it("the first yes empties its place, and another person's is the second", async () => {
    const both = {
      ...stage.tickets,
      parties: {
        ...stage.tickets.parties,
        approvers: new Map([
          ["jane", "jane"],
          ["tom", "tom"],
        ]),
      },
    };
    stage.world.vips.add(13);
    await stage.ripen();
    await mirror(both);
    expect((await paperOf(13)).lines.join("\n")).toContain("Two people have to agree");
    await say(13, "approve");
    expect(await mirror(both)).toMatchObject({ answered: 1, asked: 1 });
    expect(await stage.caseOf(13)).toMatchObject({ state: "open", agreements: [{ by: "jane" }] });
    expect((await paperOf(13)).decision).toBeUndefined();
    await say(13, "approve");
    expect(await mirror(both)).toMatchObject({ answered: 0, refused: 1 });
    await say(13, "approve", "tom");
    expect(await mirror(both)).toMatchObject({ answered: 1 });
    expect(await stage.caseOf(13)).toMatchObject({
      state: "approved",
      agreements: [{ by: "jane" }, { by: "tom" }],
    });
    expect(await mirror(both)).toMatchObject({ withdrawn: 0, asked: 0 });
  });
});

describe("right before a deletion", () => {
  const approved = async (n: number): Promise<void> => {
    await say(n, "approve");
    await mirror();
    expect(await stage.caseOf(n)).toMatchObject({ state: "approved" });
  };

  it.each(["absent", "hidden", "merged", "foreign", "incomplete"] as const)(
    "a ticket that is %s keeps the device",
    async (why) => {
      if ((await stage.caseOf(7)).state === "open") {
        await approved(7);
        await stage.ripen();
      }
      (await paperOf(7)).unreadable = why;
      expect(await stage.retire(7)).toMatchObject({ outcome: "withheld" });
      (await paperOf(7)).unreadable = undefined;
      expect(stage.sent(7)).toEqual([]);
      expect(await stage.caseOf(7)).toMatchObject({ state: "approved" });
    },
  );

  it("a desk that is down keeps it too, and costs no attempt", async () => {
    const attempts = await stage.attemptsToday();
    desk.down = true;
    expect(await stage.retire(7)).toMatchObject({ outcome: "withheld" });
    expect(await stage.attemptsToday()).toBe(attempts);
  });

  it("an answer that was taken back keeps it, and its case asks anew", async () => {
    await say(7, "keep");
    expect(await stage.retire(7)).toMatchObject({ outcome: "changed" });
    expect(await stage.caseOf(7)).toMatchObject({ state: "open", agreements: [] });
    expect(stage.sent(7)).toEqual([]);
  });

  it("an approval on the command line stands unless the ticket says otherwise", async () => {
    await mirror();
    const { store, clock, ...rest } = stage.house;
    const byHand = async (n: number) =>
      decideCase(
        { text: `${(await stage.caseOf(n)).number}`, tenant: undefined },
        { kind: "approve", reason: "seen it" },
        { actor: "ann", channel: "cli", version: undefined },
        { store, clock, ...rest },
      );
    for (const n of [8, 9]) expect(await byHand(n)).toMatchObject({ kind: "decided" });
    await stage.ripen();
    await say(9, "keep", "tom");
    expect(await stage.retire(9)).toMatchObject({ outcome: "changed" });
    expect(await stage.retire(8)).toMatchObject({ outcome: "retired" });
    await stage.house.tend();
    expect(await mirror()).toMatchObject({ closed: 1 });
    expect((await paperOf(8)).lines.at(-1)).toContain("was deleted");
  });

  it("what was approved in a ticket of a desk that is no longer configured stays", async () => {
    await approved(10);
    await stage.ripen();
    const plan = await stage.planOf(10);
    const other = { ...stage.tickets, desk: paperDesk(() => stage.house.clock, "other") };
    const results = await stage.enforceWith(plan, other);
    expect(results).toMatchObject([{ outcome: "withheld" }]);
    expect(await stage.enforceWith(plan, undefined)).toMatchObject([{ outcome: "withheld" }]);
    expect(await stage.retire(10)).toMatchObject({ outcome: "retired" });
  });
});

describe("a ticket that is lost", () => {
  it("is followed by another one when the case asks anew, and not before", async () => {
    (await paperOf(11)).unreadable = "absent";
    expect(await mirror()).toMatchObject({ unreadable: 1, opened: 0 });
    expect(await mirror()).toMatchObject({ unreadable: 1, opened: 0 });
    const facts = (await stage.facts(11)).filter(({ kind }) => kind === "ticket_unreadable");
    expect(facts).toHaveLength(1);
    stage.record(11)["type"] = "server";
    stage.record(11)["lastSeenAt"] = new Date(stage.house.clock.now() - 130 * 24 * HOUR).toISOString();
    await stage.ripen();
    expect(await mirror()).toMatchObject({ opened: 1 });
    expect(await stage.ticketOf(11)).toMatchObject({ ordinal: 2 });
  });
});

it("a search that finds nothing is believed only after longer than any desk was seen to lag", () => {
  expect(LOOKED_FOR).toBeGreaterThanOrEqual(10 * MINUTE);
});
