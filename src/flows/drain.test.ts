import { describe, expect, it } from "vitest";
import { drain } from "./drain.ts";

/** Three items and an end; notes when what it holds is let go. */
function held() {
  const notes: string[] = [];
  async function* items(): AsyncGenerator<number, string> {
    try {
      yield* [1, 2, 3];
      return "the end";
    } finally {
      notes.push("closed");
    }
  }
  return { items: items(), notes };
}

describe("draining a generator", () => {
  it("feeds every item in order and gives the end", async () => {
    const { items, notes } = held();
    const seen: number[] = [];

    const end = await drain(items, async (item) => void seen.push(item));

    expect([seen, end, notes]).toEqual([[1, 2, 3], "the end", ["closed"]]);
  });

  it("closes it when an item cannot be taken", async () => {
    const { items, notes } = held();

    await expect(drain(items, () => Promise.reject(new Error("full")))).rejects.toThrow("full");

    expect(notes).toEqual(["closed"]);
  });
});
