import type { DirectoryContext, Evidence, KnownComputer } from "../core/assess/evidence.ts";
import { asksForGroups } from "../core/assess/rules/protected.ts";
import type { OrganizationalUnit } from "../core/model/computer.ts";
import { dnKey } from "../core/model/dn.ts";
import type { Endpoint } from "../core/model/endpoint.ts";
import type { DirectoryName, EndpointId, TenantId } from "../core/model/ids.ts";
import { instant, MINUTE, type Instant } from "../core/model/instant.ts";
import { invariant } from "../core/model/invariant.ts";
import type { Tenant } from "../core/model/tenant.ts";
import type { Policy } from "../core/model/policy.ts";
import { missing, unreadable, type Maybe } from "../core/model/unknown.ts";
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
  /** Of its protect rules it depends whether the endpoint's groups are read. */
  readonly policy: Policy;
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
      /** When the oldest of the readings began: the deletion must follow within a minute. */
      readonly readAt: Instant;
    };

/** Nothing read live may be older when the deletion is sent (invariant 4). */
export const FRESH_FOR = MINUTE;

/**
 * Lists that serve many endpoints (alerts, migrations, VIP groups) are read again after this: half of what a reading may
 * be old, so that the other half is left for the rest of the verification.
 */
const LISTS_SERVE = FRESH_FOR / 2;

/** Reads what a decision rests on again. One reader per run. */
export function liveReader({ store, central, directories, clock, policy }: LiveParts): {
  read(tenant: Tenant, id: EndpointId, signal: AbortSignal): Promise<Fresh>;
} {
  const openAlert = marks(clock, async (tenant, signal) => central.openAlerts(tenant, signal));
  const migrating = marks(clock, async (tenant, signal) => central.migrating(tenant, signal));
  const vips = new Map<DirectoryName, Dated<DirectoryVips>>();
  const sources = new Map(directories.map((source) => [source.name, source]));

  async function vipsOf(source: DirectorySource, signal: AbortSignal): Promise<Dated<DirectoryVips>> {
    return dated(clock, vips, source.name, async () => source.vips(signal));
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
      const read: Instant[] = [readAt];
      const contexts: DirectoryContext[] = [];
      for (const context of stored.directories) {
        const source = sources.get(context.directory);
        invariant(source !== undefined, "only configured directories are remembered");
        const ous = new Map(context.ous);
        for (const { computer, live } of computers) {
          if (computer.directory !== context.directory) continue;
          for (const ou of live) ous.set(dnKey(ou.dn), ou);
        }
        const vipsNow = await vipsOf(source, signal);
        read.push(vipsNow.at);
        contexts.push({ ...context, ous, vips: vipsNow.value });
      }
      const [alerts, migrations] = [await openAlert(tenant, signal), await migrating(tenant, signal)];
      read.push(alerts.at, migrations.at);
      // Of this endpoint alone, and after its record: what it was moved into meanwhile is seen.
      const memberOf = asksForGroups(policy.protect, stored.tenant)
        ? await unlessUnclear(central.groupsOf(tenant, id, signal))
        : missing;
      const evidence: Evidence = {
        ...stored,
        endpoint,
        computers: computers.map(({ live: _live, ...known }) => known),
        directories: contexts,
        openAlert: isMarked(alerts.value, id),
        migrating: isMarked(migrations.value, id),
        memberOf,
      };
      return { kind: "read", endpoint, evidence, readAt: instant(Math.min(...read)) };
    },
  };
}

/** A reading with when it began. */
interface Dated<T> {
  readonly at: Instant;
  readonly value: T;
}

/** What was read lately, or what is read now. */
async function dated<Key, T>(
  clock: Clock,
  readings: Map<Key, Dated<T>>,
  key: Key,
  read: () => Promise<T>,
): Promise<Dated<T>> {
  const known = readings.get(key);
  if (known !== undefined && clock.now() - known.at < LISTS_SERVE) return known;
  const at = clock.now();
  const reading = { at, value: await read() };
  readings.set(key, reading);
  return reading;
}

type Marked = ReadonlySet<EndpointId>;

/** A list of endpoints of each tenant; undefined where the right to it is missing. */
function marks(clock: Clock, read: (tenant: Tenant, signal: AbortSignal) => Promise<Marked>) {
  const lists = new Map<TenantId, Dated<Marked | undefined>>();
  return async (tenant: Tenant, signal: AbortSignal): Promise<Dated<Marked | undefined>> =>
    dated(clock, lists, tenant.id, async () => unlessForbidden(read(tenant, signal)));
}

/** Says of a fault that it struck what all endpoints of the tenant share: it is no failure of the one it was read for. */
const shared = ({ code, message, details, cause }: Fault): Fault =>
  new Fault(code, message, { ...details, shared: true }, cause);

const isMarked = (list: Marked | undefined, id: EndpointId): Maybe<boolean> =>
  list === undefined ? unreadable : list.has(id);

/** The right to a list may be missing although endpoints are readable: then it is unknown, which deletes nothing. */
async function unlessForbidden(reading: Promise<Marked>): Promise<Marked | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    if (error.code === "CENTRAL_FORBIDDEN") return undefined;
    throw shared(error);
  }
}

/** The same where the answer is none that says in which group an endpoint is. */
async function unlessUnclear<T>(reading: Promise<T>): Promise<Maybe<T>> {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    if (error.code === "CENTRAL_FORBIDDEN" || error.code === "CENTRAL_SHAPE") return unreadable;
    throw shared(error);
  }
}
