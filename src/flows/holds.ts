import {
  isUsable,
  readHoldEnd,
  refuseHold,
  unusable,
  type Hold,
  type HoldRefusalCode,
} from "../core/review/hold.ts";
import { instant, type Instant } from "../core/model/instant.ts";
import type { Clock } from "../ports/clock.ts";
import type { Store } from "../ports/store.ts";
import { findDevice, type Device, type DeviceName, type DeviceRefusal } from "./find-device.ts";

export interface HoldParts {
  readonly store: Store;
  readonly clock: Clock;
}

/** Why nothing was held or lifted. */
export type HoldRefusal =
  | DeviceRefusal
  | { readonly kind: "refused"; readonly code: HoldRefusalCode | "not_on_hold"; readonly detail: string };

/** When a hold is to end: at an instant, or so many milliseconds from now. */
export type HoldEnd = { readonly at: Instant } | { readonly afterMs: number };

/** The end in a text, as `--until` takes it: a day, held to its end, or an instant, UTC; undefined when it is neither. */
export function holdEnd(text: string): HoldEnd | undefined {
  const at = readHoldEnd(text);
  return at === undefined ? undefined : { at };
}

export interface HoldAdded {
  readonly kind: "added";
  readonly device: Device;
  readonly hold: Hold;
  readonly replaced: Hold | undefined;
  /** A deletion of it was sent and is not settled: the hold came too late for that one. */
  readonly underWay: boolean;
}

/** Puts one device on hold, in place of the hold that stood: from then on it is kept. Faults: STORE_*. */
export async function addHold(
  asked: {
    readonly device: DeviceName;
    readonly end: HoldEnd;
    readonly reason: string;
    readonly owner: string;
  },
  { store, clock }: HoldParts,
): Promise<HoldAdded | HoldRefusal> {
  const now = clock.now();
  const terms = {
    until: "at" in asked.end ? asked.end.at : instant(now + asked.end.afterMs),
    reason: asked.reason.trim(),
    owner: asked.owner.trim(),
  };
  const refusal = refuseHold(terms, now);
  if (refusal !== undefined) return { kind: "refused", ...refusal };
  const found = await findDevice(asked.device, store);
  if (found.kind === "refused") return found;
  const { kind: _kind, ...device } = found;
  const { tenant, endpoint, hostname } = device;
  const hold = { tenant, endpoint, ...terms };
  return store.transaction(async (tx) => {
    const replaced = await tx.holds.add(hold, now);
    await tx.ledger.append(
      [{ kind: "hold_added", hostname, ...hold, replaced: replaced !== undefined }],
      now,
    );
    // Asked in this transaction: an intent that is not there by now will find the hold.
    const open = await tx.plans.openIntents();
    const underWay = open.some((intent) => intent.tenant === tenant && intent.endpoint === endpoint);
    return { kind: "added", device, hold, replaced, underWay };
  });
}

export interface HoldLifted {
  readonly kind: "lifted";
  readonly device: Device;
  /** The hold that stood. */
  readonly hold: Hold;
}

/** Lifts the hold on one device, expired or not: it is judged like any other again. Faults: STORE_*. */
export async function liftHold(
  asked: { readonly device: DeviceName; readonly reason: string },
  { store, clock }: HoldParts,
): Promise<HoldLifted | HoldRefusal> {
  const reason = asked.reason.trim();
  if (!isUsable(reason)) return { kind: "refused", code: "reason_unusable", detail: unusable("reason") };
  const found = await findDevice(asked.device, store);
  if (found.kind === "refused") return found;
  const { kind: _kind, ...device } = found;
  const { tenant, endpoint, hostname } = device;
  const now = clock.now();
  return store.transaction(async (tx) => {
    const hold = await tx.holds.lift(tenant, endpoint, reason, now);
    if (hold === undefined) {
      return { kind: "refused", code: "not_on_hold", detail: `No hold stands on ${hostname} (${endpoint}).` };
    }
    const { until, owner } = hold;
    await tx.ledger.append([{ kind: "hold_lifted", tenant, endpoint, hostname, until, owner, reason }], now);
    return { kind: "lifted", device, hold };
  });
}
