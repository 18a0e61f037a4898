import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NOW, TENANT } from "../../../test/build/evidence.ts";
import type { TenantId } from "../model/ids.ts";
import { DAY, instant, type Instant } from "../model/instant.ts";
import { Backtest, thresholdsOf, type BacktestRow, type Silence, type SilentDevice } from "./backtest.ts";

const OTHER = "other" as TenantId;
const inactive = { computerDays: 30, serverDays: 90 };
const day = (n: number): Instant => instant(NOW + n * DAY);

const silence = (from: number, days: number, rest: Partial<Silence> = {}): Silence => ({
  fromAt: day(from),
  watchedAt: day(from + days),
  end: "lasts",
  otherwise: "keep",
  ...rest,
});
const device = (silences: readonly Silence[], rest: Partial<SilentDevice> = {}): SilentDevice => ({
  tenant: TENANT,
  deviceClass: "computer",
  silences,
  ...rest,
});

const WATCHED = [
  { tenant: TENANT, sinceAt: day(0), untilAt: day(100) },
  { tenant: OTHER, sinceAt: day(60), untilAt: day(100) },
];

function tried(devices: readonly SilentDevice[], days: readonly number[], watched = WATCHED) {
  const test = new Backtest(thresholdsOf(days, { inactive }), watched);
  for (const one of devices) test.add(one);
  return (deviceClass: string, threshold: number): BacktestRow => {
    const found = test.rows().find((row) => row.deviceClass === deviceClass && row.days === threshold);
    if (found === undefined) throw new Error("no such row");
    return found;
  };
}

describe("a back-test", () => {
  it("tries the series and the policy's own threshold for each class, in order, none below the fewest days", () => {
    const rows = thresholdsOf([60, 10, 15, 60], { inactive: { computerDays: 29.5, serverDays: 60 } });
    const of = (wanted: string) =>
      rows.flatMap(({ deviceClass, days, inForce }) => (deviceClass === wanted ? [[days, inForce]] : []));
    expect(of("computer")).toEqual([
      [15, false],
      [30, true],
      [60, false],
    ]);
    expect(of("server")).toEqual([
      [15, false],
      [60, true],
    ]);
    expect(of("unknown")).toEqual(of("server"));
  });

  it("counts each device once, by the first silence that was long enough", () => {
    const back = { end: "reported_again" } as const;
    const row = tried(
      [
        device([silence(0, 29, back), silence(40, 31)]),
        device([silence(0, 30, { ...back, otherwise: "review" }), silence(40, 50)]),
        device([silence(0, 45, { end: "left" })]),
        device([silence(0, 90, { ...back, otherwise: undefined })]),
      ],
      [30, 60],
    );
    const nothing = { keep: 0, review: 0, retire: 0, unknown: 0 };
    expect(row("computer", 30)).toEqual({
      deviceClass: "computer",
      days: 30,
      inForce: true,
      known: true,
      tenants: 2,
      met: 4,
      cameBack: 2,
      cameBackOtherwise: { ...nothing, review: 1, unknown: 1 },
      stillSilent: 1,
      left: 1,
    });
    expect(row("computer", 60)).toMatchObject({
      met: 1,
      cameBack: 1,
      cameBackOtherwise: { ...nothing, unknown: 1 },
    });
    expect(row("server", 30)).toMatchObject({ known: true, met: 0 });
  });

  it("what nobody watched for so long is not known, and never 0", () => {
    const long = [device([silence(-200, 300)]), device([silence(-200, 300)], { tenant: OTHER })];
    const row = tried(long, [40, 41, 100, 101]);
    expect(row("computer", 40)).toMatchObject({ known: true, tenants: 2, met: 2 });
    // The second tenant has been watched for 40 days: its devices say nothing about 41.
    expect(row("computer", 41)).toMatchObject({ known: true, tenants: 1, met: 1 });
    expect(row("computer", 101)).toEqual({
      deviceClass: "computer",
      days: 101,
      inForce: false,
      known: false,
    });
    expect(tried(long, [15], [])("computer", 15)).toMatchObject({ known: false });
  });

  it("a longer threshold never meets more, and everything that is met has one end", () => {
    const someSilences = fc.array(
      fc.record({
        days: fc.integer({ min: 15, max: 120 }),
        end: fc.constantFrom("reported_again", "lasts", "left"),
      }),
      { minLength: 1, maxLength: 3 },
    );
    const some = someSilences.map((parts) =>
      device(
        parts.map(({ days, end }, i) =>
          silence(i * 200, days, { end: i < parts.length - 1 ? "reported_again" : end }),
        ),
      ),
    );
    fc.assert(
      fc.property(fc.array(some), (devices) => {
        const row = tried(devices, [15, 30, 45, 60, 90]);
        let before = devices.length;
        for (const days of [15, 30, 45, 60, 90]) {
          const one = row("computer", days);
          if (!one.known) throw new Error("it is known");
          expect(one.met).toBeLessThanOrEqual(before);
          expect(one.cameBack + one.stillSilent + one.left).toBe(one.met);
          expect(Object.values(one.cameBackOtherwise).reduce((a, b) => a + b)).toBe(one.cameBack);
          before = one.met;
        }
      }),
    );
  });
});
