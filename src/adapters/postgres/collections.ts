import type { Collection, Coverage, Source } from "../../core/model/coverage.ts";
import type { CollectionId, DirectoryName, TenantId } from "../../core/model/ids.ts";
import { instant, type Instant } from "../../core/model/instant.ts";
import { Bug, invariant } from "../../core/model/invariant.ts";
import { Fault } from "../../ports/fault.ts";
import { instantOrNone } from "./instants.ts";
import { queryOne, type Sql } from "./sql.ts";

// The life of a collection: begun, staged into, and closed once. The row of its source is the lock: the newest collection
// of a source may stage and merge, an older one that is still running may not.

/** A collection that may still be staged into or merged. */
export interface OpenCollection {
  readonly number: number;
  readonly source: Source;
  readonly stagedRows: number;
}

const nameOf = (source: Source): string => (source.kind === "tenant" ? source.tenant : source.directory);

const sourceOf = (kind: Source["kind"], name: string): Source =>
  kind === "tenant" ? { kind, tenant: name as TenantId } : { kind, directory: name as DirectoryName };

/** Opens a collection, in a transaction; what the one before it left staged is thrown away. */
export async function beginCollection(
  sql: Sql,
  id: CollectionId,
  source: Source,
  at: Instant,
  run?: string,
): Promise<void> {
  const key = [source.kind, nameOf(source)];
  if (source.kind === "tenant") {
    const known = await sql.query("select 1 from rollcall.tenant where tenant_id = $1", [source.tenant]);
    invariant(known.length === 1, "a collection of a tenant that was not saved");
  }
  const before = await sql.query<{ newest_number: number }>(
    "select newest_number from rollcall.source where source_kind = $1 and source_name = $2 for update",
    key,
  );
  for (const { newest_number: number } of before) await emptyStage(sql, number);
  const { number } = await queryOne<{ number: number }>(
    sql,
    `insert into rollcall.collection (collection_id, source_kind, source_name, started_at, run_id)
     values ($1, $2, $3, $4, $5) returning number`,
    [id, ...key, at, run ?? null],
  );
  await sql.query(
    `insert into rollcall.source (source_kind, source_name, newest_number) values ($1, $2, $3)
     on conflict (source_kind, source_name) do update set newest_number = greatest(source.newest_number, excluded.newest_number)`,
    [...key, number],
  );
}

/**
 * The complete collection of a source within a run, in a transaction that then holds the row of the source: no other one can
 * become complete meanwhile.
 */
export async function completeIn(sql: Sql, run: string, source: Source): Promise<Collection | undefined> {
  const key = [source.kind, nameOf(source)];
  await sql.query(
    "select 1 from rollcall.source where source_kind = $1 and source_name = $2 for update",
    key,
  );
  const [row] = await sql.query<CollectionRecord>(
    `select ${FIELDS} from rollcall.collection
     where run_id = $3 and source_kind = $1 and source_name = $2 and coverage_kind = 'complete'
     order by number desc limit 1`,
    [...key, run],
  );
  return row && collectionOf(row);
}

/**
 * The open collection with the row of its source locked: `share` to stage into it, `update` to close it.
 * Faults: STORE_LOCKED when another one of the same source was begun meanwhile.
 */
export async function lockCollection(
  sql: Sql,
  id: CollectionId,
  kind: Source["kind"] | undefined,
  lock: "share" | "update",
): Promise<OpenCollection> {
  const rows = await sql.query<{
    number: number;
    source_kind: Source["kind"];
    source_name: string;
    newest_number: number;
  }>(
    `select c.number, c.source_kind, c.source_name, s.newest_number
     from rollcall.collection c join rollcall.source s using (source_kind, source_name)
     where c.collection_id = $1 for ${lock} of s`,
    [id],
  );
  const [row] = rows;
  if (row === undefined) throw new Bug("a collection that was never begun, or whose source was forgotten");
  invariant(kind === undefined || row.source_kind === kind, `a collection of a ${row.source_kind}`);
  if (row.newest_number !== row.number) {
    const details = { source: row.source_name, collection: id };
    throw new Fault("STORE_LOCKED", `Another collection of ${row.source_name} was begun meanwhile.`, details);
  }
  // Read after the lock: what waited for it may have staged another page, or closed the collection.
  const { staged, closed } = await queryOne<{ staged: number; closed: boolean }>(
    sql,
    `select staged_rows as staged, coverage_kind is not null as closed from rollcall.collection where number = $1`,
    [row.number],
  );
  invariant(!closed, "a collection that is closed");
  return { number: row.number, source: sourceOf(row.source_kind, row.source_name), stagedRows: staged };
}

