import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aLedger, FACTS, ledgers } from "../../../test/build/facts.ts";
import type { Fact } from "../ledger/fact.ts";
import { asciiJson } from "./ascii-json.ts";
import { formatter, FORMATS } from "./format.ts";
import { ocsfEvent } from "./ocsf-event.ts";

const eventOf = (fact: Fact) => ocsfEvent(aLedger([fact])[0]!, "1.2.3");

/** Beyond what every class requires. */
const REQUIRED: Readonly<Record<number, readonly string[]>> = {
  2003: ["compliance", "finding_info"],
  2004: ["finding_info"],
  2005: ["finding_info_list", "status_id"],
  3002: ["user", "service"],
  3004: ["entity"],
  6003: ["actor", "api", "src_endpoint"],
};

describe("an OCSF event", () => {
  it.each(Object.values(FACTS))("of $kind has what its class requires", (fact) => {
    const event = eventOf(fact);

    expect(event).toMatchObject({
      activity_id: expect.any(Number) as number,
      category_uid: Math.floor(event.class_uid / 1_000),
      type_uid: event.class_uid * 100 + event.activity_id,
      severity_id: expect.any(Number) as number,
      time: expect.any(Number) as number,
      metadata: { version: "1.7.0", product: { name: "Rollcall", version: "1.2.3" }, sequence: 1 },
    });
    for (const attribute of REQUIRED[event.class_uid] ?? ["a class that is not listed"])
      expect(event).toHaveProperty(attribute);
  });

  it("is a deletion only when we deleted or tried to", () => {
    const told = (outcome: Extract<Fact, { kind: "removal_settled" }>["outcome"]) => {
      const { type_uid, status } = eventOf({ ...FACTS.removal_settled, outcome });
      return [type_uid, status];
    };
    expect(told("retired")).toEqual([300404, "Success"]);
    expect(told("failed")).toEqual([300404, "Failure"]);
    expect(told("unconfirmed")).toEqual([300404, "Unknown"]);
    for (const outcome of ["withheld", "changed", "gone_already"] as const)
      expect(told(outcome)).toEqual([300499, "Other"]);
    expect(eventOf({ ...FACTS.removal_intended, mode: "dry-run" }).type_uid).toBe(300499);
  });

  it("carries what names it, its tenant and its case", () => {
    const [entry] = aLedger([FACTS.case_opened]);
    expect(eventOf(FACTS.case_opened)).toMatchObject({
      status_id: 1,
      metadata: {
        uid: entry?.hash,
        event_code: "case_opened",
        tenant_uid: FACTS.case_opened.tenant,
        correlation_uid: "case-7",
      },
      unmapped: { actor: "svc@host", previous: entry?.previous, fact: { hostname: "PC-1", case: 7 } },
    });
  });

  it("tells a return as grave, and a fact the same way each time", () => {
    expect(eventOf(FACTS.device_returned)).toMatchObject({ class_uid: 2004, severity: "High" });
    expect(eventOf(FACTS.device_returned)).toEqual(eventOf(FACTS.device_returned));
  });
});

describe("an event as text", () => {
  it("is one line of at most 8 kB in every format, whatever its texts hold", () => {
    // oxlint-disable-next-line no-control-regex
    const breaks = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;
    const long = (text: string) => text.repeat(1 + Math.ceil(600 / (text.length + 1)));
    fc.assert(
      fc.property(ledgers, fc.string({ unit: "binary" }), (entries, text) => {
        for (const { fact, ...rest } of entries) {
          const longer = Object.fromEntries(
            Object.entries(fact).map(([name, value]) => [
              name,
              name === "reason" || name === "by" || name === "text" || name === "hostname"
                ? long(text)
                : value,
            ]),
          ) as unknown as Fact;
          for (const format of FORMATS) {
            const line = formatter(format, "1.2.3")({ ...rest, fact: longer }).text;
            expect(line).not.toMatch(breaks);
            expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(7_900);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it("of JSON is ASCII and reads back as it was", () => {
    const value = { a: 'x\n\u2028\u0007\ud800"Ü\u{1f600}', b: [1, true] };
    expect(asciiJson(value)).toMatch(/^[\u0020-\u007e]*$/);
    expect(JSON.parse(asciiJson(value))).toEqual(value);
  });
});
