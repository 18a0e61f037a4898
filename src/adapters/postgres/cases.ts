import { instant } from "../../core/model/instant.ts";
import {
  isProtecting,
  type CaseCause,
  type CaseEvent,
  type CaseMove,
  type CaseState,
} from "../../core/review/case.ts";
import type { CaseFilter, CaseStore, KnownCase } from "../../ports/case-store.ts";
import {
  CASE_COLUMNS,
  CASE_FIELDS,
  CASE_GIVEN,
  CASE_VALUES,
  caseOf,
  caseParams,
  type StoredCase,
} from "./case-record.ts";
import { readStirring, readSubjects, UNASKED } from "./case-queue.ts";
import { readCasePage } from "./case-page.ts";
import { storable } from "./copy-text.ts";
import { lockQueue, queueEndpoints } from "./rejudge.ts";
import { atomically, queryOne, type Param, type Sql } from "./sql.ts";

/** Cases over one connection or transaction. */
export const caseStore = (sql: Sql): CaseStore => ({
  find: async (number) => (await read(sql, "where c.number = $1::bigint", [number]))[0],
  of: async (tenant, endpoint) =>
    (await read(sql, "where c.tenant_id = $1 and c.endpoint_id = $2", [tenant, endpoint]))[0],
  list: async (filter) => list(sql, filter),
  page: async (query) => readCasePage(sql, query),
  timeline: async (number) => {
    const rows = await sql.query<{ at: number; version: number; event: CaseEvent }>(
      "select at, version, event from rollcall.case_event where case_number = $1::bigint order by version",
      [number],
    );
    return rows.map(({ at, ...rest }) => ({ at: instant(at), ...rest }));
  },
  counts: async () => {
    const rows = await sql.query<{ state: CaseState; count: number }>(
      "select state, count(*) as count from rollcall.review_case group by state",
    );
    const { waiting } = await queryOne<{ waiting: number }>(sql, `select count(*) as waiting ${UNASKED}`);
    return { states: Object.fromEntries(rows.map(({ state, count }) => [state, count])), waiting };
  },
  subjects: async (most, now) => readSubjects(sql, most, now),
  stirring: (now) => readStirring(sql, now),
  write: async (moves, at) =>
    moves.length === 0
      ? []
      : atomically(sql, async (tx) => {
          await lockQueue(tx);
          return write(tx, moves, at);
        }),
  says: async (tenant, endpoint) => {
    const [row] = await sql.query<{ cause: CaseCause; state: CaseState }>(
      "select cause, state from rollcall.review_case where tenant_id = $1 and endpoint_id = $2 for update",
      [tenant, endpoint],
    );
    if (row === undefined) return "none";
    if (isProtecting(row)) return "protected";
    return row.state === "approved" ? "approved" : "none";
  },
});

async function read(sql: Sql, which: string, params: readonly Param[]): Promise<readonly KnownCase[]> {
  const rows = await sql.query<StoredCase>(
    `select ${CASE_FIELDS} from rollcall.review_case c left join rollcall.tenant t using (tenant_id) ${which}`,
    params,
  );
  return rows.map(caseOf);
}

const list = async (sql: Sql, { states, reason, tenant, assignee, askedUntil }: CaseFilter) =>
  read(
    sql,
    `where ($1::text[] is null or c.state = any ($1)) and ($2::text is null or $2 = any (c.reason_codes))
       and ($3::text is null or c.tenant_id = $3 or lower(t.name) = lower($3))
       and ($4::text is null or c.assignee = $4) and ($5::bigint is null or c.asked_at <= $5)
     order by c.asked_at, c.number`,
    [states ?? null, reason ?? null, tenant ?? null, assignee ?? null, askedUntil ?? null],
  );

async function write(sql: Sql, moves: readonly CaseMove[], at: number) {
  const cases = moves.map(({ next }) => next);
  const changed = CASE_COLUMNS.filter((name) => name !== "tenant_id" && name !== "endpoint_id");
  // A new one does nothing where its endpoint has a case; another one updates the version before its own and no other.
  const rows = await sql.query<{ number: number; tenant_id: string; endpoint_id: string }>(
    `with given as (select ${CASE_VALUES.map((value, index) => `${value} as ${CASE_COLUMNS[index]}`).join(", ")} from ${CASE_GIVEN}),
     added as (
       insert into rollcall.review_case (${CASE_COLUMNS.join(", ")})
       select ${CASE_COLUMNS.join(", ")} from given where version = 1
       on conflict (tenant_id, endpoint_id) do nothing
       returning number, tenant_id, endpoint_id),
     altered as (
       update rollcall.review_case c set ${changed.map((name) => `${name} = given.${name}`).join(", ")}
       from given
       where given.version > 1 and c.tenant_id = given.tenant_id and c.endpoint_id = given.endpoint_id
         and c.version = given.version - 1
       returning c.number, c.tenant_id, c.endpoint_id)
     select * from added union all select * from altered`,
    caseParams(cases),
  );
  const numbers = new Map(rows.map((row) => [`${row.tenant_id}/${row.endpoint_id}`, row.number]));
  const written = moves.flatMap((move) => {
    const number = numbers.get(`${move.next.tenant}/${move.next.endpoint}`);
    return number === undefined ? [] : [{ ...move, number }];
  });
  await sql.query(
    `insert into rollcall.case_event (case_number, version, at, event)
     select case_number, version, $4::bigint, event::json
     from unnest($1::bigint[], $2::bigint[], $3::text[]) e (case_number, version, event)`,
    [
      written.map(({ number }) => number),
      written.map(({ next }) => next.version),
      written.map(({ event }) => eventText(event)),
      at,
    ],
  );
  await queueEndpoints(sql, rows);
  return written;
}

const eventText = (event: CaseEvent): string =>
  JSON.stringify(event, (_key, value: unknown) => (typeof value === "string" ? storable(value) : value));
