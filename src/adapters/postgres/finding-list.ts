import type { Assessment } from "../../core/assess/assessment.ts";
import { FINDINGS, type FindingCode } from "../../core/assess/finding.ts";
import type { ReasonEvidence } from "../../core/assess/reason.ts";
import type { Computer } from "../../core/model/computer.ts";
import { instant } from "../../core/model/instant.ts";
import { invariant } from "../../core/model/invariant.ts";
import type { Scope } from "../../ports/device-list.ts";
import type { FindingFilter, FindingList, FindingMark, ListedFinding } from "../../ports/finding-list.ts";
import { allOf, inScope, type Part } from "./device-filter.ts";
import { COUNTED } from "./device-list.ts";
import { NO_HOSTNAME } from "./endpoint-record.ts";
import type { Sql } from "./sql.ts";

/** Lists of findings over one connection or transaction. */
export const findingList = (sql: Sql): FindingList => ({
  page: async (filter, after, limit) => {
    const rows = await rest(sql, filter, after, limit + 1);
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    return { items, next: rows.length > limit && last !== undefined ? markOf(last) : undefined };
  },
  counts: async (tenants) => countFindings(sql, tenants),
});

const markOf = ({ code, about, place, id }: FindingMark): FindingMark => ({ code, about, place, id });

/** Code by code, endpoints and then computers: each is one walk along a key. */
async function rest(
  sql: Sql,
  { tenants, codes }: FindingFilter,
  after: FindingMark | undefined,
  most: number,
): Promise<readonly ListedFinding[]> {
  const found: ListedFinding[] = [];
  const counts = await countFindings(sql, tenants);
  for (const code of codes.toSorted()) {
    if (after !== undefined && code < after.code) continue;
    const here = after?.code === code ? after : undefined;
    if (here?.about !== "computer" && found.length < most) {
      const many = (counts[code] ?? 0) > COUNTED;
      found.push(
        ...(await ofEndpoints(sql, { code, tenants, after: here, most: most - found.length, many })),
      );
    }
    if (tenants === "all" && found.length < most) {
      const computersAfter = here?.about === "computer" ? here : undefined;
      found.push(...(await ofComputers(sql, code, computersAfter, most - found.length)));
    }
    if (found.length === most) break;
  }
  return found;
}

async function countFindings(sql: Sql, tenants: Scope): Promise<Partial<Record<FindingCode, number>>> {
  const rows = await sql.query<{ code: FindingCode; count: number }>(
    `select code, sum(found)::bigint as count from (
       select label as code, devices as found from rollcall.device_count
       where label = any ($1::text[]) and ($2::text[] is null or tenant_id = any ($2::text[]))
       union all
       select code, count(*) from rollcall.computer_finding where $2::text[] is null group by code) f
     group by code having sum(found) > 0`,
    [FINDINGS, tenants === "all" ? null : tenants],
  );
  return Object.fromEntries(rows.map(({ code, count }) => [code, count]));
}

interface EndpointRow {
  readonly tenant_id: string;
  readonly tenant_name: string;
  readonly endpoint_id: string;
  readonly hostname: string | null;
  readonly record: Assessment;
  readonly assessed_at: number;
}

async function ofEndpoints(
  sql: Sql,
  asked: {
    readonly code: FindingCode;
    readonly tenants: Scope;
    readonly after: FindingMark | undefined;
    readonly most: number;
    readonly many: boolean;
  },
): Promise<readonly ListedFinding[]> {
  const { code, tenants, after, most, many } = asked;
  const { text, params } = allOf([
    (bind) => `d.labels && ${bind([code])}::text[]`,
    ...inScope(tenants),
    ...(after === undefined
      ? []
      : [
          ((bind) =>
            `(d.tenant_id, d.endpoint_id) > (${bind(after.place)}, ${bind(after.id)})`) satisfies Part,
        ]),
  ]);
  // As for lists of devices: few are gathered and sorted, many are met on a walk along the key.
  const rows = await sql.query<EndpointRow>(
    `with found as ${many ? "not " : ""}materialized (select d.tenant_id, d.endpoint_id from rollcall.device d where ${text}),
       page as materialized (select tenant_id, endpoint_id from found order by tenant_id, endpoint_id limit ${most})
     select p.tenant_id, t.name as tenant_name, p.endpoint_id, e.hostname, a.record, a.assessed_at
     from page p
     join rollcall.tenant t using (tenant_id)
     join rollcall.endpoint e using (tenant_id, endpoint_id)
     join rollcall.assessment a using (tenant_id, endpoint_id)
     order by p.tenant_id, p.endpoint_id`,
    params,
  );
  return rows.map((row) => {
    const finding = row.record.findings.find((one) => one.code === code);
    invariant(finding !== undefined, "a device is labelled with the findings of its assessment");
    return {
      code,
      about: "endpoint",
      place: row.tenant_id,
      id: row.endpoint_id,
      placeName: row.tenant_name,
      name: row.hostname ?? NO_HOSTNAME,
      dn: undefined,
      evidence: finding.evidence,
      foundAt: instant(row.assessed_at),
    };
  });
}

async function ofComputers(
  sql: Sql,
  code: FindingCode,
  after: FindingMark | undefined,
  most: number,
): Promise<readonly ListedFinding[]> {
  const rows = await sql.query<{
    directory: string;
    computer_id: string;
    record: Pick<Computer, "name" | "dn">;
    evidence: ReasonEvidence;
    found_at: number;
  }>(
    `select f.directory, f.computer_id, c.record, f.evidence, f.found_at
     from rollcall.computer_finding f join rollcall.computer c using (directory, computer_id)
     where f.code = $1 and (f.directory, f.computer_id) > ($2, $3)
     order by f.directory, f.computer_id limit ${most}`,
    [code, after?.place ?? "", after?.id ?? ""],
  );
  return rows.map((row) => ({
    code,
    about: "computer",
    place: row.directory,
    id: row.computer_id,
    placeName: row.directory,
    name: row.record.name,
    dn: row.record.dn,
    evidence: row.evidence,
    foundAt: instant(row.found_at),
  }));
}
