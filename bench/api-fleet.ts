// A fleet put into the store by SQL, for questions asked of it: a million devices in minutes, the same each time.
import { stageRow, STAGE_COLUMNS } from "../src/adapters/postgres/endpoint-record.ts";
import { parseEndpoint } from "../src/adapters/sophos-central/endpoint-schema.ts";
import { FINDINGS } from "../src/core/assess/finding.ts";
import { REASONS } from "../src/core/assess/reason.ts";
import { tenantId } from "../src/core/model/ids.ts";
import { missing } from "../src/core/model/unknown.ts";
import { invariant } from "../src/core/model/invariant.ts";
import type { Connection } from "../src/adapters/postgres/connection.ts";
import { BENCH_NOW, DAY_MS, endpointRecord, tenantUuid } from "./synthetic-record.ts";

export const TENANTS = 300;
/** Hostnames begin with one of these and a number. */
export const SITES = ["ber", "ham", "muc", "fra", "cgn", "str", "lej", "nue"] as const;
/** Rows a statement: what PGlite holds at once stays small. */
const SLICE = 50_000;
const NAME = "HOST-OF-BENCH";

/** A share of 0 to 1 for device `n`, another for each `salt`. */
const share = (salt: number): string =>
  `((hashint8extended(n, ${salt}) & 4294967295)::double precision / 4294967296)`;

/**
 * Tenants, devices, assessments, cases and findings: 300 tenants, one after the other as collecting writes them, the largest a hundredth of the fleet; of a hundred
 * devices some 85 were seen within a day, 4 are in review (half of them in a case), 3 to be retired and 3 have a finding.
 */
export async function fillFleet(connection: Connection, devices: number): Promise<void> {
  await connection.query(
    `insert into rollcall.tenant (tenant_id, name, api_host, covered, saved_at)
     select '${tenantUuid(0).slice(0, -12)}' || lpad(to_hex(t), 12, '0'), 'Customer ' || t, 'https://api.central.sophos.com', true, $1
     from generate_series(0, ${TENANTS - 1}) t`,
    [BENCH_NOW],
  );
  for (let from = 0; from < devices; from += SLICE) {
    await fillSlice(connection, from, Math.min(from + SLICE, devices) - 1, devices);
  }
  await connection.script("vacuum analyze");
}

const codes = (pushes: "keep" | "review"): string[] =>
  Object.entries(REASONS).flatMap(([code, to]) => (to === pushes ? [code] : []));

async function fillSlice(connection: Connection, from: number, to: number, devices: number): Promise<void> {
  await connection.transaction(async (sql) => {
    await sql.script(sliceTable(from, to, devices));
    const record = recordTemplate();
    await sql.query(
      `insert into rollcall.endpoint (tenant_id, endpoint_id, hostname, host_key, alias_key, serial_key, hash, record, volatile,
         last_seen_at, first_seen_at)
       select tenant_id, endpoint_id, upper(host), host, left(host, 15), 'sn' || n, md5(n::text), replace($1, '${NAME}', upper(host))::json,
         json_build_object('lastSeenAt', coalesce(to_json(seen), '${JSON.stringify(missing)}'::json), 'online', false)::text, seen, ${BENCH_NOW - 700 * DAY_MS}
       from rollcall.bench_slice`,
      [record],
    );
    await sql.query(
      `insert into rollcall.assessment (tenant_id, endpoint_id, disposition, reasons, findings, record, evidence_hash, policy_hash,
         assessed_at, candidate_since, recently_seen)
       select tenant_id, endpoint_id, disposition, reasons, findings, json_build_object('tenant', tenant_id, 'endpoint', endpoint_id,
         'disposition', disposition, 'reasons', '[]'::json, 'findings', (select coalesce(json_agg(json_build_object('code', f,
         'evidence', json_build_object('days', 1))), '[]'::json) from unnest(findings) f)), md5(n::text), 'bench', ${BENCH_NOW},
         case when disposition = 'retire' then ${BENCH_NOW - 30 * DAY_MS} end, disposition = 'keep'
       from rollcall.bench_slice`,
    );
    await sql.query(
      `insert into rollcall.device (tenant_id, endpoint_id, host_key, last_seen_at, labels)
       select tenant_id, endpoint_id, host, seen, array['class:' || class, disposition] || reasons || findings
       from rollcall.bench_slice`,
    );
    await sql.query(
      `insert into rollcall.review_case (tenant_id, endpoint_id, hostname, cause, state, version, reasons, reason_codes, evidence_hash,
         asked_at, opened_at, until_at, agreements, reopened, asked_by)
       select tenant_id, endpoint_id, upper(host), 'review', case when ${share(8)} < 0.8 then 'open' else 'kept' end, 1,
         (select json_agg(json_build_object('code', r, 'approvable', true, 'evidence', json_build_object('days', 1))) from unnest(reasons) r), reasons,
         md5(n::text) || md5(n::text), at, at, at + ${14 * DAY_MS}, '[]', 0, 'bench'
       from (select *, ${BENCH_NOW} - (${share(9)} * ${30 * DAY_MS})::bigint as at from rollcall.bench_slice) s
       where disposition = 'review' and ${share(7)} < 0.5`,
    );
    await sql.script("drop table rollcall.bench_slice");
  });
}