/** Closes a collection, in the transaction that merged or discarded it. */
export async function closeCollection(
  sql: Sql,
  { number }: OpenCollection,
  end: {
    readonly coverage: Coverage;
    readonly expected: number | undefined;
    readonly counted: number;
    /** Of the source after it; undefined when the reading decides nothing. */
    readonly size: number | undefined;
    readonly requests: number;
    readonly at: Instant;
  },
): Promise<void> {
  await emptyStage(sql, number);
  await sql.query(
    `update rollcall.collection
     set finished_at = $2, coverage_kind = $3, coverage = $4::json, expected = $5, counted = $6, requests = $7, size = $8
     where number = $1`,
    [
      number,
      end.at,
      end.coverage.kind,
      JSON.stringify(end.coverage),
      end.expected ?? null,
      end.counted,
      end.requests,
      end.size ?? null,
    ],
  );
}

async function emptyStage(sql: Sql, number: number): Promise<void> {
  await sql.query("delete from rollcall.endpoint_stage where collection_number = $1", [number]);
  await sql.query("delete from rollcall.computer_stage where collection_number = $1", [number]);
}

interface CollectionRecord {
  readonly collection_id: CollectionId;
  readonly source_kind: Source["kind"];
  readonly source_name: string;
  readonly started_at: number;
  readonly finished_at: number | null;
  readonly coverage: Coverage | null;
  readonly expected: number | null;
  readonly counted: number;
  readonly requests: number;
}

const FIELDS =
  "collection_id, source_kind, source_name, started_at, finished_at, coverage, expected, counted, requests";

const collectionOf = (row: CollectionRecord): Collection => ({
  id: row.collection_id,
  source: sourceOf(row.source_kind, row.source_name),
  startedAt: instant(row.started_at),
  finishedAt: instantOrNone(row.finished_at),
  coverage: row.coverage ?? undefined,
  expected: row.expected ?? undefined,
  counted: row.counted,
  requests: row.requests,
});

/** The newest collection of each source that is still one (a covered tenant, a known directory), and its newest complete one. */
export async function latestCollections(
  sql: Sql,
): Promise<readonly { readonly newest: Collection; readonly complete: Collection | undefined }[]> {
  const sources = `select s.* from rollcall.source s
    left join rollcall.tenant t on s.source_kind = 'tenant' and t.tenant_id = s.source_name
    where s.source_kind = 'directory' or t.covered`;
  const newest = await sql.query<CollectionRecord>(
    `select ${FIELDS} from rollcall.collection
     where number in (select newest_number from (${sources}) s) order by source_kind, source_name`,
  );
  const complete = await sql.query<CollectionRecord>(
    `select ${FIELDS} from rollcall.collection where number in (
       select (select max(c.number) from rollcall.collection c where c.source_kind = s.source_kind
         and c.source_name = s.source_name and c.coverage_kind = 'complete') from (${sources}) s)`,
  );
  const completeOf = new Map(
    complete.map((row) => [`${row.source_kind}/${row.source_name}`, collectionOf(row)]),
  );
  return newest.map((row) => ({
    newest: collectionOf(row),
    complete: completeOf.get(`${row.source_kind}/${row.source_name}`),
  }));
}

/** Whether the source was ever read whole. */
export async function wasEverComplete(sql: Sql, source: Source): Promise<boolean> {
  const rows = await sql.query(
    `select 1 from rollcall.collection
     where source_kind = $1 and source_name = $2 and coverage_kind = 'complete' limit 1`,
    [source.kind, nameOf(source)],
  );
  return rows.length > 0;
}
