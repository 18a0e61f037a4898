import { describe, expect, it } from "vitest";
import { aLedger, FACTS } from "../../../test/build/facts.ts";
import type { Fact } from "../ledger/fact.ts";
import { backoff } from "./backoff.ts";
import { cut } from "./ascii-json.ts";
import { formatter } from "./format.ts";
import { beginAgainAt, stillUnsure } from "./unsure.ts";
import { HOUR, instant, MINUTE } from "../model/instant.ts";

const textOf = (fact: Fact, format: "ecs" | "cef") => formatter(format, "1.2.3")(aLedger([fact])[0]!).text;
const EVIL = "PC|1=cmd()\\\r\n<b>\u2028";

describe("the ECS view", () => {
  it("has the fields that dashboards look at", () => {
    const [entry] = aLedger([FACTS.removal_settled]);
    expect(JSON.parse(textOf(FACTS.removal_settled, "ecs"))).toMatchObject({
      event: {
        id: entry?.hash,
        sequence: 1,
        kind: "event",
        category: ["host", "configuration"],
        type: ["deletion"],
        action: "removal-settled",
        outcome: "success",
      },
      host: { id: FACTS.removal_settled.endpoint, name: "PC-1" },
      organization: { id: FACTS.removal_settled.tenant },
      user: { name: "svc@host" },
      related: { hosts: ["PC-1"] },
    });
    expect(JSON.parse(textOf(FACTS.device_returned, "ecs"))).toMatchObject({ event: { kind: "alert" } });
  });
});

describe("the CEF view", () => {
  it("escapes what would end a field or a line", () => {
    const line = textOf({ ...FACTS.brake_pulled, reason: EVIL, by: "a=b|c" }, "cef");
    expect(line).toMatch(/^CEF:0\|Rollcall\|Rollcall\|1\.2\.3\|brake_pulled\|brake pulled\|6\|externalId=/);
    expect(line).toContain(String.raw`reason=PC|1\=cmd()\\\n<b> `);
    expect(line).toContain(String.raw`suser=a\=b|c`);
  });

  it("names the device, the tenant and the case", () => {
    const line = textOf({ ...FACTS.case_closed, hostname: EVIL }, "cef");
    expect(line).toContain(String.raw`dhost=PC|1\=cmd()\\\n<b> `);
    expect(line).toContain(`cs1Label=tenant cs1=${FACTS.case_closed.tenant} cs2Label=correlation cs2=case-7`);
  });
});

describe("a text that is cut", () => {
  it("keeps what fits, counted as JSON counts, and whole characters", () => {
    expect(cut("short", 5)).toBe("short");
    expect(cut("longer", 5)).toBe("lo...");
    expect(cut("ÜÜÜ", 17)).toBe("ÜÜ...");
    expect(cut("\u{1f600}\u{1f600}", 20)).toBe("\u{1f600}...");
  });
});

describe("what is unsure", () => {
  const at = (seconds: number) => instant(seconds * 1_000);
  it("is what was taken within the time before the last, and begins again there after a trouble", () => {
    const first = stillUnsure([], { seq: 1, at: at(0) }, MINUTE);
    const second = stillUnsure(first, { seq: 11, at: at(50) }, MINUTE);
    const third = stillUnsure(second, { seq: 21, at: at(70) }, MINUTE);
    expect([first, second, third].map((unsure) => beginAgainAt(30, unsure))).toEqual([0, 0, 10]);
  });

  it("is nothing of a sink that vouches for what it takes", () => {
    expect(beginAgainAt(30, stillUnsure([], { seq: 1, at: at(0) }, 0))).toBe(30);
  });

  it("never forgets the oldest of many", () => {
    let unsure = stillUnsure([], { seq: 1, at: at(0) }, MINUTE);
    for (let n = 1; n < 500; n++) unsure = stillUnsure(unsure, { seq: 1 + n, at: at(1) }, MINUTE);
    expect(unsure.length).toBeLessThanOrEqual(50);
    expect(beginAgainAt(999, unsure)).toBe(0);
  });
});

describe("backing off", () => {
  it("doubles up to six hours, and waits as long as it was asked, a day at most", () => {
    expect([1, 2, 3, 9, 10, 99].map((n) => backoff(n, undefined) / MINUTE)).toEqual([1, 2, 4, 256, 360, 360]);
    expect(backoff(1, 2 * HOUR)).toBe(2 * HOUR);
    expect(backoff(1, 1_000 * HOUR)).toBe(24 * HOUR);
  });
});
