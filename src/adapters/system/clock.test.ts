import { describe, expect, it, vi } from "vitest";
import { systemClock } from "./clock.ts";

describe("the system's clock", () => {
  it("tells the machine's time in whole milliseconds", () => {
    const before = Date.now();
    const now = systemClock.now();

    expect(Number.isInteger(now)).toBe(true);
    expect(now).toBeGreaterThanOrEqual(before);
    expect(now).toBeLessThanOrEqual(Date.now());
  });

  it("sleeps at least as long as asked, by its own monotonic time", async () => {
    const before = systemClock.monotonic();

    await systemClock.sleep(5);

    expect(systemClock.monotonic() - before).toBeGreaterThanOrEqual(5);
  });

  it.each([0, -1, Number.NaN])("does not sleep for %d ms", async (ms) => {
    await expect(systemClock.sleep(ms)).resolves.toBeUndefined();
  });

  it("rejects a sleep with the signal's own reason when it is aborted in the middle", async () => {
    const reason = new Error("stopped by a person");
    const stop = new AbortController();
    const sleep = systemClock.sleep(3_600_000, stop.signal);

    stop.abort(reason);

    await expect(sleep).rejects.toBe(reason);
  });

  it("rejects a sleep at once when the signal was aborted before", async () => {
    const reason = new Error("stopped by a person");

    await expect(systemClock.sleep(3_600_000, AbortSignal.abort(reason))).rejects.toBe(reason);
    await expect(systemClock.sleep(0, AbortSignal.abort(reason))).rejects.toBe(reason);
  });

  it("does not wake at once from a sleep longer than Node's longest timer", async () => {
    const warned = vi.spyOn(process, "emitWarning");
    const stop = new AbortController();
    let awake = false;
    const sleep = systemClock.sleep(2 ** 40, stop.signal).then(() => (awake = true));

    await systemClock.sleep(20);

    expect(awake).toBe(false);
    expect(warned).not.toHaveBeenCalled();
    stop.abort(new Error("enough"));
    await expect(sleep).rejects.toThrow("enough");
  });
});
