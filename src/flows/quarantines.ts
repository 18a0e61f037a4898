import { isUsable, unusable } from "../core/review/hold.ts";
import { isQuarantined } from "../core/plan/quarantined.ts";
import { isExhausted, type Quarantine } from "../core/retire/quarantine.ts";
import type { Clock } from "../ports/clock.ts";
import type { KnownQuarantine } from "../ports/quarantine-store.ts";
import type { Store } from "../ports/store.ts";
import { findDevice, type Device, type DeviceName, type DeviceRefusal } from "./find-device.ts";

/** A quarantine as it stands now. */
export interface QuarantineStanding extends KnownQuarantine {
  /** It is left alone now. */
  readonly standing: boolean;
  /** Its attempts are used up: it waits for a person. */
  readonly exhausted: boolean;
}

/** Every endpoint that is still listed and whose deletion failed, those that wait for a person first. Faults: STORE_*. */
export async function listQuarantines({
  store,
  clock,
}: {
  readonly store: Store;
  readonly clock: Clock;
}): Promise<readonly QuarantineStanding[]> {
  const now = clock.now();
  return (await store.quarantine.list()).map((one) => ({
    ...one,
    standing: isQuarantined(one, now),
    exhausted: isExhausted(one),
  }));
}

/** Why no quarantine was released. */
export type QuarantineRefusal =
  | DeviceRefusal
  | {
      readonly kind: "refused";
      readonly code: "reason_unusable" | "not_quarantined";
      readonly detail: string;
    };

export interface QuarantineReleased {
  readonly kind: "released";
  readonly device: Device;
  /** As it was until now. */
  readonly quarantine: Quarantine;
}

/** Forgives one device its failed attempts: it may be planned again, and has all its attempts. Faults: STORE_*. */
export async function releaseQuarantine(
  asked: { readonly device: DeviceName; readonly reason: string },
  { store, clock }: { readonly store: Store; readonly clock: Clock },
): Promise<QuarantineReleased | QuarantineRefusal> {
  const reason = asked.reason.trim();
  if (!isUsable(reason)) return { kind: "refused", code: "reason_unusable", detail: unusable("reason") };
  const found = await findDevice(asked.device, store);
  if (found.kind === "refused") return found;
  const { kind: _kind, ...device } = found;
  const { tenant, endpoint, hostname } = device;
  return store.transaction(async (tx) => {
    const quarantine = await tx.quarantine.clear(tenant, endpoint);
    if (quarantine === undefined) {
      const detail = `No attempt at ${hostname} (${endpoint}) has failed.`;
      return { kind: "refused", code: "not_quarantined", detail };
    }
    const attempts = quarantine.failures;
    await tx.ledger.append(
      [{ kind: "quarantine_released", tenant, endpoint, hostname, attempts, reason }],
      clock.now(),
    );
    return { kind: "released", device, quarantine };
  });
}
