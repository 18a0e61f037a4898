import type { ArisenFinding } from "../../core/assess/arisen-finding.ts";
import type { FindingCode } from "../../core/assess/finding.ts";
import type { Computer } from "../../core/model/computer.ts";
import type { DirectoryName, TenantId } from "../../core/model/ids.ts";
import { isKnown } from "../../core/model/unknown.ts";
import { endpointOf, type StoredEndpoint } from "./endpoint-record.ts";
import { queryOne, type Sql } from "./sql.ts";

const CURRENT = `
  select code, 'endpoint' as about, a.tenant_id as place, a.endpoint_id as id
  from rollcall.assessment a join rollcall.endpoint e using (tenant_id, endpoint_id) cross join unnest(a.findings) code
  where e.gone_at is null and a.findings <> '{}'
  union all
  select code, 'computer', directory, computer_id from rollcall.computer_finding`;

interface ArisenRow {
  readonly code: FindingCode;
  readonly about: "endpoint" | "computer";
  readonly place: string;
  readonly id: string;
}

/** Findings that have arisen since the last call, at most `most` of them by name; the rest is counted. In a transaction. */
export async function arisenFindings(
  sql: Sql,
  most: number,
): Promise<{ readonly findings: readonly ArisenFinding[]; readonly more: number }> {
  await sql.query(
    `delete from rollcall.told_finding t where not exists (
       select 1 from (${CURRENT}) c where c.about = t.about and c.place = t.place and c.id = t.id and c.code = t.code)`,
  );
  const arisen = await sql.query<ArisenRow>(
    `select code, about, place, id from (${CURRENT}) c where not exists (
       select 1 from rollcall.told_finding t
       where t.about = c.about and t.place = c.place and t.id = c.id and t.code = c.code)
     order by code, about, place, id limit ${most}`,
  );
  if (arisen.length === 0) return { findings: [], more: 0 };
  const { count } = await queryOne<{ count: number }>(
    sql,
    `with added as (
       insert into rollcall.told_finding (code, about, place, id)
       select code, about, place, id from (${CURRENT}) c on conflict do nothing returning 1)
     select count(*) as count from added`,
  );
  return { findings: await named(sql, arisen), more: Math.max(0, count - arisen.length) };
}

/** Names are read from the records here: SQL cannot take a record apart that holds a U+0000. */
async function named(sql: Sql, arisen: readonly ArisenRow[]): Promise<readonly ArisenFinding[]> {
  const endpoints = await sql.query<StoredEndpoint>(
    `select e.tenant_id, e.endpoint_id, e.record, e.volatile from rollcall.endpoint e
     join unnest($1::text[], $2::text[]) w (tenant_id, endpoint_id) using (tenant_id, endpoint_id)`,
    pairs(arisen, "endpoint"),
  );
  const computers = await sql.query<{
    readonly directory: string;
    readonly computer_id: string;
    readonly record: Pick<Computer, "name">;
  }>(
    `select c.directory, c.computer_id, c.record from rollcall.computer c
     join unnest($1::text[], $2::text[]) w (directory, computer_id) using (directory, computer_id)`,
    pairs(arisen, "computer"),
  );
  const names = new Map<string, string>();
  for (const row of endpoints) {
    const { tenant, id, hostname } = endpointOf(row);
    names.set(keyOf("endpoint", tenant, id), isKnown(hostname) ? hostname : id);
  }
  for (const { directory, computer_id, record } of computers)
    names.set(keyOf("computer", directory, computer_id), record.name);
  return arisen.map(({ code, about, place, id }) => ({
    code,
    ...(about === "endpoint" ? { tenant: place as TenantId } : { directory: place as DirectoryName }),
    id,
    name: names.get(keyOf(about, place, id)) ?? id,
  }));
}

const pairs = (rows: readonly ArisenRow[], about: ArisenRow["about"]): [string[], string[]] => {
  const those = rows.filter((row) => row.about === about);
  return [those.map(({ place }) => place), those.map(({ id }) => id)];
};

const keyOf = (about: ArisenRow["about"], place: string, id: string): string => `${about}/${place}/${id}`;
