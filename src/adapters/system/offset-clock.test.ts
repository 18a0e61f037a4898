import { expect, it } from "vitest";
import { HOUR, instant } from "../../core/model/instant.ts";
import { systemClock } from "./clock.ts";
import { createOffsetClock } from "./offset-clock.ts";

it("goes on from the instant it was given, at the pace of the machine's clock", async () => {
  const at = instant(Date.UTC(2020, 0, 1));
  const clock = createOffsetClock(at);
  const before = systemClock.now();

  await clock.sleep(5);

  expect(clock.now() - at).toBeGreaterThanOrEqual(4);
  expect(clock.now() - at).toBeLessThanOrEqual(systemClock.now() - before + HOUR);
});

it("does not sleep when it is told to stop", async () => {
  const clock = createOffsetClock(instant(0));

  await expect(clock.sleep(HOUR, AbortSignal.abort(new Error("stop")))).rejects.toThrow("stop");
});
