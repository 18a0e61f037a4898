import { describe, expect, it } from "vitest";
import { instant, MINUTE } from "../core/model/instant.ts";
import { workerRefusal, type WorkerState } from "./worker-refusal.ts";

const NOW = instant(Date.UTC(2026, 8, 1));
const own = { config: "a", schema: 23 };
const sound: WorkerState = {
  own,
  asked: own,
  stored: 23,
  clock: NOW,
  storeClock: NOW,
  secretsThere: true,
};

describe("a worker", () => {
  it("takes jobs of its own configuration and schema, and waits willingly where there are none", () => {
    expect(workerRefusal(sound)).toBeUndefined();
    expect(workerRefusal({ ...sound, asked: undefined })).toBeUndefined();
    expect(workerRefusal({ ...sound, clock: instant(NOW - 5 * MINUTE) })).toBeUndefined();
  });

  it.each([
    ["config_differs", { asked: { config: "b", schema: 23 } }],
    ["schema_differs", { asked: { config: "a", schema: 24 } }],
    ["schema_differs", { stored: 24, asked: undefined }],
    ["clock_off", { clock: instant(NOW + 5 * MINUTE + 1) }],
    ["clock_off", { clock: instant(NOW - 5 * MINUTE - 1), asked: undefined }],
    ["secret_missing", { secretsThere: false, asked: undefined }],
  ] as const)("refuses: %s %o", (code, change) => {
    expect(workerRefusal({ ...sound, ...change })).toBe(code);
  });
});
