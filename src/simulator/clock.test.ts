import { describe, expect, it } from "vitest";
import { createSimClock } from "./clock.ts";

describe("the simulator's clock", () => {
  it("stands still until it is moved", () => {
    const clock = createSimClock(1000);
    expect(clock.now()).toBe(1000);
    clock.advance(500);
    expect(clock.now()).toBe(1500);
    clock.set(200);
    expect(clock.now()).toBe(200);
  });

  it("is monotonic whatever is set, and follows moves forward", () => {
    const clock = createSimClock(1_000_000);
    const before = clock.monotonic();
    clock.advance(60_000);
    const moved = clock.monotonic();
    expect(moved - before).toBeGreaterThanOrEqual(60_000);
    clock.set(0);
    expect(clock.monotonic()).toBeGreaterThanOrEqual(moved);
    clock.set(5000);
    expect(clock.monotonic()).toBeGreaterThanOrEqual(moved + 5000);
  });

  it("goes on by itself when it flows, from where it is set", async () => {
    const clock = createSimClock(1000, { flows: true });
    clock.set(50_000);
    const before = clock.now();
    expect(before).toBeGreaterThanOrEqual(50_000);
    await expect.poll(() => clock.now()).toBeGreaterThan(before);
  });

  it("refuses to advance backwards, or by nothing that is a number", () => {
    const clock = createSimClock(1000);
    expect(() => clock.advance(-1)).toThrow(RangeError);
    expect(() => clock.advance(Number.NaN)).toThrow(RangeError);
  });
});
