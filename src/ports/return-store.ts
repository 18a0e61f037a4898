import type { EndpointId, PlanId, TenantId } from "../core/model/ids.ts";
import type { Instant } from "../core/model/instant.ts";
import type { VanishedDevice } from "../core/retire/native-rule.ts";
import type { ReturnSign, Sightings, WatchedDevice } from "../core/retire/return-detection.ts";

/** A deletion that is watched, and everything that may be a sign of its device. */
export interface WatchedDeletion {
  readonly plan: PlanId;
  readonly tenantName: string;
  readonly hostname: string;
  readonly device: WatchedDevice;
  /** All but what Central tells of registrations, which no store holds. */
  readonly seen: Omit<Sightings, "events">;
  /** It was noticed before: a return is recorded once for each deletion. */
  readonly noticedAt: Instant | undefined;
}

/** A deleted device that came back. */
export interface DeviceReturn {
  readonly tenant: TenantId;
  /** The id that was deleted. */
  readonly endpoint: EndpointId;
  readonly hostname: string;
  readonly plan: PlanId;
  readonly deletedAt: Instant;
  /** The first sign of it. */
  readonly returnedAt: Instant;
  /** When it was recorded: from then on it is immune. */
  readonly noticedAt: Instant;
  readonly signs: readonly ReturnSign[];
  readonly as: EndpointId | undefined;
  /** What a person wrote about it: the lesson. */
  readonly lesson: string | undefined;
}

/** A return, with its tenant's name. */
export interface KnownReturn extends DeviceReturn {
  readonly tenantName: string;
}

/** What the watch looks for, and what it found. */
export interface ReturnStore {
  /** Deletions of ours that were sent since an instant, with what may be a sign of their devices; in batches. */
  watched(since: Instant): AsyncGenerator<readonly WatchedDeletion[]>;
  /** Tenants with such a deletion, and since when their events have not been read: the first deletion where they never were. */
  watchedTenants(
    since: Instant,
  ): Promise<readonly { readonly tenant: TenantId; readonly unreadSince: Instant }[]>;
  /** Says until when tenants' events were read. */
  eventsRead(through: ReadonlyMap<TenantId, Instant>): Promise<void>;
  /** Records a return, and makes both its ids immune; false when this deletion's was recorded before. In a transaction. */
  record(found: DeviceReturn): Promise<boolean>;
  /** Adds what a person has to say of a return that is recorded; false when none is. */
  addLesson(deletion: Pick<DeviceReturn, "tenant" | "endpoint" | "plan">, lesson: string): Promise<boolean>;
  /** Returns of deletions since an instant, the newest first. */
  list(since: Instant | "ever"): Promise<readonly KnownReturn[]>;
  /** That of one deletion, if it is known. */
  of(deletion: Pick<DeviceReturn, "tenant" | "endpoint" | "plan">): Promise<KnownReturn | undefined>;
  /** How many deletions were carried out, or may have been, since an instant. */
  deletionsSince(since: Instant): Promise<number>;
  /** Endpoints that vanished without us since an instant. */
  vanishedSince(since: Instant): Promise<readonly VanishedDevice[]>;
}
