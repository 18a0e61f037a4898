import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NOW } from "../../../test/build/evidence.ts";
import { readAnswer, withdrawn, type TicketMark, type TicketView } from "./ticket-answer.ts";

const PARTIES = { account: "svc", approvers: new Map([["jdoe", "jane"]]) };
const mark = (order: number, by: string): TicketMark => ({ transaction: `t${order}`, order, by, at: NOW });
const view = (parts: Partial<TicketView> = {}): TicketView => ({
  isOpen: true,
  question: "q",
  asked: mark(10, "svc"),
  decision: { ...mark(20, "jdoe"), answer: "approve" },
  reopened: undefined,
  requesters: [],
  ...parts,
});
const said = (parts: Partial<TicketView>) => readAnswer(view(parts), "q", PARTIES);

describe("an answer in a ticket", () => {
  it("is the person's, as Rollcall knows that person, with the transaction that made it", () => {
    expect(said({})).toEqual({
      kind: "answered",
      answer: "approve",
      person: "jane",
      mark: mark(20, "jdoe"),
    });
    expect(said({ decision: undefined })).toEqual({ kind: "none" });
  });

  it.each<[string, string, Partial<TicketView>]>([
    ["to another question", "another_question", { question: "old" }],
    ["to a question that somebody else wrote", "question_changed_by_others", { asked: mark(10, "jdoe") }],
    ["older than the question", "before_the_question", { asked: mark(21, "svc") }],
    ["of which nobody can say that it is younger", "before_the_question", { asked: mark(20, "svc") }],
    ["of a ticket that was opened again since", "reopened_later", { reopened: mark(21, "anyone") }],
    ["of one that was opened again in the same moment", "reopened_later", { reopened: mark(20, "anyone") }],
    ["of nobody in particular", "not_an_approver", { decision: { ...mark(20, "JDOE"), answer: "approve" } }],
    ["of our own account", "own_account", { decision: { ...mark(20, "svc"), answer: "approve" } }],
    ["of whoever asked for it", "requester", { requesters: ["jdoe"] }],
    ["in no word of ours", "unknown_word", { decision: { ...mark(20, "jdoe"), answer: "other" } }],
  ])("%s is none", (_, why, parts) => {
    expect(said(parts)).toMatchObject({ kind: "void", why });
  });

  it("counts only by an approver who is no party, after the question and every reopening, whatever a desk shows", () => {
    const order = fc.integer({ min: 0, max: 6 });
    const who = fc.constantFrom("svc", "jdoe", "tom");
    const markBy = (...accounts: readonly string[]) =>
      fc.record({ transaction: fc.string(), order, by: fc.constantFrom(...accounts), at: fc.constant(NOW) });
    let answered = 0;
    fc.assert(
      fc.property(
        fc.record<TicketView>({
          isOpen: fc.boolean(),
          question: fc.constantFrom("q", "q", "other"),
          asked: markBy("svc", "svc", "svc", "tom"),
          decision: fc.option(
            fc
              .tuple(
                markBy("jdoe", "jdoe", "tom", "svc"),
                fc.constantFrom("approve" as const, "keep" as const, "other" as const),
              )
              .map(([one, answer]) => ({ ...one, answer })),
            { nil: undefined },
          ),
          reopened: fc.option(markBy("svc", "tom"), { nil: undefined }),
          requesters: fc.array(who, { maxLength: 1 }),
        }),
        (shown) => {
          const read = readAnswer(shown, "q", PARTIES);
          if (read.kind !== "answered") return;
          answered++;
          const { decision, asked, reopened, requesters } = shown;
          expect(decision?.by).toBe("jdoe");
          expect(requesters).not.toContain("jdoe");
          expect(shown.question).toBe("q");
          expect(asked.by).toBe("svc");
          expect(decision?.order).toBeGreaterThan(Math.max(asked.order, reopened?.order ?? -1));
        },
      ),
      { numRuns: 5_000 },
    );
    expect(answered).toBeGreaterThan(50);
  });
});

describe("an approval that stands", () => {
  const against = (parts: Partial<TicketView>, through: string | undefined) =>
    withdrawn(view(parts), "q", PARTIES, through);

  it("stands as long as the same transaction says it in its ticket", () => {
    expect(against({}, "t20")).toBeUndefined();
    expect(against({}, "t19")).toBe("another_answer");
    expect(against({ decision: undefined }, "t20")).toBe("no_answer");
    expect(against({ decision: { ...mark(20, "jdoe"), answer: "keep" } }, "t20")).toBe("another_answer");
    expect(against({ reopened: mark(30, "tom") }, "t20")).toBe("reopened_later");
  });

  it("that came another way stands as long as its ticket does not say otherwise", () => {
    expect(against({ decision: undefined }, undefined)).toBeUndefined();
    expect(against({}, undefined)).toBeUndefined();
    expect(against({ asked: mark(30, "svc") }, undefined)).toBeUndefined();
    expect(against({ decision: { ...mark(20, "jdoe"), answer: "hold" } }, undefined)).toBe("another_answer");
    expect(against({ decision: { ...mark(20, "tom"), answer: "keep" } }, undefined)).toBe("not_an_approver");
  });
});
