import { describe, expect, it } from "vitest";
import { httpDate, retryAfterMs } from "./retry-after.ts";

const NOW = Date.UTC(2026, 2, 1, 8, 0, 0);

describe("Retry-After", () => {
  it.each([
    ["0", 0],
    ["30", 30_000],
    [" 3600 ", 3_600_000],
    ["Sun, 01 Mar 2026 08:01:00 GMT", 60_000],
    ["Sun, 01 Mar 2026 07:59:00 GMT", 0],
    ["", undefined],
    [undefined, undefined],
    ["-5", undefined],
    ["1.5", undefined],
    ["99999999999999", undefined],
    ["soon", undefined],
    ["2026-03-01", undefined],
  ])("%j asks for %j ms", (value, expected) => {
    expect(retryAfterMs(value, NOW)).toBe(expected);
  });
});

describe("an HTTP date", () => {
  it("is read in its one valid form only", () => {
    expect(httpDate("Sun, 01 Mar 2026 08:00:00 GMT")).toBe(NOW);
    expect(httpDate("Sun, 99 Mar 2026 08:00:00 GMT")).toBeUndefined();
    expect(httpDate("Sun, 01 Mar 2026 08:00:00 +0100")).toBeUndefined();
  });
});
