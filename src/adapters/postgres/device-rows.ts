import type { DeviceClass } from "../../core/assess/device-class.ts";
import type { Assessment } from "../../core/assess/assessment.ts";
import type { TenantId } from "../../core/model/ids.ts";
import type { Sql } from "./sql.ts";

// The narrow rows that lists are made of, kept in the transactions that write the inventory and the assessments. Only what differs
// is written, and a row that is not as it should be is made so by the next reading of its tenant.

/** What a device of a class is labelled with: no reason or finding has a colon. */
export const classLabel = (of: DeviceClass): string => `class:${of}`;

/** What one is labelled with that was never judged. */
export const UNJUDGED = "unjudged";

/** The labels of which each device has one, as SQL lists them: their counts come to all devices. */
export const DISPOSITIONS = `'keep', 'review', 'retire', '${UNJUDGED}'`;

// Central is younger than 2010 (core/assess/last-seen.ts): an earlier date would come before everyone's.
const SEEN = "case when s.last_seen_at >= 1262304000000 then s.last_seen_at end";
const CLASS = "'class:' || s.device_class";
const STAGED = "s.collection_number = $2 and d.tenant_id = $1 and d.endpoint_id = s.endpoint_id";

/** Rows of devices that a reading still has, as it has them. */
export async function refreshDevices(sql: Sql, tenant: TenantId, collection: number): Promise<void> {
  await sql.query(
    `update rollcall.device d set host_key = s.host_key, last_seen_at = ${SEEN}, labels = array[${CLASS}] || d.labels[2:]
     from rollcall.endpoint_stage s where ${STAGED}
       and (d.last_seen_at is distinct from ${SEEN} or d.host_key is distinct from s.host_key or d.labels[1] <> ${CLASS})`,
    [tenant, collection],
  );
}

/** Rows of devices that came, or came back: an assessment of them stands until they are judged again. */
export async function addDevices(sql: Sql, tenant: TenantId, collection: number): Promise<void> {
  await sql.query(
    `insert into rollcall.device (tenant_id, endpoint_id, host_key, last_seen_at, labels)
     select $1, s.endpoint_id, s.host_key, ${SEEN}, array[${CLASS}] || case
       when a.endpoint_id is null then array['${UNJUDGED}'] else array[a.disposition] || a.reasons || a.findings end
     from rollcall.endpoint_stage s
     left join rollcall.assessment a on a.tenant_id = $1 and a.endpoint_id = s.endpoint_id
     where s.collection_number = $2 and not exists (
       select 1 from rollcall.device d where d.tenant_id = $1 and d.endpoint_id = s.endpoint_id)`,
    [tenant, collection],
  );
}

/** Takes away those that a reading no longer has. */
export async function dropDevices(sql: Sql, tenant: TenantId, collection: number): Promise<void> {
  await sql.query(
    `delete from rollcall.device d where d.tenant_id = $1 and not exists (
       select 1 from rollcall.endpoint_stage s where s.collection_number = $2 and s.endpoint_id = d.endpoint_id)`,
    [tenant, collection],
  );
}

/** Puts decisions on the devices that they are about. */
export async function labelDevices(sql: Sql, assessments: readonly Assessment[]): Promise<void> {
  await sql.query(
    `update rollcall.device d set labels = array[d.labels[1]] || string_to_array(a.labels, ',')
     from unnest($1::text[], $2::text[], $3::text[]) a (tenant_id, endpoint_id, labels)
     where d.tenant_id = a.tenant_id and d.endpoint_id = a.endpoint_id
       and d.labels[2:] <> string_to_array(a.labels, ',')`,
    [
      assessments.map(({ tenant }) => tenant),
      assessments.map(({ endpoint }) => endpoint),
      assessments.map(labelsOf),
    ],
  );
}

const labelsOf = ({ disposition, reasons, findings }: Assessment): string =>
  [disposition, ...reasons.map(({ code }) => code), ...findings.map(({ code }) => code)].join(",");
