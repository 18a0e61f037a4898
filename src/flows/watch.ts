import { DAY, instant, type Instant } from "../core/model/instant.ts";
import type { Ramp } from "../core/plan/ramp.ts";
import { nativeRuleAtWork, type NativeRuleAtWork } from "../core/retire/native-rule.ts";
import { lookFor, type DetectedReturn } from "../core/retire/return-detection.ts";
import { returnFigures, type ReturnFigures } from "../core/retire/return-figures.ts";
import { RESTORABLE_DAYS } from "../core/retire/undo-clock.ts";
import type { Clock } from "../ports/clock.ts";
import { Fault } from "../ports/fault.ts";
import type { DeviceReturn, KnownReturn, WatchedDeletion } from "../ports/return-store.ts";
import type { Store } from "../ports/store.ts";
import { pullBrakeIn } from "./brake.ts";
import { readRegistrations, type ReadRegistrationsParts, type Registrations } from "./read-registrations.ts";

export interface WatchParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ramp: Ramp;
  /** The account and host this process runs as. */
  readonly actor: string;
}

/** The same with the Central whose events are read. */
export type LookParts = WatchParts & ReadRegistrationsParts;

/** A deleted device of whose name another appeared: told, since a name alone identifies nobody. */
export interface Namesake {
  readonly tenantName: string;
  readonly hostname: string;
  readonly endpoint: string;
  readonly others: readonly string[];
}

export interface WatchResult {
  /** Deletions whose undo window is open. */
  readonly watched: number;
  /** Returns that this look found. */
  readonly returned: readonly KnownReturn[];
  readonly namesakes: readonly Namesake[];
  /** Over the undo window. */
  readonly figures: ReturnFigures;
  /** Where the watch had no events of Central to go by. */
  readonly events: Pick<Registrations, "unread" | "missed">;
  readonly nativeRule: readonly (NativeRuleAtWork & { readonly tenantName: string })[];
}

/**
 * Looks for every device that we deleted within the undo window. One that is back is recorded once, made immune, and stops
 * every deletion: brake and ramp. Of inventory and directory it knows what complete readings have brought into the store, so
 * run it after collecting; Central's events it reads itself. Faults: STORE_*, CANCELLED between two batches.
 */
export async function watch(parts: LookParts, signal: AbortSignal): Promise<WatchResult> {
  const { store, clock } = parts;
  const since = undoWindow(clock.now());
  const returned: KnownReturn[] = [];
  const namesakes: Namesake[] = [];
  const events = await readRegistrations(parts, since, signal);
  let watched = 0;
  for await (const batch of store.returns.watched(since)) {
    if (signal.aborted) throw new Fault("CANCELLED", "Stopped between two batches of deletions.");
    for (const deletion of batch) {
      watched++;
      const { tenantName, hostname, device } = deletion;
      const found = lookFor(device, { ...deletion.seen, events: events.of.get(device.tenant) ?? [] });
      if (found.kind === "namesake")
        namesakes.push({ tenantName, hostname, endpoint: device.endpoint.id, others: found.others });
      if (found.kind !== "returned" || deletion.noticedAt !== undefined) continue;
      const back = returnOf(deletion, found, clock.now());
      if (await recordReturn(back, parts)) returned.push({ ...back, tenantName });
    }
  }
  await store.returns.eventsRead(events.readThrough);
  const names = new Map((await store.inventory.tenants()).map(({ id, name }) => [id, name]));
  const native = nativeRuleAtWork(await store.returns.vanishedSince(since));
  return {
    watched,
    returned,
    namesakes,
    figures: await figuresOf(store, since),
    events: { unread: events.unread, missed: events.missed },
    nativeRule: native.map((one) => ({ ...one, tenantName: names.get(one.tenant) ?? one.tenant })),
  };
}

/** What was deleted since then can still be restored. */
export const undoWindow = (now: Instant): Instant => instant(now - RESTORABLE_DAYS * DAY);

/** How often deletions since an instant turned out wrong. Faults: STORE_*. */
export const figuresOf = async (
  { returns }: Pick<Store, "returns">,
  since: Instant,
): Promise<ReturnFigures> => returnFigures(await returns.deletionsSince(since), await returns.list(since));

const returnOf = (
  { plan, hostname, device }: WatchedDeletion,
  { signs, at, as }: DetectedReturn,
  now: Instant,
): DeviceReturn => ({
  tenant: device.tenant,
  endpoint: device.endpoint.id,
  hostname,
  plan,
  deletedAt: device.deletedAt,
  returnedAt: at,
  noticedAt: now,
  signs,
  as,
  lesson: undefined,
});

/**
 * Records a return, once for each deletion: immunity, brake, ramp and ledger in one transaction. False when it was recorded
 * before, and then nothing else happens either: a brake that a person released stays so. Faults: STORE_*.
 */
export async function recordReturn(back: DeviceReturn, { store, ramp, actor }: WatchParts): Promise<boolean> {
  const { plan, tenant, endpoint, hostname, deletedAt, returnedAt, noticedAt, signs, as, lesson } = back;
  const planned = (await store.plans.find(plan))?.items.find(
    (item) => item.tenant === tenant && item.endpoint === endpoint,
  );
  return store.transaction(async (tx) => {
    if (!(await tx.returns.record(back))) return false;
    const reason = `${hostname} (${endpoint}), deleted by Rollcall, is back: ${signs.join(", ")}`;
    await pullBrakeIn(tx, { reason, by: actor }, "return", ramp, noticedAt);
    await tx.ledger.append(
      [
        {
          kind: "device_returned",
          plan,
          tenant,
          endpoint,
          hostname,
          deletedAt,
          returnedAt,
          signs,
          ...(as !== undefined && { newEndpoint: as }),
          ...(planned !== undefined && {
            accepted: planned.accepted.map(({ code }) => code),
            approved: planned.approved ?? [],
          }),
        },
        ...(lesson === undefined
          ? []
          : [{ kind: "lesson_recorded", plan, tenant, endpoint, hostname, lesson } as const]),
      ],
      noticedAt,
    );
    return true;
  });
}
