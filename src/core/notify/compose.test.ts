import { describe, expect, it } from "vitest";
import { FACTS, aLedger } from "../../../test/build/facts.ts";
import { endpointNo, tenantNo } from "../../../test/build/plan-input.ts";
import type { Fact } from "../ledger/fact.ts";
import { composeNotice, type Scope } from "./compose.ts";
import { MOST_ROWS, TOPICS, type Topic } from "./notice.ts";

const everything: Scope = { topics: new Set(TOPICS), tenants: undefined, tenantName: (id) => `T-${id}` };
const compose = (facts: readonly Fact[], scope: Partial<Scope> = {}) =>
  composeNotice(aLedger(facts), { ...everything, ...scope });
const only = (...topics: Topic[]) => ({ topics: new Set(topics) });
const rowsOf = (facts: readonly Fact[], scope: Partial<Scope> = {}) =>
  compose(facts, scope)?.sections[0]?.rows;

describe("a notice", () => {
  it("is none of what is not worth telling: collecting, judging, rehearsing", () => {
    const { collection_finished, assessment_finished, plan_frozen, apply_started, removal_settled } = FACTS;
    expect(
      compose([
        collection_finished,
        assessment_finished,
        plan_frozen,
        apply_started,
        { ...removal_settled, outcome: "withheld" },
      ]),
    ).toBeUndefined();
    expect(compose([])).toBeUndefined();
  });

  it("has what came up in one message, what is most urgent first, through the last entry", () => {
    const notice = compose([FACTS.findings_arose, FACTS.removals_foreseen, FACTS.device_returned]);
    expect(notice).toMatchObject({ urgent: true, through: 3, subject: "1 deleted device is back, and more" });
    expect(notice?.sections.map(({ topic }) => topic)).toEqual(["return", "before_run", "findings"]);
  });

  it("has only the topics that the recipient asked for", () => {
    const facts = [FACTS.removals_foreseen, FACTS.device_returned];
    expect(compose(facts, only("before_run"))).toMatchObject({
      urgent: false,
      sections: [{ topic: "before_run" }],
    });
    expect(compose(facts, only("review"))).toBeUndefined();
  });

  it("has only the tenants that the recipient is told of, and nothing that is about none", () => {
    const facts = [FACTS.device_returned, FACTS.brake_pulled, FACTS.apply_finished];
    const scope = { tenants: new Set([tenantNo(1)]) };
    expect(compose(facts, scope)?.sections.map(({ topic }) => topic)).toEqual(["return"]);
    expect(compose(facts, { tenants: new Set([tenantNo(9)]) })).toBeUndefined();
  });

  it("counts what it has no row for", () => {
    const many = Array.from({ length: MOST_ROWS + 3 }, (_, n) => ({
      ...FACTS.device_returned,
      endpoint: endpointNo(n + 1),
    }));
    expect(compose(many)?.sections[0]).toMatchObject({ more: 3 });
    expect(rowsOf(many)).toHaveLength(MOST_ROWS);
  });
});

describe("what it tells", () => {
  it("of the next run is the last word on it, and nothing when there is nothing to delete", () => {
    const none = { ...FACTS.removals_foreseen, removals: [] };
    expect(compose([FACTS.removals_foreseen, none])).toBeUndefined();
    expect(rowsOf([none, FACTS.removals_foreseen])).toMatchObject([
      {
        hostname: "PC-1",
        tenantName: "Acme GmbH",
        daysInactive: 93,
        accepted: ["server"],
        approved: ["vip_owner"],
      },
    ]);
    expect(compose([{ ...FACTS.removals_foreseen, mode: "dry-run" }])?.subject).toContain("nothing is sent");
  });

  it("of a deletion is the last word on it, what went wrong first", () => {
    const settled = FACTS.removal_settled;
    const rows = rowsOf([
      { ...settled, outcome: "unconfirmed" },
      { ...settled, endpoint: endpointNo(2), outcome: "retired" },
      { ...settled, endpoint: endpointNo(3), outcome: "changed" },
      { ...settled, outcome: "failed" },
    ]);
    expect(rows?.map(({ endpoint, outcome }) => [endpoint, outcome])).toEqual([
      [endpointNo(1), "failed"],
      [endpointNo(3), "changed"],
      [endpointNo(2), "retired"],
    ]);
  });

  it("of a rehearsal is nothing, whatever it found to have changed and by whatever it was stopped", () => {
    const facts = (mode: "dry-run" | "enforce") => [
      { ...FACTS.apply_started, mode },
      { ...FACTS.removal_settled, outcome: "changed" as const },
      { ...FACTS.apply_finished, mode, stoppedBy: "failures_in_a_row" },
    ];
    expect(compose(facts("dry-run"))).toBeUndefined();
    expect(compose(facts("enforce"))?.sections).toMatchObject([{ topic: "after_run" }]);
  });

  it("of cases is those that still wait", () => {
    const asked = FACTS.case_opened;
    const answered = FACTS.case_answered;
    expect(rowsOf([asked, { ...answered, complete: false }])).toHaveLength(1);
    expect(rowsOf([asked, { ...answered, complete: true }])).toBeUndefined();
    expect(rowsOf([asked, FACTS.case_expired])).toBeUndefined();
    expect(rowsOf([asked, FACTS.case_reopened])).toMatchObject([{ case: 7, asked: "again" }]);
  });

  it("of the brake is not what a return has pulled", () => {
    const topics = only("breaker");
    expect(compose([FACTS.brake_pulled, FACTS.device_returned], topics)).toBeUndefined();
    expect(compose([FACTS.brake_pulled], topics)?.subject).toBe("Deletions are held back: brake");
    expect(compose([FACTS.brake_released], topics)?.subject).toContain("no longer");
    expect(rowsOf([FACTS.breakers_changed], topics)).toMatchObject([
      { what: "tenant_silent", where: `T-${tenantNo(1)}`, state: "on" },
      { what: "directory_shrank", where: "corp", state: "off" },
    ]);
  });

  it("of findings names where they are, and counts the unnamed", () => {
    const section = compose([FACTS.findings_arose, FACTS.endpoint_vanished])?.sections[0];
    expect(section).toMatchObject({ more: 3, title: expect.stringContaining("6 new findings") as string });
    expect(section?.rows.map(({ code, place }) => [code, place])).toEqual([
      ["silent_agent", `T-${tenantNo(1)}`],
      ["unprotected_computer", "corp"],
      ["removed_by_others", `T-${tenantNo(1)}`],
    ]);
  });
});

it("says something of every kind of fact without failing, whatever comes before and after it", () => {
  for (const topic of TOPICS) {
    const notice = compose([...Object.values(FACTS), { ...FACTS.case_opened, case: 8 }], only(topic));
    expect(notice?.sections.map((one) => one.topic)).toEqual([topic]);
    for (const { columns, rows } of notice?.sections ?? [])
      for (const [key] of columns) expect(rows.every((row) => row[key] !== undefined)).toBe(true);
  }
});
