import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dice, mulberry32, uuid, UUID_KIND } from "./prng.ts";

describe("prng", () => {
  it("throws the row that mulberry32 is known for", () => {
    const next = mulberry32(1);
    // Published values of the reference implementation for seed 1.
    expect([next(), next(), next()]).toEqual([0.6270739405881613, 0.002735721180215478, 0.5274470399599522]);
  });

  it("the same key throws the same row, another key another one", () => {
    const row = (...key: number[]) => {
      const throws = dice(...key);
      return Array.from({ length: 8 }, () => throws.next());
    };
    expect(row(1, 2)).toEqual(row(1, 2));
    expect(row(1, 2)).not.toEqual(row(2, 1));
  });

  it("whole numbers stay within both bounds and reach them", () => {
    const throws = dice(5);
    const thrown = new Set(Array.from({ length: 500 }, () => throws.whole(-1, 2)));
    expect([...thrown].sort((a, b) => a - b)).toEqual([-1, 0, 1, 2]);
  });

  it("a UUID has version and variant, and the same index gives the same one", () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 0, max: 2 ** 31 - 1 }), (seed, index) => {
        const id = uuid(seed, UUID_KIND.endpoint, index);
        expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(uuid(seed, UUID_KIND.endpoint, index)).toBe(id);
      }),
    );
  });

  it("two hundred thousand UUIDs of one kind differ in their last eight signs already", () => {
    const tails = new Set<string>();
    for (let i = 0; i < 200_000; i++) tails.add(uuid(3, UUID_KIND.computer, i).slice(-8));
    expect(tails.size).toBe(200_000);
  });
});
