import type { Assessment } from "../../core/assess/assessment.ts";
import type { ComputerRef } from "../../core/identity/match.ts";
import type { Computer } from "../../core/model/computer.ts";
import type { PlanId } from "../../core/model/ids.ts";
import { HOUR, instant, type Instant } from "../../core/model/instant.ts";
import type { Newcomer } from "../../core/retire/return-detection.ts";
import type { WatchedDeletion } from "../../ports/return-store.ts";
import { endpointOf, type StoredEndpoint } from "./endpoint-record.ts";
import { instantOrNone } from "./instants.ts";
import type { Sql } from "./sql.ts";

/** Deletions a batch. */
const BATCH = 500;

/** A deletion that was read back as done may be listed for a moment yet; later, its device was restored in the meantime. */
const STILL_LISTED = HOUR;

/**
 * Deletions that were sent in enforce: carried out, of an end that is not known, or answered with a 404, which may have been
 * ours all the same.
 */
export const SENT = `r.mode = 'enforce' and r.intended_at is not null
  and (r.outcome is null or r.outcome in ('retired', 'unconfirmed') or (r.outcome = 'gone_already' and r.answer = 'absent'))`;

interface DeletionRow extends StoredEndpoint {
  readonly number: number;
  readonly plan_id: PlanId;
  readonly tenant_name: string;
  readonly removal_hostname: string;
  readonly intended_at: number;
  readonly assessment: Assessment | null;
  readonly listed_again_at: number | null;
  readonly noticed_at: number | null;
}

/** Each deletion since an instant with what may be a sign of its device: three statements a batch, along indexed keys. */
export async function* watchedDeletions(
  sql: Sql,
  since: Instant,
): AsyncGenerator<readonly WatchedDeletion[]> {
  let after = 0;
  for (;;) {
    const rows = await sql.query<DeletionRow>(
      `select r.number, r.plan_id, r.tenant_id, r.endpoint_id, r.hostname as removal_hostname, r.intended_at,
         e.record, e.volatile, a.record as assessment, coalesce(t.name, r.tenant_id) as tenant_name, d.noticed_at,
         coalesce(
           (select min(s.first_at) from rollcall.endpoint_sighting s
            where s.tenant_id = r.tenant_id and s.endpoint_id = r.endpoint_id and s.first_at > r.intended_at),
           (select n.started_at from (
              select c.started_at from rollcall.collection c
              where c.source_kind = 'tenant' and c.source_name = r.tenant_id and c.coverage_kind = 'complete'
              order by c.number desc limit 1) n
            where r.outcome = 'retired' and e.gone_at is null and n.started_at > r.settled_at + ${STILL_LISTED})) as listed_again_at
       from rollcall.removal r
       join rollcall.endpoint e using (tenant_id, endpoint_id)
       left join rollcall.assessment a using (tenant_id, endpoint_id)
       left join rollcall.tenant t using (tenant_id)
       left join rollcall.device_return d using (tenant_id, endpoint_id, plan_id)
       where ${SENT} and r.intended_at >= $1 and r.number > $2
       order by r.number limit ${BATCH}`,
      [since, after],
    );
    const last = rows.at(-1);
    if (last === undefined) return;
    const numbers = rows.map(({ number }) => number);
    const newcomers = await readNewcomers(sql, numbers);
    const computers = await readComputers(sql, rows);
    yield rows.map((row) => ({
      plan: row.plan_id,
      tenantName: row.tenant_name,
      hostname: row.removal_hostname,
      device: {
        tenant: row.tenant_id,
        endpoint: endpointOf(row),
        deletedAt: instant(row.intended_at),
        computer: matched(row.assessment),
      },
      seen: {
        listedAgainAt: instantOrNone(row.listed_again_at),
        newcomers: newcomers.get(row.number) ?? [],
        computer: computers.get(keyOf(matched(row.assessment))),
      },
      noticedAt: instantOrNone(row.noticed_at),
    }));
    after = last.number;
  }
}

/** A vanished computer is none that an endpoint stands for. */
const matched = (assessment: Assessment | null): ComputerRef | undefined =>
  assessment !== null && (assessment.match === "exact" || assessment.match === "likely")
    ? assessment.computer
    : undefined;

const keyOf = (ref: ComputerRef | undefined): string =>
  ref === undefined ? "" : `${ref.directory}/${ref.id}`;

/** Endpoints of the tenant that appeared after the deletion and share a name or a serial number with it. */
async function readNewcomers(
  sql: Sql,
  numbers: readonly number[],
): Promise<ReadonlyMap<number, readonly Newcomer[]>> {
  const rows = await sql.query<
    StoredEndpoint & {
      readonly number: number;
      readonly first_seen_at: number;
      readonly assessment: Assessment | null;
      readonly serials: number;
    }
  >(
    `with watched as (
       select r.number, r.tenant_id, r.endpoint_id, r.intended_at, e.host_key, e.serial_key
       from rollcall.removal r join rollcall.endpoint e using (tenant_id, endpoint_id)
       where r.number = any($1::bigint[])),
     found as (
       select w.number, n.endpoint_id from watched w
       join rollcall.endpoint n on n.host_key = w.host_key and n.tenant_id = w.tenant_id
       where n.first_seen_at > w.intended_at
       union
       select w.number, n.endpoint_id from watched w
       join rollcall.endpoint n on n.tenant_id = w.tenant_id and n.serial_key = w.serial_key
       where n.first_seen_at > w.intended_at)
     select f.number, n.tenant_id, n.endpoint_id, n.record, n.volatile, n.first_seen_at, a.record as assessment,
       (select count(*) from rollcall.endpoint c
        where c.tenant_id = n.tenant_id and c.serial_key = n.serial_key and c.gone_at is null) as serials
     from found f
     join watched w on w.number = f.number
     join rollcall.endpoint n on n.tenant_id = w.tenant_id and n.endpoint_id = f.endpoint_id
     left join rollcall.assessment a on a.tenant_id = n.tenant_id and a.endpoint_id = n.endpoint_id
     where n.endpoint_id <> w.endpoint_id
     order by f.number, n.endpoint_id`,
    [numbers],
  );
  const found = new Map<number, Newcomer[]>();
  for (const row of rows) {
    const newcomer = {
      endpoint: endpointOf(row),
      computer: matched(row.assessment),
      appearedAt: instant(row.first_seen_at),
      serialCount: row.serials,
    };
    const known = found.get(row.number);
    if (known === undefined) found.set(row.number, [newcomer]);
    else known.push(newcomer);
  }
  return found;
}

/** The computers that the devices were taken for, as their directories have them now; those that are gone are not told. */
async function readComputers(sql: Sql, rows: readonly DeletionRow[]): Promise<ReadonlyMap<string, Computer>> {
  const refs = rows.map(({ assessment }) => matched(assessment)).filter((ref) => ref !== undefined);
  const found = await sql.query<{
    directory: Computer["directory"];
    computer_id: Computer["id"];
    record: Omit<Computer, "directory" | "id">;
  }>(
    `select c.directory, c.computer_id, c.record from rollcall.computer c
     join unnest($1::text[], $2::text[]) w (directory, computer_id) using (directory, computer_id)
     where c.gone_at is null`,
    [refs.map(({ directory }) => directory), refs.map(({ id }) => id)],
  );
  return new Map(
    found.map((row) => [
      keyOf({ directory: row.directory, id: row.computer_id }),
      { directory: row.directory, id: row.computer_id, ...row.record },
    ]),
  );
}
