import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Simulation } from "../../test/build/simulation.ts";
import { simulate } from "../../test/build/simulation.ts";
import { createRateLimiter, ENFORCED_LIMITS, STRICT_LIMITS } from "./rate-limit.ts";

const SOME_TEXT: unknown = expect.any(String);

/** How many of so many calls at once get through. */
const through = (limiter: ReturnType<typeof createRateLimiter>, calls: number, now: number): number =>
  Array.from({ length: calls }, () => limiter.take("reader", now)).filter((wait) => wait === undefined)
    .length;

describe("the rate limit", () => {
  it.each([
    ["a second", { perSecond: 10 }, 10, 1000],
    ["a minute", { perMinute: 100 }, 100, 60_000],
    ["an hour", { perHour: 1000 }, 1000, 3_600_000],
    ["a day", { perDay: 2000 }, 2000, 86_400_000],
  ])("lets so many calls through in %s, and as many again after it", (_, limits, most, lengthMs) => {
    const limiter = createRateLimiter(limits);
    expect(through(limiter, most + 5, 0)).toBe(most);
    expect(through(limiter, most + 5, lengthMs)).toBe(most);
  });

  it("as documented sustains 100 a minute and bears a burst of 300", () => {
    const limiter = createRateLimiter(ENFORCED_LIMITS);
    expect(through(limiter, 1000, 0)).toBe(300);
    expect(through(limiter, 1000, 60_000)).toBe(100);
    expect(through(limiter, 1000, 660_000)).toBe(300); // never more than the burst has room for
  });

  it("in all its four windows holds the tightest", () => {
    const limiter = createRateLimiter(STRICT_LIMITS);
    expect([0, 1000, 2000].map((now) => through(limiter, 50, now))).toEqual([10, 10, 10]);
  });

  it("knows each credential apart", () => {
    const limiter = createRateLimiter({ perMinute: 1 });
    expect([limiter.take("a", 0), limiter.take("b", 0)]).toEqual([undefined, undefined]);
    expect(limiter.take("a", 0)).toBe(60_000);
  });

  it("lets a call through exactly when it said it would", () => {
    const window = fc.record({
      perSecond: fc.integer({ min: 1, max: 20 }),
      perMinute: fc.integer({ min: 1, max: 200 }),
      minuteBurst: fc.integer({ min: 1, max: 300 }),
      perHour: fc.integer({ min: 1, max: 2000 }),
    });
    fc.assert(
      fc.property(
        window,
        fc.array(fc.integer({ min: 0, max: 5000 }), { maxLength: 300 }),
        (limits, pauses) => {
          const limiter = createRateLimiter(limits);
          let now = 0;
          for (const pause of pauses) {
            now += pause;
            const wait = limiter.take("reader", now);
            if (wait === undefined) continue;
            expect(wait).toBeGreaterThan(0);
            now += wait;
            expect(limiter.take("reader", now)).toBeUndefined();
          }
        },
      ),
    );
  });
});

describe("a limited simulator", () => {
  const ask = async (sim: Simulation) => sim.client.get("/endpoint/v1/endpoints");

  it.each([
    [true, "60"],
    [false, undefined],
  ])("answers 429 in the error envelope (Retry-After: %s)", async (retryAfter, header) => {
    await using sim = await simulate({ enforceLimits: true, limits: { perHour: 2 }, retryAfter });
    expect([(await ask(sim)).status, (await ask(sim)).status]).toEqual([200, 200]);
    sim.clock.advance(3_600_000 - 59_900);
    await sim.client.login("tenant-reader"); // Sophos ID does not count
    const answered = await ask(sim);
    expect(answered.status).toBe(429);
    expect(answered.json()).toMatchObject({ error: "tooManyRequests", correlationId: SOME_TEXT });
    expect(answered.headers.get("retry-after")).toBe(header);
    sim.clock.advance(60_000);
    expect((await ask(sim)).status).toBe(200);
  });

  it("counts a credential's calls over all hosts and tenants, and no refused ones", async () => {
    const tenants = [{ endpoints: 1 }, { region: "us03" }];
    await using sim = await simulate({
      tenants,
      as: "partner-reader",
      enforceLimits: true,
      limits: { perDay: 3 },
    });
    const { urls } = sim.simulator;
    const whoami = async () => (await sim.client.send(`${urls.api}/whoami/v1`)).status;
    const elsewhere = async () =>
      (
        await sim.client.send(`${urls.regions["us03"]}/endpoint/v1/endpoints`, {
          tenant: [...sim.estate.tenants.keys()][1] ?? "",
        })
      ).status;
    expect([await whoami(), await elsewhere(), (await ask(sim)).status]).toEqual([200, 200, 200]);
    expect([await whoami(), await elsewhere(), (await ask(sim)).status]).toEqual([429, 429, 429]);
    await sim.client.login("partner-deleter");
    expect(await whoami()).toBe(200);
  });

  it("allows a burst of 300 unless told otherwise", async () => {
    await using sim = await simulate({ enforceLimits: true });
    for (let call = 0; call < 300; call += 1) expect((await ask(sim)).status).toBe(200);
  });
});
