import type { Endpoint } from "../../core/model/endpoint.ts";
import type { CollectionId, EndpointId, Hash, TenantId } from "../../core/model/ids.ts";
import type { Source } from "../../core/model/coverage.ts";
import { instant } from "../../core/model/instant.ts";
import { invariant } from "../../core/model/invariant.ts";
import type { Ids } from "../../ports/ids.ts";
import type { InventoryStore } from "../../ports/inventory-store.ts";
import {
  beginCollection,
  closeCollection,
  completeIn,
  latestCollections,
  lockCollection,
  wasEverComplete,
} from "./collections.ts";
import { directoryStates } from "./directory-context.ts";
import { endpointOf, NO_HOSTNAME, type StoredEndpoint } from "./endpoint-record.ts";
import { instantOrNone } from "./instants.ts";
import {
  forgetDirectories,
  livingComputers,
  mergeStagedComputers,
  saveDirectoryState,
} from "./merge-computers.ts";
import { mergeStagedEndpoints } from "./merge-endpoints.ts";
import { lockQueue } from "./rejudge.ts";
import { atomically, queryOne, type Sql } from "./sql.ts";
import { countLeft, settleStage, stageComputers, stagedCount, stageEndpoints } from "./staging.ts";
import { coveredTenants, notCoveredTenants, saveTenants } from "./tenants.ts";

const COMPLETE = { kind: "complete" } as const;

/** The inventories over one connection or transaction. */
export const inventoryStore = (
  sql: Sql,
  { hash, ids }: { readonly hash: Hash; readonly ids: Ids },
): InventoryStore => ({
  begin: async (source, at) => {
    const id = ids.uuid() as CollectionId;
    await atomically(sql, async (tx) => beginCollection(tx, id, source, at));
    return id;
  },
  beginIn: async (run, source, at) =>
    atomically(sql, async (tx) => {
      const read = await completeIn(tx, run, source);
      if (read !== undefined) return { kind: "read", collection: read } as const;
      const collection = ids.uuid() as CollectionId;
      await beginCollection(tx, collection, source, at, run);
      return { kind: "begun", collection } as const;
    }),
  stageEndpoints: async (id, rows) => atomically(sql, async (tx) => stageEndpoints(tx, id, rows)),
  stageComputers: async (id, rows) => atomically(sql, async (tx) => stageComputers(tx, id, rows)),
  stagedCount: async (id) =>
    atomically(sql, async (tx) => stagedCount(tx, await lockCollection(tx, id, undefined, "share"))),
  currentCount: async (source) => currentCount(sql, source),
  mergeEndpoints: async (id, { expected, requests, at }) =>
    atomically(sql, async (tx) => {
      const collection = await lockCollection(tx, id, "tenant", "update");
      invariant(collection.source.kind === "tenant", "endpoints are merged into a tenant");
      await lockQueue(tx);
      const counted = await settleStage(tx, collection);
      const merged = await mergeStagedEndpoints(tx, collection, collection.source.tenant, counted, at);
      await closeCollection(tx, collection, {
        coverage: COMPLETE,
        expected,
        counted,
        size: counted,
        requests,
        at,
      });
      return merged;
    }),
  mergeComputers: async (id, { expected, requests, at, extent, context, bookmark }) =>
    atomically(sql, async (tx) => {
      const collection = await lockCollection(tx, id, "directory", "update");
      invariant(collection.source.kind === "directory", "computers are merged into a directory");
      await lockQueue(tx);
      const counted = await settleStage(tx, collection);
      const { directory } = collection.source;
      invariant(context.directory === directory, "the context of another directory");
      const merge = { sql: tx, directory, number: collection.number, at, extent };
      const merged = await mergeStagedComputers(merge, counted);
      await saveDirectoryState(merge, context, bookmark, hash);
      const size = await livingComputers(tx, directory);
      await closeCollection(tx, collection, { coverage: COMPLETE, expected, counted, size, requests, at });
      return merged;
    }),
  discard: async (id, { coverage, expected, requests, at }) =>
    atomically(sql, async (tx) => {
      const collection = await lockCollection(tx, id, undefined, "update");
      const counted = await countLeft(tx, collection);
      const size = undefined;
      await closeCollection(tx, collection, { coverage, expected, counted, size, requests, at });
    }),
  latest: async () => latestCollections(sql),

  saveTenants: async (tenants, notCovered, at) =>
    atomically(sql, async (tx) => {
      await lockQueue(tx);
      await saveTenants(tx, tenants, notCovered, at);
    }),
  tenants: async () => coveredTenants(sql),
  notCovered: async () => notCoveredTenants(sql),

  directories: async () => directoryStates(sql),
  forgetDirectoriesBut: async (names) => {
    await atomically(sql, async (tx) => {
      await lockQueue(tx);
      await forgetDirectories(tx, names);
    });
  },

  endpointsOf: (tenant) => endpointsOf(sql, tenant),
  find: async ({ id, hostKey }) => findEndpoints(sql, id, hostKey),
});

async function currentCount(sql: Sql, source: Source): Promise<number | undefined> {
  if (!(await wasEverComplete(sql, source))) return undefined;
  const [table, column, name] =
    source.kind === "tenant"
      ? ["endpoint", "tenant_id", source.tenant]
      : ["computer", "directory", source.directory];
  const { count } = await queryOne<{ count: number }>(
    sql,
    `select count(*) as count from rollcall.${table} where ${column} = $1 and gone_at is null`,
    [name],
  );
  return count;
}

/** Rows a round trip: some 2 MB of records. */
const BATCH = 1_000;

async function* endpointsOf(sql: Sql, tenant: TenantId): AsyncGenerator<readonly Endpoint[]> {
  let after = "";
  for (;;) {
    const rows = await sql.query<StoredEndpoint>(
      `select tenant_id, endpoint_id, record, volatile from rollcall.endpoint
       where tenant_id = $1 and endpoint_id > $2 and gone_at is null order by endpoint_id limit ${BATCH}`,
      [tenant, after],
    );
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.map(endpointOf);
    after = last.endpoint_id;
  }
}

/** More than this is no answer to "which device": the port's bound. */
const FIND_AT_MOST = 50;

async function findEndpoints(sql: Sql, id: EndpointId | undefined, hostKey: string | undefined) {
  const rows = await sql.query<{
    tenant_id: TenantId;
    tenant_name: string;
    endpoint_id: EndpointId;
    hostname: string | null;
    first_seen_at: number;
    gone_at: number | null;
  }>(
    `select tenant_id, t.name as tenant_name, endpoint_id, hostname, first_seen_at, gone_at
     from rollcall.endpoint join rollcall.tenant t using (tenant_id)
     where endpoint_id = $1 or host_key = $2 order by tenant_id, endpoint_id limit ${FIND_AT_MOST}`,
    [id ?? null, hostKey ?? null],
  );
  return rows.map((row) => ({
    tenant: row.tenant_id,
    tenantName: row.tenant_name,
    endpoint: row.endpoint_id,
    hostname: row.hostname ?? NO_HOSTNAME,
    firstSeenAt: instant(row.first_seen_at),
    goneAt: instantOrNone(row.gone_at),
  }));
}
