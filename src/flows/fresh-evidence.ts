import type { DirectoryContext, Evidence, KnownComputer } from "../core/assess/evidence.ts";
import type { OrganizationalUnit } from "../core/model/computer.ts";
import { dnKey } from "../core/model/dn.ts";
import type { Endpoint } from "../core/model/endpoint.ts";
import type { DirectoryName, EndpointId, TenantId } from "../core/model/ids.ts";
import { MINUTE, type Instant } from "../core/model/instant.ts";
import { invariant } from "../core/model/invariant.ts";
import type { Tenant } from "../core/model/tenant.ts";
import { unreadable, type Maybe } from "../core/model/unknown.ts";
import type { DirectoryVips } from "../core/model/vip.ts";
import type { Clock } from "../ports/clock.ts";
import type { DirectorySource } from "../ports/directory-source.ts";
import type { EndpointSource } from "../ports/endpoint-source.ts";
import { Fault } from "../ports/fault.ts";
import type { Store } from "../ports/store.ts";

export interface LiveParts {
  readonly store: Store;
  readonly central: EndpointSource;
  readonly directories: readonly DirectorySource[];
  readonly clock: Clock;
}

/** What verify read: the endpoint live from Central, its computers live from their directories. */
export type Fresh =
  | { readonly kind: "absent" }
  /** No longer among the current endpoints of our own last reading. */
  | { readonly kind: "not_current" }
  | {
      readonly kind: "read";
      readonly endpoint: Endpoint;
      readonly evidence: Evidence;
      /** When the first of the readings began: the deletion must follow within a minute. */
      readonly readAt: Instant;
    };

/** Nothing read live may be older when the deletion is sent (invariant 4). */
export const FRESH_FOR = MINUTE;

/** Reads what a decision rests on again. One reader per run: alerts, migrations and VIP groups serve it for a minute. */
export function liveReader({ store, central, directories, clock }: LiveParts): {
  read(tenant: Tenant, id: EndpointId, signal: AbortSignal): Promise<Fresh>;
} {
  const openAlert = marks(clock, async (tenant, signal) => central.openAlerts(tenant, signal));
  const migrating = marks(clock, async (tenant, signal) => central.migrating(tenant, signal));
  const vips = new Map<DirectoryName, { readonly at: Instant; readonly vips: DirectoryVips }>();
  const sources = new Map(directories.map((source) => [source.name, source]));

  async function vipsOf(source: DirectorySource, signal: AbortSignal): Promise<DirectoryVips> {
    const known = vips.get(source.name);
    if (known !== undefined && clock.now() - known.at < FRESH_FOR) return known.vips;
    const at = clock.now();
    const read = await source.vips(signal);
    vips.set(source.name, { at, vips: read });
    return read;
  }

  async function readComputer(
    known: KnownComputer,
    signal: AbortSignal,
  ): Promise<KnownComputer & { live: readonly OrganizationalUnit[] }> {
    const source = sources.get(known.computer.directory);
    invariant(source !== undefined, "a current computer belongs to a configured directory");
    const live = await source.readOne(known.computer.id, signal);
    if (live === "absent") return { ...known, goneAt: known.goneAt ?? clock.now(), live: [] };
    return { ...known, computer: live.computer, goneAt: undefined, live: live.ous };
  }

  return {
    async read(tenant, id, signal) {
      const readAt = clock.now();
      const endpoint = await central.read(tenant, id, signal);
      if (endpoint === "absent") return { kind: "absent" };
      const stored = await store.assessments.evidence(tenant.id, id);
      if (stored === undefined) return { kind: "not_current" };
      const computers = [];
      for (const known of stored.computers) computers.push(await readComputer(known, signal));
      const contexts: DirectoryContext[] = [];
      for (const context of stored.directories) {
        const source = sources.get(context.directory);
        invariant(source !== undefined, "only configured directories are remembered");
        const ous = new Map(context.ous);
        for (const { computer, live } of computers) {
          if (computer.directory !== context.directory) continue;
          for (const ou of live) ous.set(dnKey(ou.dn), ou);
        }
        contexts.push({ ...context, ous, vips: await vipsOf(source, signal) });
      }
      const evidence: Evidence = {
        ...stored,
        endpoint,
        computers: computers.map(({ live: _live, ...known }) => known),
        directories: contexts,
        openAlert: await openAlert(tenant, id, signal),
        migrating: await migrating(tenant, id, signal),
      };
      return { kind: "read", endpoint, evidence, readAt };
    },
  };
}

type Marked = ReadonlySet<EndpointId>;

/** Whether an endpoint is among those of its tenant that a list names; each tenant's list is read once a minute. */
function marks(clock: Clock, read: (tenant: Tenant, signal: AbortSignal) => Promise<Marked>) {
  const lists = new Map<TenantId, { readonly at: Instant; readonly marked: Marked | undefined }>();
  return async (tenant: Tenant, id: EndpointId, signal: AbortSignal): Promise<Maybe<boolean>> => {
    let list = lists.get(tenant.id);
    if (list === undefined || clock.now() - list.at >= FRESH_FOR) {
      const at = clock.now();
      list = { at, marked: await unlessForbidden(read(tenant, signal)) };
      lists.set(tenant.id, list);
    }
    return list.marked === undefined ? unreadable : list.marked.has(id);
  };
}

/** The right to a list may be missing although endpoints are readable: then it is unknown, which deletes nothing. */
async function unlessForbidden(reading: Promise<Marked>): Promise<Marked | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof Fault && error.code === "CENTRAL_FORBIDDEN") return undefined;
    throw error;
  }
}
