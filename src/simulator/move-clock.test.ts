import { describe, expect, it } from "vitest";
import { moveClock } from "./move-clock.ts";

const NOW = Date.UTC(2026, 8, 1, 6);

describe("moving the simulated time over HTTP", () => {
  it("goes to the instant that is asked for", () => {
    const moves: number[] = [];
    const reply = moveClock('{"now":"2026-09-02T06:00:00Z"}', (at) => (moves.push(at), "moved"), NOW);

    expect(reply.status).toBe(200);
    expect(moves).toEqual([Date.UTC(2026, 8, 2, 6)]);
  });

  it("says so when the world would have to go back", () => {
    expect(moveClock('{"now":"2026-01-01T00:00:00Z"}', () => "past", NOW).status).toBe(409);
  });

  it.each([["not JSON"], ["{}"], ['{"now":1}'], ['{"now":"tomorrowZ"}'], ['{"now":"2026-09-02T06:00:00"}']])(
    "refuses %s, and moves nothing",
    (body) => {
      const move = (): never => {
        throw new Error("moved");
      };

      expect(moveClock(body, move, NOW).status).toBe(400);
    },
  );
});
