import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { statusLine } from "./status-line.ts";

/** A terminal of some width that keeps what is written to it. */
function aTerminal(columns: number) {
  const written: string[] = [];
  const terminal = { columns: () => columns, write: (text: string) => written.push(text) > 0 };
  return { terminal, written: () => written.join("") };
}

describe("the status line", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("shows what it is told, at once and again while time passes", () => {
    const { terminal, written } = aTerminal(80);
    const line = statusLine(terminal);

    line.show("Central: 5 endpoints");
    vi.advanceTimersByTime(2_000);
    line.clear();

    expect(written()).toContain("Central: 5 endpoints [0 s]");
    expect(written()).toContain("Central: 5 endpoints [2 s]");
  });

  it.each([
    [20, 19],
    [0, 60],
  ])("keeps within a terminal of %i columns", (columns, room) => {
    const { terminal, written } = aTerminal(columns);
    const line = statusLine(terminal);

    line.show("x".repeat(200));
    line.clear();

    const [drawn = ""] = written().match(/x+/) ?? [];
    expect(drawn.length).toBeLessThanOrEqual(room);
    expect(drawn.length).toBeGreaterThan(room - 5);
  });

  it("takes itself away, and draws nothing afterwards", () => {
    const { terminal, written } = aTerminal(80);
    const line = statusLine(terminal);

    line.show("text");
    line.clear();
    const before = written();
    vi.advanceTimersByTime(5_000);

    expect(written()).toBe(before);
    expect(before.endsWith("\u001b[2K")).toBe(true);
  });
});
