import { deviceClass, serverSigns } from "../../core/assess/device-class.ts";
import type { Endpoint } from "../../core/model/endpoint.ts";
import type { EndpointId, TenantId } from "../../core/model/ids.ts";
import { isKnown, missing } from "../../core/model/unknown.ts";
import type { EndpointRow } from "../../ports/inventory-store.ts";
import type { CopyRow } from "./sql.ts";

// An endpoint in its row: the identity in columns, what moves every day as `volatile`, the rest as `record`. Both are JSON
// text as JSON.stringify writes it, so that every unknown comes back as it was.

/** The columns of endpoint_stage in the order of `stageRow`. */
export const STAGE_COLUMNS = [
  "collection_number",
  "endpoint_id",
  "hostname",
  "host_key",
  "alias_key",
  "serial_key",
  "hash",
  "record",
  "volatile",
  "last_seen_at",
  "device_class",
] as const;

/** One row for the staging table. */
export function stageRow(collectionNumber: number, row: EndpointRow): CopyRow {
  const { id, tenant: _tenant, lastSeenAt, online, ...record } = row.endpoint;
  const { hostname } = record;
  return [
    collectionNumber,
    id,
    isKnown(hostname) ? hostname : null,
    row.hostKey ?? null,
    row.aliasKey ?? null,
    row.serialKey ?? null,
    row.hash,
    JSON.stringify(record),
    JSON.stringify({ lastSeenAt, online }),
    isKnown(lastSeenAt) ? lastSeenAt : null,
    deviceClass(serverSigns(row.endpoint, [])),
  ];
}

/** What a statement must select for `endpointOf`. */
export interface StoredEndpoint {
  readonly tenant_id: TenantId;
  readonly endpoint_id: EndpointId;
  readonly record: Omit<Endpoint, "id" | "tenant" | "lastSeenAt" | "online" | "groupHierarchy"> &
    // A record that was written before this was read has none, until its tenant is collected again.
    Partial<Pick<Endpoint, "groupHierarchy">>;
  readonly volatile: string;
}

/** The endpoint as it was staged. */
export const endpointOf = (row: StoredEndpoint): Endpoint => ({
  id: row.endpoint_id,
  tenant: row.tenant_id,
  ...row.record,
  groupHierarchy: row.record.groupHierarchy ?? missing,
  ...(JSON.parse(row.volatile) as Pick<Endpoint, "lastSeenAt" | "online">),
});

/** What people read where a device has no legible name: no hostname has brackets. */
export const NO_HOSTNAME = "(unknown)";
