// Central has a rule of its own that removes inactive devices once a day. Who leaves by it leaves at one idle age.
import type { TenantId } from "../model/ids.ts";
import { DAY, type Instant } from "../model/instant.ts";

/** An endpoint that is gone from Central without us. */
export interface VanishedDevice {
  readonly tenant: TenantId;
  /** The reading that no longer had it. */
  readonly goneAt: Instant;
  /** Undefined when Central never said. */
  readonly lastSeenAt: Instant | undefined;
}

/** Several devices that vanished at the same idle age: very likely Central's own rule. */
export interface NativeRuleAtWork {
  readonly tenant: TenantId;
  /** The least idle age among them, in whole days. */
  readonly idleDays: number;
  readonly devices: number;
  /** All that vanished from the tenant in the same time. */
  readonly of: number;
}

/** Central's rule takes 14 days or more (its settings page, "Remove inactive devices"). */
const LEAST_IDLE_DAYS = 14;
/** It works once a day, and a day can pass until we look: two days hold everything that one setting removes. */
const ONE_AGE_DAYS = 2;
/** Two of one age are chance. */
const LEAST_DEVICES = 3;
/** What people remove by hand has all ages; where a rule works, most are of one. */
const LEAST_SHARE = 0.6;

/** Where the ages at which devices vanished lie together; by tenant. An unknown age belongs to none, and counts among all. */
export function nativeRuleAtWork(vanished: readonly VanishedDevice[]): readonly NativeRuleAtWork[] {
  const tenants = new Map<TenantId, VanishedDevice[]>();
  for (const one of vanished) {
    const known = tenants.get(one.tenant);
    if (known === undefined) tenants.set(one.tenant, [one]);
    else known.push(one);
  }
  const found: NativeRuleAtWork[] = [];
  for (const [tenant, devices] of [...tenants].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const densest = densestAge(devices.flatMap(idleDays));
    if (densest === undefined || densest.count < LEAST_DEVICES) continue;
    if (densest.count / devices.length < LEAST_SHARE) continue;
    found.push({
      tenant,
      idleDays: Math.floor(densest.from),
      devices: densest.count,
      of: devices.length,
    });
  }
  return found;
}

const idleDays = ({ goneAt, lastSeenAt }: VanishedDevice): readonly number[] => {
  const days = lastSeenAt === undefined ? 0 : (goneAt - lastSeenAt) / DAY;
  return days >= LEAST_IDLE_DAYS ? [days] : [];
};

/** Where most of the ages lie within two days; the lowest of them where several are as dense. */
function densestAge(ages: readonly number[]): { readonly from: number; readonly count: number } | undefined {
  const sorted = [...ages].sort((a, b) => a - b);
  let best: { readonly from: number; readonly count: number } | undefined;
  let end = 0;
  for (const [start, from] of sorted.entries()) {
    while (end < sorted.length && (sorted[end] ?? 0) < from + ONE_AGE_DAYS) end++;
    if (best === undefined || end - start > best.count) best = { from, count: end - start };
  }
  return best;
}
