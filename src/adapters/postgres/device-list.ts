import { FINDINGS, type FindingCode } from "../../core/assess/finding.ts";
import { REASONS, type Disposition, type ReasonCode } from "../../core/assess/reason.ts";
import type { DeviceClass } from "../../core/assess/device-class.ts";
import type { CaseState } from "../../core/review/case.ts";
import type {
  DeviceFilter,
  DeviceList,
  DeviceMark,
  DeviceOrder,
  ListedDevice,
  Total,
} from "../../ports/device-list.ts";
import { allOf, deviceConditions, labelsAsked, serialHits, type Part } from "./device-filter.ts";
import { classLabel, UNJUDGED } from "./device-rows.ts";
import { endpointOf, type StoredEndpoint } from "./endpoint-record.ts";
import { instantOrNone } from "./instants.ts";
import { queryOne, type Sql } from "./sql.ts";

// A page costs what a page holds, not what the fleet does. How many there are decides how it is found: few are gathered by whatever
// index finds them, and sorted; many are met often enough on a walk along the order. Left to itself, the planner takes the walk
// for both, and walks through everything for the last few.

/** So many are counted; the console says "more than" beyond it. */
export const COUNTED = 10_000;

/**
 * Lists of devices over one connection or transaction.
 * @param counted so many are counted, and found by gathering them
 */
export const deviceList = (sql: Sql, counted = COUNTED): DeviceList => ({
  page: async (filter, order, after, limit) => {
    const serials = filter.search === undefined ? [] : await serialHits(sql, filter.search);
    const conditions = deviceConditions(filter, serials);
    const found = { conditions, order, after, most: limit + 1 };
    const kept = await keptCount(sql, filter);
    const gathered =
      kept === undefined || kept.count <= counted ? await gather(sql, found, counted) : undefined;
    const total = kept ?? gathered?.total ?? { count: counted, exact: false };
    const keys = gathered?.keys ?? (await walk(sql, found));
    const shown = keys.slice(0, limit);
    const last = shown.at(-1);
    const next =
      keys.length > limit && last !== undefined ? { value: last.value, number: last.number } : undefined;
    return { items: await read(sql, shown), next, total };
  },
});

/** What the kept counts answer: everything, or one list of labels of which a device has one, at most. */
async function keptCount(sql: Sql, filter: DeviceFilter): Promise<Total | undefined> {
  const { tenants, search, lastSeen } = filter;
  const asked = labelsAsked(filter);
  if ((search !== undefined && search.trim() !== "") || lastSeen !== undefined || asked.length > 1)
    return undefined;
  const [labels = ["keep", "review", "retire", UNJUDGED]] = asked;
  const exclusive = asked.length === 0 || filter.dispositions !== undefined || filter.classes !== undefined;
  if (!exclusive && labels.length > 1) return undefined;
  const { count } = await queryOne<{ count: number }>(
    sql,
    `select coalesce(sum(devices), 0)::bigint as count from rollcall.device_count
     where label = any ($1::text[]) and ($2::text[] is null or tenant_id = any ($2::text[]))`,
    [[...new Set(labels)], tenants === "all" ? null : tenants],
  );
  return { count, exact: true };
}

interface Found {
  readonly conditions: readonly Part[];
  readonly order: DeviceOrder;
  readonly after: DeviceMark | undefined;
  readonly most: number;
}

// What the index of the order holds, and no more: then the rows that are passed are not read.
type Key = DeviceMark;

const columnOf = ({ by }: DeviceOrder): string => `d.${by === "hostname" ? "host_key" : "last_seen_at"}`;
const typeOf = ({ by }: DeviceOrder): string => (by === "hostname" ? "text" : "bigint");

/** Behind the mark, among those whose value is known. */
const beyond =
  (order: DeviceOrder, { value, number }: DeviceMark): Part =>
  (bind) =>
    `(${columnOf(order)}, d.number) ${order.descending ? "<" : ">"} (${bind(value)}::${typeOf(order)}, ${bind(number)}::bigint)`;

const beyondUnknown =
  ({ descending }: DeviceOrder, { number }: DeviceMark): Part =>
  (bind) =>
    `d.number ${descending ? "<" : ">"} ${bind(number)}::bigint`;

