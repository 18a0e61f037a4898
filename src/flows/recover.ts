import { hostnameKey } from "../core/identity/keys.ts";
import { endpointId, type EndpointId, type PlanId, type TenantId } from "../core/model/ids.ts";
import { instant, type Instant } from "../core/model/instant.ts";
import { isKnown, missing, type Maybe } from "../core/model/unknown.ts";
import type { PlanItem } from "../core/plan/plan.ts";
import type { DossierRecord } from "../core/retire/dossier.ts";
import { undoClock, type UndoClock } from "../core/retire/undo-clock.ts";
import { waysBack, type WayBack } from "../core/retire/way-back.ts";
import type { Clock } from "../ports/clock.ts";
import type { Discard, StoredDossier } from "../ports/dossier-store.ts";
import { Fault } from "../ports/fault.ts";
import type { Store } from "../ports/store.ts";
import type { Vault } from "../ports/vault.ts";

export interface RecoverParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly vault: () => Vault | undefined;
}

/** An endpoint that answers to what was asked for. */
export interface NamedDevice {
  readonly tenant: TenantId;
  readonly tenantName: string;
  readonly endpoint: EndpointId;
  readonly goneAt: Instant | undefined;
  /** When we deleted it, or may have. */
  readonly deletedAt: Instant | undefined;
}

/** The dossier of a deletion. Its passwords are another thing, and are not in here; `discarded` says that they were given up. */
export type Dossier =
  | {
      readonly kind: "open";
      readonly savedAt: Instant;
      readonly record: DossierRecord;
      readonly discarded?: Discard;
    }
  /** There, and not to be opened with the vault that is configured. */
  | { readonly kind: "shut"; readonly savedAt: Instant; readonly why: string; readonly discarded?: Discard }
  /** Never kept, or purged. */
  | { readonly kind: "none" };

/** A deletion of ours, why it happened, and the ways back from it. */
export interface Recovery {
  readonly kind: "found";
  readonly device: NamedDevice & { readonly hostname: string };
  readonly plan: PlanId;
  /** `unconfirmed`: it was sent, and may or may not have been carried out. */
  readonly outcome: "retired" | "unconfirmed";
  /** What the plan said of it; undefined only for a plan that is no longer stored. */
  readonly planned: PlanItem | undefined;
  readonly dossier: Dossier;
  readonly clock: UndoClock;
  readonly ways: readonly WayBack[];
  /** Others that answer to the name and were not deleted by us: it may be back among them. */
  readonly others: readonly NamedDevice[];
}

export interface RecoverRefusal {
  readonly kind: "refused";
  readonly code: "unknown_device" | "never_deleted" | "several_devices";
  readonly detail: string;
  readonly devices: readonly NamedDevice[];
}

interface Deletion {
  readonly plan: PlanId;
  readonly outcome: Recovery["outcome"];
  readonly at: Instant;
}

/**
 * Finds the deletion of ours that a hostname or id means, and the ways back. Reads only the store; a dossier that the vault
 * does not open hides nothing else. Faults: STORE_*.
 */
export async function recover(text: string, parts: RecoverParts): Promise<Recovery | RecoverRefusal> {
  const { store } = parts;
  const found = await named(text, store);
  const deleted = found.filter((one) => one.deletion !== undefined);
  const [only, ...more] = deleted;
  if (only?.deletion === undefined)
    return neverDeleted(
      text,
      found.map(({ device }) => device),
    );
  if (more.length > 0) {
    return {
      kind: "refused",
      code: "several_devices",
      detail: `${deleted.length} deleted devices answer to ${text}: a name alone identifies none. Ask for one by its id.`,
      devices: deleted.map(({ device }) => device),
    };
  }
  const others = found.filter((one) => one !== only).map(({ device }) => device);
  return recoveryOf(only.device, only.deletion, others, parts);
}

/**
 * The way back for one device, by its id within its tenant. Others of its name are those that inventories have now, or had.
 * Faults: STORE_*.
 */
export async function recoverOne(
  { tenant, endpoint }: { readonly tenant: TenantId; readonly endpoint: EndpointId },
  parts: RecoverParts,
): Promise<Recovery | RecoverRefusal> {
  const one = (await named(endpoint, parts.store)).find(({ device }) => device.tenant === tenant);
  if (one?.deletion === undefined) return neverDeleted(endpoint, one === undefined ? [] : [one.device]);
  const recovery = await recoveryOf(one.device, one.deletion, [], parts);
  const namesakes = await named(recovery.device.hostname, parts.store);
  const others = namesakes
    .filter(({ device, deletion }) => deletion === undefined && device.endpoint !== endpoint)
    .map(({ device }) => device);
  return { ...recovery, others };
}