const pick = (list: readonly string[], salt: number): string =>
  `(array['${list.join("','")}'])[1 + floor(${share(salt)} * ${list.length})::integer]`;

/** What is so of each device of a slice, from its number alone. */
function sliceTable(from: number, to: number, devices: number): string {
  const [keep, review] = [codes("keep"), codes("review")];
  return `create unlogged table rollcall.bench_slice as
    select n, '${tenantUuid(0).slice(0, -12)}' || lpad(to_hex(floor(${TENANTS} * power(n::double precision / ${devices}, 0.25))::bigint), 12, '0') as tenant_id,
      'e0000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0') as endpoint_id,
      ${pick(SITES, 2)} || '-pc' || lpad(n::text, 7, '0') as host,
      case when ${share(3)} < 0.85 then ${BENCH_NOW} - (${share(4)} * ${DAY_MS})::bigint
        when ${share(3)} < 0.995 then ${BENCH_NOW} - (${share(4)} * ${900 * DAY_MS})::bigint end as seen,
      case when ${share(5)} < 0.9 then 'computer' when ${share(5)} < 0.99 then 'server' else 'unknown' end as class,
      d.disposition, case d.disposition when 'keep' then array[case when ${share(3)} < 0.85 then 'recently_seen' else ${pick(keep, 6)} end]
        when 'review' then (select array_agg(distinct r) from unnest(array[${pick(review, 10)}, ${pick(review, 11)}]) r)
        else '{}'::text[] end as reasons,
      case when ${share(12)} < 0.03 then array[${pick(FINDINGS, 13)}] else '{}'::text[] end as findings
    from generate_series(${from}::bigint, ${to}::bigint) n
    cross join lateral (select case when ${share(3)} < 0.85 or ${share(14)} < 0.53 then 'keep'
      when ${share(14)} < 0.8 then 'review' else 'retire' end as disposition) d`;
}

/** A record as collecting writes it, with a place for the name. */
function recordTemplate(): string {
  const id = tenantId(tenantUuid(0));
  invariant(id !== undefined, "a synthetic tenant's id is a UUID");
  const endpoint = parseEndpoint({ ...endpointRecord(0, 0, 0), hostname: NAME }, id);
  invariant(typeof endpoint !== "string", "a synthetic record is legible");
  const row = stageRow(0, {
    endpoint,
    hostKey: undefined,
    aliasKey: undefined,
    serialKey: undefined,
    hash: "" as never,
  });
  return String(row[STAGE_COLUMNS.indexOf("record")]);
}
