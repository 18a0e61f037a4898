import { describe, expect, it } from "vitest";
import { DAY, instant } from "../model/instant.ts";
import { undoClock } from "./undo-clock.ts";

const AT = instant(Date.UTC(2026, 8, 1));
const after = (days: number) => undoClock(AT, instant(AT + days * DAY));

describe("the undo clock", () => {
  it.each([
    [0, 30, true],
    [0.5, 29, true],
    [29.5, 0, true],
    [30, 0, false],
    [400, 0, false],
  ])("has, after %d days, %d whole days to restore", (days, daysLeft, open) => {
    expect(after(days).restore).toEqual({ until: AT + 30 * DAY, open, daysLeft });
  });

  it.each([
    [59, [true, true]],
    [60, [false, true]],
    [90, [false, false]],
  ])("counts the password by both pages of Sophos: after %d days", (days, open) => {
    const { passwordListed } = after(days);
    expect(passwordListed.map((one) => one.days)).toEqual([60, 90]);
    expect(passwordListed.map((one) => one.open)).toEqual(open);
  });
});
