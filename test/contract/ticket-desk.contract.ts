// What every service desk must do, whatever it is: each adapter runs this, on the real desk where there is one.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readAnswer, type TicketAnswer, type TicketParties } from "../../src/core/review/ticket-answer.ts";
import { tenantTicketKey } from "../../src/core/review/ticket-key.ts";
import { tenantNo } from "../build/plan-input.ts";
import type { TicketContent, TicketDesk, TicketRef } from "../../src/ports/ticket-desk.ts";

/** A desk, and hands that do on it what people and networks do. */
export interface DeskBench extends AsyncDisposable {
  readonly desk: TicketDesk;
  readonly account: string;
  /** Two people who may answer, by their accounts. */
  readonly people: readonly [string, string];
  /** Answers as a person does; undefined takes the answer back. */
  answer(as: string, id: string, answer: TicketAnswer | undefined): Promise<void>;
  /** Opens it again as a person does. */
  reopen(as: string, id: string): Promise<void>;
  /** A comment by a person that reads like an answer. */
  comment(as: string, id: string, text: string): Promise<void>;
  /** How many people Rollcall asked for an approval of it; undefined where a desk has no such thing. */
  readonly asked?: (id: string) => number;
  /** Makes a person the one who asked for it; undefined where a desk has no such role. */
  readonly request?: (as: string, id: string) => Promise<void>;
  /** Takes the ticket away in one of the ways the desk knows; what a read must say of it. */
  readonly vanish: Readonly<Record<string, readonly [why: string, act: (id: string) => Promise<void>]>>;
  /** How many tickets with the key there are, by the desk's own truth. */
  count(key: string): Promise<number>;
  /** The text of the ticket as a person sees its source: subject, description and comments. */
  text(id: string): Promise<string>;
  /** Loses the next creation: before it arrives, or its answer after it was carried out. */
  lose(how: "before" | "after" | "bad_gateway" | "page"): void;
  /** Lets time pass until a search is sure to find what was made. */
  settle(): Promise<void>;
}

const never = new AbortController().signal;

