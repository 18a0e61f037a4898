import { inactiveAfterDays, type DeviceClass } from "../assess/device-class.ts";
import type { Disposition } from "../assess/reason.ts";
import type { TenantId } from "../model/ids.ts";
import { daysBetween, type Instant } from "../model/instant.ts";
import { FEWEST_INACTIVE_DAYS, type Policy } from "../model/policy.ts";

// What each threshold of silence would have deleted, and how many of those came back: by silence alone, on what was watched.

/** A stretch in which a device did not report. */
export interface Silence {
  /** lastSeenAt all the while. */
  readonly fromAt: Instant;
  /** The last complete reading that found it so: what nobody looked at is not known to have been silent. */
  readonly watchedAt: Instant;
  /** `left`: Central no longer lists the device, and nothing says that it came back. */
  readonly end: "reported_again" | "lasts" | "left";
  /** What every rule but recently_seen said of it last; undefined when it was never judged. */
  readonly otherwise: Disposition | undefined;
}

/** A device that was silent, with its silences in order of time. */
export interface SilentDevice {
  readonly tenant: TenantId;
  readonly deviceClass: DeviceClass;
  readonly silences: readonly Silence[];
}

/** From and until when the silences of a tenant's devices are known. */
export interface WatchedTenant {
  readonly tenant: TenantId;
  readonly sinceAt: Instant;
  readonly untilAt: Instant;
}

export interface Threshold {
  readonly deviceClass: DeviceClass;
  readonly days: number;
  /** It is the policy's. */
  readonly inForce: boolean;
}

/** How one threshold would have done. Not known where no tenant was watched for so long. */
export type BacktestRow = Threshold & ({ readonly known: false } | ({ readonly known: true } & Tried));

interface Tried {
  /** Tenants that were watched for at least so long: no other counts. */
  readonly tenants: number;
  /** Devices that met the threshold, each once, by the first silence that was long enough. */
  readonly met: number;
  /** Those of them that reported again: by this rule alone, wrong deletions. */
  readonly cameBack: number;
  /** What the other rules said of those that came back, before they did. */
  readonly cameBackOtherwise: Readonly<Record<Disposition | "unknown", number>>;
  readonly stillSilent: number;
  readonly left: number;
}

const CLASSES = ["computer", "server", "unknown"] as const satisfies readonly DeviceClass[];

/** The thresholds to try: each of the series for each class, and the policy's own, in order. */
export function thresholdsOf(
  series: readonly number[],
  policy: Pick<Policy, "inactive">,
): readonly Threshold[] {
  return CLASSES.flatMap((deviceClass) => {
    // Days are counted whole: a threshold of a part day is met with the next whole one.
    const own = Math.ceil(inactiveAfterDays(deviceClass, policy));
    const days = [...new Set([...series, own])].filter((one) => one >= FEWEST_INACTIVE_DAYS);
    return days.sort((a, b) => a - b).map((one) => ({ deviceClass, days: one, inForce: one === own }));
  });
}

/** Counts devices as they are read: millions of them need not be held. */
export class Backtest {
  readonly #rows: readonly {
    readonly threshold: Threshold;
    readonly tenants: Set<TenantId>;
    readonly tried: Counts;
  }[];

  constructor(thresholds: readonly Threshold[], watched: readonly WatchedTenant[]) {
    this.#rows = thresholds.map((threshold) => ({
      threshold,
      tenants: new Set(
        watched
          .filter(({ sinceAt, untilAt }) => daysBetween(sinceAt, untilAt) >= threshold.days)
          .map(({ tenant }) => tenant),
      ),
      tried: noneYet(),
    }));
  }

  add(device: SilentDevice): void {
    for (const { threshold, tenants, tried } of this.#rows) {
      if (threshold.deviceClass !== device.deviceClass || !tenants.has(device.tenant)) continue;
      const first = device.silences.find(
        ({ fromAt, watchedAt }) => daysBetween(fromAt, watchedAt) >= threshold.days,
      );
      if (first !== undefined) count(tried, first);
    }
  }

  rows(): readonly BacktestRow[] {
    return this.#rows.map(({ threshold, tenants, tried }) =>
      tenants.size === 0
        ? { ...threshold, known: false }
        : { ...threshold, known: true, tenants: tenants.size, ...tried },
    );
  }
}

type Counts = { -readonly [Key in Exclude<keyof Tried, "tenants">]: Tried[Key] } & {
  readonly cameBackOtherwise: Record<Disposition | "unknown", number>;
};

const noneYet = (): Counts => ({
  met: 0,
  cameBack: 0,
  cameBackOtherwise: { keep: 0, review: 0, retire: 0, unknown: 0 },
  stillSilent: 0,
  left: 0,
});

function count(tried: Counts, { end, otherwise }: Silence): void {
  tried.met++;
  switch (end) {
    case "reported_again":
      tried.cameBack++;
      tried.cameBackOtherwise[otherwise ?? "unknown"]++;
      return;
    case "lasts":
      tried.stillSilent++;
      return;
    case "left":
      tried.left++;
  }
}
