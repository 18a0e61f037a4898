import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAYS_COMPARED, shrinkOf } from "./shrink.ts";

/** A story of daily readings, oldest first: by how much each of them is smaller than what came before it. */
const story = (sizes: readonly number[]): readonly number[] =>
  sizes.map((size, day) => shrinkOf(size, sizes.slice(Math.max(0, day - DAYS_COMPARED), day).toReversed()));

describe("how much a source shrank", () => {
  it.each<readonly [string, number, readonly number[], number]>([
    ["nothing, when it is the first reading", 5, [], 0],
    ["nothing, when there was nothing", 0, [0, 0], 0],
    ["nothing, when it grew", 120, [100, 100, 100], 0],
    ["all, when nothing is left", 0, [100], 1],
    ["against the day before, when that is all there is", 90, [100], 0.1],
    ["against the median, when days before were larger", 75, [80, 90, 100, 100, 100], 0.25],
    ["against the day before, when it had grown until then", 60, [80, 20, 20], 0.25],
    ["against the larger one of two", 50, [80, 100], 0.5],
  ])("is %s", (_, size, before, shrink) => {
    expect(shrinkOf(size, before)).toBeCloseTo(shrink, 10);
  });

  it("adds up over days, where each day alone is within the limit", () => {
    const leak = [1_000, 950, 903, 858, 815, 774];
    const perDay = leak.slice(1).map((size, day) => 1 - size / (leak[day] ?? 0));
    expect(perDay.every((share) => share < 0.06)).toBe(true);
    expect(story(leak).findIndex((shrink) => shrink > 0.1)).toBe(4);
  });

  it("is over on the fifth day of a new size", () => {
    const shrinks = story([...Array<number>(10).fill(1_000), ...Array<number>(6).fill(500)]).slice(10);
    expect(shrinks).toStrictEqual([0.5, 0.5, 0.5, 0.5, 0, 0]);
  });

  it("is never less than against the reading before, and never more than all", () => {
    fc.assert(
      fc.property(fc.nat(1_000), fc.array(fc.nat(1_000), { minLength: 1, maxLength: 7 }), (size, before) => {
        const shrink = shrinkOf(size, before);
        expect(shrink).toBeGreaterThanOrEqual(shrinkOf(size, before.slice(0, 1)));
        expect(shrink).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("is no number where a size is none, which trips every breaker", () => {
    expect(shrinkOf(Number.NaN, [100])).toBeNaN();
  });
});