export function ticketDeskContract(title: string, start: () => Promise<DeskBench>): void {
  describe(`${title} as a service desk`, () => {
    let bench: DeskBench;
    let count = 0;
    beforeAll(async () => {
      bench = await start();
    }, 300_000);
    afterAll(async () => bench?.[Symbol.asyncDispose]());

    const content = (parts: Partial<TicketContent> = {}): TicketContent => ({
      key: `rollcall-00000000-0000-4000-8000-${String(++count).padStart(12, "0")}-1`,
      question: "question-1",
      subject: "PC-1: retire it?",
      lines: ["PC-1 is doubtful.", "cloned"],
      ...parts,
    });
    const made = async (parts: Partial<TicketContent> = {}): Promise<TicketRef & { key: string }> => {
      const asked = content(parts);
      const created = await bench.desk.create(asked, never);
      if (created.kind !== "created") throw new Error(created.why);
      return { ...created.ref, key: asked.key };
    };
    const view = async ({ id, key }: { id: string; key: string }) => {
      const reading = await bench.desk.read(id, key, never);
      if (reading.kind !== "read") throw new Error(reading.why);
      return reading.view;
    };
    const parties = (): TicketParties => ({
      account: bench.account,
      approvers: new Map([[bench.people[0], "Jane"]]),
    });
    const said = async (ticket: { id: string; key: string }, question = "question-1") =>
      readAnswer(await view(ticket), question, parties());

    it("makes a ticket that is found by its key, and shows the question as ours", async () => {
      const one = await made();
      await bench.settle();
      expect(await bench.desk.find(one.key, never)).toEqual([{ id: one.id, url: one.url }]);
      expect(await bench.desk.find(`${one.key}0`, never)).toEqual([]);
      expect(await view(one)).toMatchObject({
        isOpen: true,
        question: "question-1",
        asked: { by: bench.account },
        decision: undefined,
        reopened: undefined,
      });
      expect(await said(one)).toEqual({ kind: "none" });
      expect((await bench.desk.open(never)).map(({ key }) => key)).toContain(one.key);
    });

    it("reads an answer with the person and the transaction, and not from what is written", async () => {
      const [jane] = bench.people;
      const one = await made();
      await bench.comment(jane, one.id, "approve");
      expect(await said(one)).toEqual({ kind: "none" });
      await bench.answer(jane, one.id, "approve");
      const answer = await said(one);
      expect(answer).toMatchObject({
        kind: "answered",
        answer: "approve",
        person: "Jane",
        mark: { by: jane },
      });
      expect(await said(one)).toEqual(answer);
      expect(await said(one, "question-2")).toMatchObject({ kind: "void", why: "another_question" });
    });

    it("takes no answer of anyone who may not give it", async () => {
      const [jane, tom] = bench.people;
      const one = await made();
      await bench.answer(tom, one.id, "approve");
      expect(await said(one)).toMatchObject({ kind: "void", why: "not_an_approver" });
      if (bench.request === undefined) return;
      const other = await made();
      await bench.request(jane, other.id);
      await bench.answer(jane, other.id, "approve");
      expect(await said(other)).toMatchObject({ kind: "void", why: "requester" });
    });

    it("puts the question anew: what was answered before is no answer to it, and can be given again", async () => {
      const [jane] = bench.people;
      const one = await made();
      await bench.answer(jane, one.id, "approve");
      const asked = { ...content(), key: one.key, question: "question-2", lines: ["It is a server now."] };
      expect(await bench.desk.ask(one.id, asked, never)).toEqual({ kind: "written" });
      expect(await said(one, "question-2")).toEqual({ kind: "none" });
      expect(await bench.text(one.id)).toContain("It is a server now.");
      await bench.answer(jane, one.id, "approve");
      expect(await said(one, "question-2")).toMatchObject({ kind: "answered", answer: "approve" });
      await bench.answer(jane, one.id, "keep");
      expect(await said(one, "question-2")).toMatchObject({ kind: "answered", answer: "keep" });
    });

    it("closes with the outcome, and tells of a late reopening, which voids the answer", async () => {
      const [jane] = bench.people;
      const one = await made();
      await bench.answer(jane, one.id, "approve");
      expect(await bench.desk.resolve(one.id, ["It was deleted."], never)).toEqual({ kind: "written" });
      expect(await view(one)).toMatchObject({ isOpen: false });
      expect(await said(one)).toMatchObject({ kind: "answered" });
      await bench.reopen(jane, one.id);
      expect(await view(one)).toMatchObject({ isOpen: true });
      expect(await said(one)).toMatchObject({ kind: "void", why: "reopened_later" });
      const asked = { ...content(), key: one.key, question: "question-2" };
      expect(await bench.desk.ask(one.id, asked, never)).toEqual({ kind: "written" });
      expect(await said(one, "question-2")).toEqual({ kind: "none" });
    });

    it("opens again what it had closed when it asks anew", async () => {
      const one = await made();
      await bench.desk.resolve(one.id, ["Kept."], never);
      const asked = { ...content(), key: one.key, question: "question-2" };
      expect(await bench.desk.ask(one.id, asked, never)).toEqual({ kind: "written" });
      expect(await view(one)).toMatchObject({ isOpen: true, question: "question-2" });
    });

    it("makes, tells and closes a tenant's ticket, of which nobody is asked for an approval", async () => {
      const asked = content({ key: tenantTicketKey(tenantNo(++count), 1) });
      const one = await made(asked);
      if (bench.asked !== undefined) expect(bench.asked((await made()).id)).toBeGreaterThan(0);
      expect(await view(one)).toMatchObject({ isOpen: true, question: "question-1", decision: undefined });
      const anew = { ...asked, question: "question-2", lines: ["Two devices now."] };
      expect(await bench.desk.ask(one.id, anew, never)).toEqual({ kind: "written" });
      expect(await view(one)).toMatchObject({ isOpen: true, question: "question-2", decision: undefined });
      expect(await bench.desk.resolve(one.id, ["None is open."], never)).toEqual({ kind: "written" });
      expect(await view(one)).toMatchObject({ isOpen: false });
      expect(await bench.desk.ask(one.id, anew, never)).toEqual({ kind: "written" });
      await bench.settle();
      expect((await bench.desk.open(never)).map(({ key }) => key)).toContain(asked.key);
      expect(await bench.text(one.id)).toContain("Two devices now.");
      expect(bench.asked?.(one.id) ?? 0).toBe(0);
    });

    it("keeps texts as they are, whatever is in them", async () => {
      const nasty = `=cmd('x')|<img src=x onerror="a()"> {{a}} {code} *b* \\ 'q' "d" & ünï`;
      const one = await made({ subject: `PC\nX: ${nasty}`, lines: [nasty, "second line"] });
      const text = await bench.text(one.id);
      expect(text).toContain(nasty);
      expect(text).toContain("second line");
      expect(await view(one)).toMatchObject({ question: "question-1" });
    });

    it("says of a ticket that is not there, or not ours, that it cannot be read", async () => {
      const one = await made();
      expect(await bench.desk.read(one.id, "rollcall-another-1", never)).toEqual({
        kind: "unreadable",
        why: "foreign",
      });
      for (const [why, vanish] of Object.values(bench.vanish)) {
        const gone = await made();
        await bench.answer(bench.people[0], gone.id, "approve");
        await vanish(gone.id);
        expect(await bench.desk.read(gone.id, gone.key, never)).toEqual({ kind: "unreadable", why });
      }
    });

    it.each([
      ["before", 0],
      ["after", 1],
      ["bad_gateway", 1],
      ["page", 1],
    ] as const)(
      "says that a creation is unclear whose answer is lost (%s), and can look it up",
      async (how, there) => {
        const asked = content();
        bench.lose(how);
        expect(await bench.desk.create(asked, never)).toMatchObject({ kind: "unclear" });
        await bench.settle();
        expect(await bench.count(asked.key)).toBe(there);
        expect(await bench.desk.find(asked.key, never)).toHaveLength(there);
      },
    );

    it("finds nothing wrong with a desk that is set up", async () => {
      const rights = await bench.desk.check(never);
      expect(rights.length).toBeGreaterThan(2);
      expect(rights.filter(({ held }) => held === false)).toEqual([]);
    });
  });
}