/** Two walks along an index: those whose value is known, then the others. */
async function walk(sql: Sql, { conditions, order, after, most }: Found): Promise<readonly Key[]> {
  const column = columnOf(order);
  const way = order.descending ? "desc" : "asc";
  const take = async (parts: readonly Part[], by: string, count: number): Promise<readonly Key[]> => {
    const { text, params } = allOf([...parts, ...conditions]);
    return sql.query<Key>(
      `select d.number, ${column} as value from rollcall.device d where ${text} order by ${by} limit ${count}`,
      params,
    );
  };
  const known =
    after?.value === null
      ? []
      : await take(
          [() => `${column} is not null`, ...(after === undefined ? [] : [beyond(order, after)])],
          `${column} ${way}, d.number ${way}`,
          most,
        );
  if (known.length === most) return known;
  const unknown = await take(
    [() => `${column} is null`, ...(after?.value === null ? [beyondUnknown(order, after)] : [])],
    `d.number ${way}`,
    most - known.length,
  );
  return [...known, ...unknown];
}

/**
 * All of them by whatever finds them, then counted and put in order: at once, since finding them is what costs.
 * @param counted of more than so many it is only said that they are more, and nothing is put in order
 */
async function gather(
  sql: Sql,
  { conditions, order, after, most }: Found,
  counted: number,
): Promise<{ readonly total: Total; readonly keys: readonly Key[] | undefined }> {
  const column = columnOf(order);
  const way = order.descending ? "desc" : "asc";
  const { text, params } = allOf(conditions);
  const behind = allOf(behindMark(order, after), params);
  // Materialised, so that the order is not walked along.
  const rows = await sql.query<{ count: number } & Nullable<Key>>(
    `with found as materialized (select d.number, ${column} from rollcall.device d where ${text} limit ${counted + 1}),
       page as (
         select d.number, ${column} as value from found d where ${behind.text}
         order by ${column} ${way} nulls last, d.number ${way} limit ${most})
     select c.count, p.number, p.value from (select count(*) as count from found) c left join page p on c.count <= ${counted}
     order by p.value ${way} nulls last, p.number ${way}`,
    behind.params,
  );
  const count = rows[0]?.count ?? 0;
  if (count > counted) return { total: { count: counted, exact: false }, keys: undefined };
  return {
    total: { count, exact: true },
    keys: rows.flatMap(({ number, value }) => (number === null ? [] : [{ number, value }])),
  };
}

type Nullable<T> = { readonly [K in keyof T]: T[K] | null };

/** Behind the mark, those of which the value is not known last. */
function behindMark(order: DeviceOrder, after: DeviceMark | undefined): readonly Part[] {
  if (after === undefined) return [];
  const column = columnOf(order);
  return after.value === null
    ? [(bind) => `${column} is null and ${beyondUnknown(order, after)(bind)}`]
    : [(bind) => `${column} is null or ${beyond(order, after)(bind)}`];
}

interface DeviceRow extends StoredEndpoint {
  readonly tenant_name: string;
  readonly labels: readonly string[];
  readonly candidate_since: number | null;
  readonly case_number: number | null;
  readonly case_state: CaseState | null;
}

/** The records of a page. */
async function read(sql: Sql, keys: readonly Key[]): Promise<readonly ListedDevice[]> {
  if (keys.length === 0) return [];
  const rows = await sql.query<DeviceRow>(
    `select e.tenant_id, e.endpoint_id, e.record, e.volatile, t.name as tenant_name, d.labels, a.candidate_since,
       c.number as case_number, c.state as case_state
     from unnest($1::bigint[]) with ordinality k (number, place)
     join rollcall.device d using (number)
     join rollcall.endpoint e using (tenant_id, endpoint_id)
     join rollcall.tenant t using (tenant_id)
     left join rollcall.assessment a using (tenant_id, endpoint_id)
     left join rollcall.review_case c using (tenant_id, endpoint_id)
     order by k.place`,
    [keys.map(({ number }) => number)],
  );
  return rows.map((row) => ({
    tenantName: row.tenant_name,
    endpoint: endpointOf(row),
    ...saidBy(row.labels),
    candidateSince: instantOrNone(row.candidate_since),
    case:
      row.case_number === null || row.case_state === null
        ? undefined
        : { number: row.case_number, state: row.case_state },
  }));
}

const CLASSES: readonly DeviceClass[] = ["computer", "server", "unknown"];
const DISPOSITIONS: readonly Disposition[] = ["keep", "review", "retire"];

/** Labels, taken apart again. */
function saidBy(
  labels: readonly string[],
): Pick<ListedDevice, "deviceClass" | "disposition" | "reasons" | "findings"> {
  const all = new Set(labels);
  return {
    deviceClass: CLASSES.find((of) => all.has(classLabel(of))) ?? "unknown",
    disposition: DISPOSITIONS.find((one) => all.has(one)),
    reasons: [...all].filter((label): label is ReasonCode => Object.hasOwn(REASONS, label)),
    findings: [...all].filter((label): label is FindingCode =>
      (FINDINGS as readonly string[]).includes(label),
    ),
  };
}
