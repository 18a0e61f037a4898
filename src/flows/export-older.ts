import { readLastSeen } from "../core/assess/last-seen.ts";
import type { Endpoint } from "../core/model/endpoint.ts";
import { formatInstant, type Instant } from "../core/model/instant.ts";
import { isKnown, type Maybe } from "../core/model/unknown.ts";
import type { Clock } from "../ports/clock.ts";
import type { Store } from "../ports/store.ts";
import type { TenantCollection } from "./collect-tenant.ts";

/** One file of endpoints that have been silent for long enough, or why there is none. */
export interface TenantExport {
  readonly tenant: string;
  readonly name: string;
  /** Undefined when the tenant's reading is not complete: half a list would be read as a whole one. */
  readonly path: string | undefined;
  readonly endpoints: number;
  /** Left out because when they were last seen is not known, or cannot be: such a date never ages. */
  readonly lastSeenUnknown: number;
}

export interface ExportParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly writeFile: (path: string, pieces: AsyncIterable<string>) => Promise<void>;
}

/**
 * Writes a JSON file a tenant, named by the tenant's id (names may clash or hold a slash), of the endpoints last seen
 * at least `olderMs` ago: an object by endpoint id with the fields tenant, hostname, id, lastSeenAt, os, type and
 * associatedPerson. In flat memory. Faults: STORE_*, OUTPUT_UNWRITABLE.
 */
export async function exportOlder(
  { olderMs, dir }: { readonly olderMs: number; readonly dir: string },
  { store, clock, writeFile }: ExportParts,
  tenants: readonly TenantCollection[],
): Promise<TenantExport[]> {
  const now = clock.now();
  const exports: TenantExport[] = [];
  for (const { tenant, coverage } of tenants) {
    const counts = { endpoints: 0, lastSeenUnknown: 0 };
    const path = coverage.kind === "complete" ? `${dir}/${tenant.id}.json` : undefined;
    if (path !== undefined) {
      await writeFile(path, pieces(store.inventory.endpointsOf(tenant.id), counts, { olderMs, now }));
    }
    exports.push({ tenant: tenant.id, name: tenant.name, path, ...counts });
  }
  return exports;
}

async function* pieces(
  batches: AsyncIterable<readonly Endpoint[]>,
  counts: { endpoints: number; lastSeenUnknown: number },
  { olderMs, now }: { readonly olderMs: number; readonly now: Instant },
): AsyncGenerator<string> {
  yield "{";
  for await (const batch of batches) {
    let text = "";
    for (const endpoint of batch) {
      const seen = readLastSeen(endpoint.lastSeenAt, now);
      if (seen.kind !== "seen") counts.lastSeenUnknown++;
      else if (now - seen.at >= olderMs) {
        text += `${counts.endpoints === 0 ? "" : ","}\n${JSON.stringify(endpoint.id)}: ${JSON.stringify(record(endpoint))}`;
        counts.endpoints++;
      }
    }
    yield text;
  }
  yield "\n}\n";
}

/** The endpoint in Central's own field names; what is unknown is left out. */
function record({ tenant, hostname, id, lastSeenAt, os, type, person }: Endpoint) {
  return {
    tenant: { id: tenant },
    hostname: sent(hostname),
    id,
    lastSeenAt: isKnown(lastSeenAt) ? formatInstant(lastSeenAt) : undefined,
    os: {
      isServer: sent(os.isServer),
      platform: sent(os.platform),
      name: sent(os.name),
      majorVersion: sent(os.majorVersion),
      minorVersion: sent(os.minorVersion),
      build: sent(os.build),
    },
    type: sent(type),
    associatedPerson: {
      id: sent(person.id),
      name: sent(person.name),
      viaLogin: sent(person.viaLogin),
    },
  };
}

const sent = <T>(value: Maybe<T>): T | undefined => (isKnown(value) ? value : undefined);
