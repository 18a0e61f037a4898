import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { instant } from "../../core/model/instant.ts";
import { createIds } from "./ids.ts";

const AT = instant(Date.UTC(2026, 0, 31));
const still = createIds({ now: () => AT });

describe("fresh ids", () => {
  it("are UUIDs of version 7 and variant 10 that carry their time", () => {
    for (let i = 0; i < 200; i++) {
      const uuid = createIds({ now: () => AT }).uuid();
      expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(Number.parseInt(uuid.replaceAll("-", "").slice(0, 12), 16)).toBe(AT);
    }
  });

  it("sort in the order they were made, within a millisecond too and beyond what its counter holds", () => {
    const made = Array.from({ length: 10_000 }, () => still.uuid());

    expect(made.toSorted()).toStrictEqual(made);
    expect(new Set(made).size).toBe(made.length);
  });

  it("sort in the order they were made, whatever the clock does", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5), { minLength: 2 }), (times) => {
        let at = 0;
        const ids = createIds({ now: () => instant(AT + at) });
        const made = times.map((time) => {
          at = time;
          return ids.uuid();
        });
        expect(made.toSorted()).toStrictEqual(made);
      }),
    );
  });

  it("differ between two makers at the same instant", () => {
    const other = createIds({ now: () => AT });
    const made = Array.from({ length: 100 }, () => [still.uuid(), other.uuid()]).flat();

    expect(new Set(made).size).toBe(made.length);
  });

  it("give random numbers from 0 up to but not 1, spread over all of it", () => {
    const numbers = Array.from({ length: 1_000 }, () => still.random());

    expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
    expect(new Set(numbers.map((number) => Math.floor(number * 10))).size).toBe(10);
  });
});