function neverDeleted(text: string, devices: readonly NamedDevice[]): RecoverRefusal {
  return devices.length === 0
    ? {
        kind: "refused",
        code: "unknown_device",
        detail: `No endpoint with the hostname or id ${text} has ever been collected.`,
        devices,
      }
    : {
        kind: "refused",
        code: "never_deleted",
        detail: `Rollcall has not deleted ${text}.`,
        devices,
      };
}

async function named(
  text: string,
  { inventory, plans }: Store,
): Promise<readonly { readonly device: NamedDevice; readonly deletion: Deletion | undefined }[]> {
  const id = endpointId(text);
  const hostKey = hostnameKey(text)?.host;
  const found = await inventory.find({
    ...(id !== undefined && { id }),
    ...(id === undefined && hostKey !== undefined && { hostKey }),
  });
  const tenants = new Map((await inventory.tenants()).map((one) => [one.id, one.name]));
  const devices = [];
  for (const { tenant, endpoint, goneAt } of found) {
    const deletion = newestDeletion(await plans.history(tenant, endpoint));
    devices.push({
      device: {
        tenant,
        // A tenant that is no longer covered has no name here, and is told by its id.
        tenantName: tenants.get(tenant) ?? tenant,
        endpoint,
        goneAt,
        deletedAt: deletion?.at,
      },
      deletion,
    });
  }
  return devices;
}

function newestDeletion(history: Awaited<ReturnType<Store["plans"]["history"]>>): Deletion | undefined {
  for (const { plan, outcome, at } of history) {
    if (outcome === "retired" || outcome === "unconfirmed") return { plan, outcome, at };
  }
  return undefined;
}

async function recoveryOf(
  device: NamedDevice,
  deletion: Deletion,
  others: readonly NamedDevice[],
  { store, clock, vault }: RecoverParts,
): Promise<Recovery> {
  const { plan, outcome, at } = deletion;
  const planned = (await store.plans.find(plan))?.items.find(
    (item) => item.tenant === device.tenant && item.endpoint === device.endpoint,
  );
  const stored = await dossierOf(store, { ...device, plan });
  const dossier = stored === undefined ? ({ kind: "none" } as const) : opened(stored, vault);
  // It was sent right after its dossier was saved; settled, it may have been much later.
  const sentAt = stored === undefined ? at : instant(Math.min(at, stored.savedAt));
  const undo = undoClock(sentAt, clock.now());
  const record = dossier.kind === "open" ? dossier.record : undefined;
  const hostname = planned?.hostname ?? record?.hostname ?? device.endpoint;
  const tenantName = record?.tenant.name ?? planned?.tenantName ?? device.tenantName;
  return {
    kind: "found",
    device: { ...device, tenantName, hostname, deletedAt: sentAt },
    plan,
    outcome,
    planned,
    dossier,
    clock: undo,
    ways: waysBack({
      hostname,
      endpoint: device.endpoint,
      tenantName,
      platform: record?.endpoint.os.platform ?? missing,
      tamperProtection:
        record?.tamper.kind === "obtained"
          ? record.tamper.value.enabled
          : (record?.endpoint.tamperProtectionEnabled ?? missing),
      passwordKept:
        stored?.discarded === undefined &&
        record?.tamper.kind === "obtained" &&
        record.tamper.value.passwordKept,
      installer: record?.installer,
      group: groupOf(record),
      tags: record?.endpoint.tags ?? missing,
      clock: undo,
    }),
    others,
  };
}

/** By its name, or by its id where Central gave no name; the group's own list has it where the record leaves it out. */
function groupOf(record: DossierRecord | undefined): Maybe<string> {
  if (record === undefined) return missing;
  const { groupName, groupId } = record.endpoint;
  return isKnown(groupName) ? groupName : (record.memberOf?.[0]?.name ?? groupId);
}

/** The newest dossier of a deletion. */
export async function dossierOf(
  { dossiers }: Pick<Store, "dossiers">,
  {
    tenant,
    endpoint,
    plan,
  }: { readonly tenant: TenantId; readonly endpoint: EndpointId; readonly plan: PlanId },
): Promise<StoredDossier | undefined> {
  return (await dossiers.of(tenant, endpoint)).find((one) => one.plan === plan);
}

/** That it does not open is told with the rest: the ways back that need no dossier are still open. */
function opened(stored: StoredDossier, openVault: () => Vault | undefined): Dossier {
  const { sealed } = stored;
  const told = {
    savedAt: stored.savedAt,
    ...(stored.discarded !== undefined && { discarded: stored.discarded }),
  };
  try {
    const vault = openVault();
    if (vault === undefined) return { kind: "shut", ...told, why: "The configuration has no vault." };
    // Sealed by us and unaltered, as the seal proves: what is in it is what was put in.
    return { kind: "open", ...told, record: JSON.parse(vault.openRecord(stored, sealed)) as DossierRecord };
  } catch (error) {
    if (error instanceof Fault) return { kind: "shut", ...told, why: error.message };
    throw error;
  }
}
