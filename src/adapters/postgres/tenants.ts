import type { TenantId } from "../../core/model/ids.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { NotCoveredTenant, Tenant } from "../../core/model/tenant.ts";
import { queueAll } from "./rejudge.ts";
import type { Sql } from "./sql.ts";

interface StoredTenant {
  readonly tenant_id: TenantId;
  readonly name: string;
  readonly api_host: string;
  readonly data_region: string | null;
}

/**
 * Replaces what is known of tenants, in a transaction. One that is no longer covered keeps its row, so that its endpoints
 * keep their tenant; it yields no candidate.
 */
export async function saveTenants(
  sql: Sql,
  tenants: readonly Tenant[],
  notCovered: readonly NotCoveredTenant[],
  at: Instant,
): Promise<void> {
  // The name is evidence: policy names tenants by it.
  const renamed = await sql.query<{ tenant_id: TenantId }>(
    `select t.tenant_id from rollcall.tenant t
     join unnest($1::text[], $2::text[]) n (tenant_id, name) using (tenant_id) where t.name <> n.name`,
    [tenants.map((tenant) => tenant.id), tenants.map((tenant) => tenant.name)],
  );
  await sql.query(
    "update rollcall.tenant set covered = false where covered and tenant_id <> all ($1::text[])",
    [tenants.map((tenant) => tenant.id)],
  );
  await sql.query(
    `insert into rollcall.tenant (tenant_id, name, api_host, data_region, covered, saved_at)
     select tenant_id, name, api_host, data_region, true, $5::bigint
     from unnest($1::text[], $2::text[], $3::text[], $4::text[]) n (tenant_id, name, api_host, data_region)
     on conflict (tenant_id) do update set name = excluded.name, api_host = excluded.api_host,
       data_region = excluded.data_region, covered = true, saved_at = excluded.saved_at`,
    [
      tenants.map((tenant) => tenant.id),
      tenants.map((tenant) => tenant.name),
      tenants.map((tenant) => tenant.apiHost),
      tenants.map((tenant) => tenant.dataRegion ?? null),
      at,
    ],
  );
  for (const { tenant_id: tenant } of renamed) await queueAll(sql, tenant);
  await sql.query("delete from rollcall.not_covered_tenant");
  await sql.query(
    `insert into rollcall.not_covered_tenant (place, tenant_id, name, code, detail)
     select place, tenant_id, name, code, detail
     from unnest($1::text[], $2::text[], $3::text[], $4::text[]) with ordinality n (tenant_id, name, code, detail, place)`,
    [
      notCovered.map((tenant) => tenant.id),
      notCovered.map((tenant) => tenant.name),
      notCovered.map((tenant) => tenant.code),
      notCovered.map((tenant) => tenant.detail),
    ],
  );
}

/** The covered tenants, by name. */
export async function coveredTenants(sql: Sql): Promise<readonly Tenant[]> {
  const rows = await sql.query<StoredTenant>(
    `select tenant_id, name, api_host, data_region from rollcall.tenant where covered order by name, tenant_id`,
  );
  return rows.map((row) => ({
    id: row.tenant_id,
    name: row.name,
    apiHost: row.api_host,
    dataRegion: row.data_region ?? undefined,
  }));
}

/** The others, as they were told. */
export async function notCoveredTenants(sql: Sql): Promise<readonly NotCoveredTenant[]> {
  return sql.query<NotCoveredTenant>(
    "select tenant_id as id, name, code, detail from rollcall.not_covered_tenant order by place",
  );
}
