import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stepClock } from "../../../test/build/step-clock.ts";
import { HOUR, SECOND } from "../../core/model/instant.ts";
import { Fault, type FaultCode } from "../../ports/fault.ts";
import { LONGEST_WAIT, ownRateBudget } from "./rate-budget.ts";
import { fullJitter, isTransient, retryRead, TRIES } from "./retry.ts";

const fault = (code: FaultCode, details = {}) => new Fault(code, "it went wrong", details);

function bench(random = 0.5) {
  const clock = stepClock();
  const budget = ownRateBudget([{ max: 1_000, ms: 1 }], clock);
  return { clock, budget, tools: { clock, budget, random: () => random } };
}

describe("full jitter", () => {
  it("is anything from nothing up to a ceiling that doubles from 1 s and ends at 30 s", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 40 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (nth, random) => {
          const ceiling = Math.min(30_000, 1_000 * 2 ** nth);
          const wait = fullJitter(nth, random);
          expect(wait).toBeGreaterThanOrEqual(0);
          expect(wait).toBeLessThan(ceiling);
          expect(fullJitter(nth, 0)).toBe(0);
          expect(fullJitter(nth, 1 - 2 ** -40)).toBeGreaterThanOrEqual(ceiling - 1);
        },
      ),
    );
  });
});

describe("a fault is worth another try", () => {
  it.each([
    [fault("CENTRAL_UNREACHABLE"), true],
    [fault("CENTRAL_THROTTLED", { status: 429 }), true],
    [fault("CENTRAL_SERVER_ERROR", { status: 500 }), true],
    [fault("CENTRAL_SERVER_ERROR", { status: 502 }), true],
    [fault("CENTRAL_SERVER_ERROR", { status: 503 }), true],
    [fault("CENTRAL_SERVER_ERROR", { status: 504 }), true],
    [fault("CENTRAL_SHAPE", { status: 200, illegible: true }), true],
    [fault("CENTRAL_SERVER_ERROR", { status: 501 }), false],
    [fault("CENTRAL_SHAPE", { status: 400 }), false],
    [fault("CENTRAL_AUTH", { status: 401 }), false],
    [fault("CENTRAL_FORBIDDEN", { status: 403 }), false],
    [fault("CENTRAL_TLS"), false],
    [fault("CENTRAL_HOST_NOT_ALLOWED"), false],
    [fault("CLOCK_SKEW"), false],
    [fault("CENTRAL_UNREACHABLE", { tries: 5 }), false],
  ])("%o: %s", (one, expected) => {
    expect(isTransient(one)).toBe(expected);
  });
});

describe("reading with retries", () => {
  it("succeeds on any of five tries and never makes a sixth", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 8 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        async (failures, random) => {
          const { clock, tools } = bench(random);
          let tries = 0;
          const outcome = await retryRead(
            tools,
            () => {
              tries++;
              return tries <= failures
                ? Promise.reject(fault("CENTRAL_UNREACHABLE"))
                : Promise.resolve("read");
            },
            undefined,
          ).catch((error: unknown) => error);
          expect(tries).toBe(Math.min(failures + 1, TRIES));
          if (failures < TRIES) expect(outcome).toBe("read");
          else expect(outcome).toMatchObject({ code: "CENTRAL_UNREACHABLE", details: { tries: TRIES } });
          expect(clock.slept).toHaveLength(Math.min(failures, TRIES - 1));
          clock.slept.forEach((ms, nth) => expect(ms).toBeLessThan(1_000 * 2 ** nth));
        },
      ),
      { numRuns: 60 },
    );
  });

  it("makes as few tries as it is told", async () => {
    const { tools } = bench();
    let tries = 0;
    const attempt = () => {
      tries++;
      return Promise.reject(fault("CENTRAL_UNREACHABLE"));
    };
    await expect(retryRead({ ...tools, tries: () => 1 }, attempt, undefined)).rejects.toMatchObject({
      details: { tries: 1 },
    });
    expect(tries).toBe(1);
  });

  it("does not repeat what another try cannot mend", async () => {
    const { clock, tools } = bench();
    let tries = 0;
    const attempt = () => {
      tries++;
      return Promise.reject(fault("CENTRAL_FORBIDDEN", { status: 403 }));
    };
    await expect(retryRead(tools, attempt, undefined)).rejects.toMatchObject({ code: "CENTRAL_FORBIDDEN" });
    expect(tries).toBe(1);
    expect(clock.slept).toEqual([]);
  });

  it("waits two minutes in all for a Retry-After of an hour, then fails for everybody", async () => {
    const { clock, budget, tools } = bench();
    const sentAt: number[] = [];
    const attempt = async () => {
      await budget.enter("bulk");
      sentAt.push(clock.monotonic());
      await budget.block(HOUR);
      throw fault("CENTRAL_THROTTLED", { status: 429, retryAfterMs: HOUR });
    };
    await expect(retryRead(tools, attempt, undefined)).rejects.toMatchObject({ code: "CENTRAL_THROTTLED" });
    expect(sentAt).toEqual([0, LONGEST_WAIT]);
    await expect(retryRead(tools, attempt, undefined)).rejects.toMatchObject({ code: "CENTRAL_THROTTLED" });
    expect(sentAt).toHaveLength(2);
  });

  it("goes on after a Retry-After that is over in time, without a jitter of its own", async () => {
    const { clock, budget, tools } = bench();
    let tries = 0;
    const value = await retryRead(
      tools,
      async () => {
        await budget.enter("bulk");
        if (tries++ > 0) return "read";
        await budget.block(20 * SECOND);
        throw fault("CENTRAL_THROTTLED", { status: 429, retryAfterMs: 20 * SECOND });
      },
      undefined,
    );
    expect(value).toBe("read");
    expect(clock.slept).toEqual([20 * SECOND]);
  });

  it("waits by itself for a 503's Retry-After, two minutes at most, and refuses nobody else", async () => {
    const { clock, budget, tools } = bench();
    const attempt = () =>
      Promise.reject(fault("CENTRAL_SERVER_ERROR", { status: 503, retryAfterMs: 90 * SECOND }));
    await expect(retryRead(tools, attempt, undefined)).rejects.toMatchObject({ details: { tries: 3 } });
    expect(clock.slept).toEqual([90 * SECOND, 30 * SECOND]);
    await expect(budget.enter("bulk")).resolves.toBe("entered");
  });

  it("backs off by itself when a 429 says nothing, or says 0", async () => {
    const { clock, tools } = bench();
    let tries = 0;
    await retryRead(
      tools,
      () =>
        tries++ < 2
          ? Promise.reject(
              fault("CENTRAL_THROTTLED", { status: 429, ...(tries === 1 && { retryAfterMs: 0 }) }),
            )
          : Promise.resolve(1),
      undefined,
    );
    expect(clock.slept).toEqual([500, 1_000]);
  });

  it("ends with CANCELLED when it is cancelled between tries", async () => {
    const { tools } = bench();
    const stop = new AbortController();
    const attempt = () => {
      stop.abort();
      return Promise.reject(fault("CENTRAL_UNREACHABLE"));
    };
    await expect(retryRead(tools, attempt, stop.signal)).rejects.toMatchObject({ code: "CANCELLED" });
  });
});
