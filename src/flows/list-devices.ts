import type { DeviceClass } from "../core/assess/device-class.ts";
import { FINDINGS, type FindingCode } from "../core/assess/finding.ts";
import { readLastSeen, seenWithin } from "../core/assess/last-seen.ts";
import { REASONS, type Disposition, type ReasonCode } from "../core/assess/reason.ts";
import type { Instant } from "../core/model/instant.ts";
import type { Clock } from "../ports/clock.ts";
import type {
  DeviceFilter,
  DeviceMark,
  DeviceOrder,
  ListedDevice,
  Scope,
  Total,
} from "../ports/device-list.ts";
import type { Store } from "../ports/store.ts";

/** What a person narrows a list of devices to. */
export interface AskedDevices {
  readonly search?: string | undefined;
  readonly dispositions?: readonly (Disposition | "unjudged")[] | undefined;
  /** Codes of reasons and of findings, parted by commas: with any of them. */
  readonly reason?: string | undefined;
  readonly finding?: string | undefined;
  readonly classes?: readonly DeviceClass[] | undefined;
  readonly silentAtLeast?: number | undefined;
  readonly silentAtMost?: number | undefined;
}

/** A device with how long it has been silent at the time of asking. */
export type DeviceLine = ListedDevice & { readonly daysInactive: number | undefined };

export interface DeviceLines {
  readonly kind: "lines";
  readonly items: readonly DeviceLine[];
  readonly next: DeviceMark | undefined;
  readonly total: Total;
}

/** A word that no reason or finding is called by: an empty list would say that no device has it. */
export interface CodeUnknown {
  readonly kind: "refused";
  readonly code: "code_unknown";
  readonly detail: string;
}

interface Parts {
  readonly store: Pick<Store, "devices">;
  readonly clock: Clock;
}

/** One page of the devices of some tenants. Faults: STORE_*. */
export async function listDevices(
  asked: AskedDevices,
  tenants: Scope,
  page: { readonly order: DeviceOrder; readonly after: DeviceMark | undefined; readonly limit: number },
  { store, clock }: Parts,
): Promise<DeviceLines | CodeUnknown> {
  const now = clock.now();
  const filter = deviceFilter(asked, tenants, now);
  if ("kind" in filter) return filter;
  const { items, ...rest } = await store.devices.page(filter, page.order, page.after, page.limit);
  return { kind: "lines", items: items.map((item) => ({ ...item, ...daysOf(item, now) })), ...rest };
}

/** What a person asked for as the store takes it. */
function deviceFilter(asked: AskedDevices, tenants: Scope, now: Instant): DeviceFilter | CodeUnknown {
  const { search, dispositions, classes, silentAtLeast: atLeast, silentAtMost: atMost } = asked;
  const reasons = codesIn<ReasonCode>(asked.reason, Object.keys(REASONS) as ReasonCode[]);
  const findings = codesIn<FindingCode>(asked.finding, FINDINGS);
  if (reasons === "unknown" || findings === "unknown") {
    const what = reasons === "unknown" ? "reason" : "finding";
    return { kind: "refused", code: "code_unknown", detail: `${what}: there is no such code.` };
  }
  const silent = atLeast !== undefined || atMost !== undefined;
  return {
    tenants,
    ...(search !== undefined && { search }),
    ...(dispositions !== undefined && { dispositions }),
    ...(reasons !== undefined && { reasons }),
    ...(findings !== undefined && { findings }),
    ...(classes !== undefined && { classes }),
    ...(silent && { lastSeen: seenWithin({ atLeast, atMost }, now) }),
  };
}

function codesIn<Code extends string>(
  text: string | undefined,
  known: readonly Code[],
): readonly Code[] | "unknown" | undefined {
  if (text === undefined) return undefined;
  const codes = text.split(",").map((word) => known.find((code) => code === word));
  return codes.includes(undefined) ? "unknown" : codes.filter((code) => code !== undefined);
}

function daysOf({ endpoint }: ListedDevice, now: Instant): { readonly daysInactive: number | undefined } {
  const seen = readLastSeen(endpoint.lastSeenAt, now);
  return { daysInactive: seen.kind === "seen" ? seen.days : undefined };
}
