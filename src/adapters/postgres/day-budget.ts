import type { TenantId } from "../../core/model/ids.ts";
import type { Instant } from "../../core/model/instant.ts";
import { invariant } from "../../core/model/invariant.ts";
import { intendedOn, utcDay } from "./candidates.ts";
import { queryOne, type Sql } from "./sql.ts";

// A UTC day's attempts, of each tenant and over all of them. What was intended that day counts too: a row that was lost, or
// is not there yet, frees nothing.

/** Attempts over all tenants. */
export async function attemptsOfDay(sql: Sql, day: number): Promise<number> {
  const { attempts } = await queryOne<{ attempts: number }>(
    sql,
    `select greatest(
       (select coalesce(max(attempts), 0) from rollcall.day_budget where day = $1::integer),
       (select count(*) from rollcall.removal where ${intendedOn("$1")})
     )::bigint as attempts`,
    [day],
  );
  return attempts;
}

async function attemptsOfTenant(sql: Sql, tenant: TenantId, day: number): Promise<number> {
  const { attempts } = await queryOne<{ attempts: number }>(
    sql,
    `select greatest(
       (select coalesce(max(attempts), 0) from rollcall.attempt_budget where tenant_id = $2 and day = $1::integer),
       (select count(*) from rollcall.removal where tenant_id = $2 and ${intendedOn("$1")})
     )::bigint as attempts`,
    [day, tenant],
  );
  return attempts;
}

/**
 * Takes one attempt from the tenant's day and from that of all, or from neither. Whoever comes first locks the row of the day;
 * the next looks at what the one before it left, so that two workers cannot take the last one. In a transaction.
 */
export async function reserveAttempt(
  sql: Sql,
  tenant: TenantId,
  now: Instant,
  perTenantPerDay: number,
  perDay: number,
): Promise<"reserved" | "spent" | "day_spent"> {
  for (const cap of [perTenantPerDay, perDay])
    invariant(Number.isSafeInteger(cap) && cap >= 0, "a cap is a whole number, 0 or more");
  const day = utcDay(now);
  await sql.query("insert into rollcall.day_budget (day, attempts) values ($1, 0) on conflict do nothing", [
    day,
  ]);
  await sql.query("select 1 from rollcall.day_budget where day = $1 for update", [day]);
  const ofTenant = await attemptsOfTenant(sql, tenant, day);
  if (ofTenant >= perTenantPerDay) return "spent";
  const ofAll = await attemptsOfDay(sql, day);
  if (ofAll >= perDay) return "day_spent";
  await sql.query("update rollcall.day_budget set attempts = $2 where day = $1", [day, ofAll + 1]);
  await sql.query(
    `insert into rollcall.attempt_budget (tenant_id, day, attempts) values ($1, $2, $3)
     on conflict (tenant_id, day) do update set attempts = excluded.attempts`,
    [tenant, day, ofTenant + 1],
  );
  return "reserved";
}
