import type { DirectoryContext } from "../../core/assess/evidence.ts";
import type { DirectoryName, Hash } from "../../core/model/ids.ts";
import type { Instant } from "../../core/model/instant.ts";
import { Bug } from "../../core/model/invariant.ts";
import type { MergeFigures } from "../../ports/inventory-store.ts";
import { storedContext } from "./directory-context.ts";
import { queueAll, queueSharingKeys } from "./rejudge.ts";
import { countWritten, queryOne, type Sql } from "./sql.ts";
import { joinWhole, keepStatistics } from "./statistics.ts";

// From the staging table into the current one, within one transaction. Unchanged rows are not touched.

interface Merge {
  readonly sql: Sql;
  readonly directory: DirectoryName;
  readonly number: number;
  readonly at: Instant;
  /** `changes`: what did not come is as it was. */
  readonly extent: "full" | "changes";
}

/** Merges what was staged of a directory: `staged` rows, one of each id. */
export async function mergeStagedComputers(merge: Merge, staged: number): Promise<MergeFigures> {
  await joinWhole(merge.sql);
  await queueForChangedComputers(merge);
  const gone = merge.extent === "full" ? await markGone(merge) : 0;
  const changed = await updateChanged(merge);
  const added = await insertAdded(merge);
  await keepStatistics(merge.sql, "computer");
  return { added, changed, unchanged: staged - added - changed, gone };
}

const ABSENT = `c.directory = $1 and c.gone_at is null and not exists (
  select 1 from rollcall.computer_stage s where s.collection_number = $2 and s.computer_id = c.computer_id)`;

// A rule may make a computer retired without a change of its record.
const DIFFERS = `(c.gone_at is not null or c.hash <> s.hash or (c.retired_seen_at is not null) <> s.retired)`;

async function queueForChangedComputers({ sql, directory, number, extent }: Merge): Promise<void> {
  const gone = `union all select c.host_key, c.alias_key from rollcall.computer c where ${ABSENT}`;
  await queueSharingKeys(
    sql,
    `select k.host_key, k.alias_key from rollcall.computer_stage s
     left join rollcall.computer c on c.directory = $1 and c.computer_id = s.computer_id
     cross join lateral (values (s.host_key, s.alias_key), (c.host_key, c.alias_key)) k (host_key, alias_key)
     where s.collection_number = $2 and (c.computer_id is null or ${DIFFERS})
     ${extent === "full" ? gone : ""}`,
    [directory, number],
  );
}

async function markGone({ sql, directory, number, at }: Merge): Promise<number> {
  return countWritten(sql, `update rollcall.computer c set gone_at = $3::bigint where ${ABSENT}`, [
    directory,
    number,
    at,
  ]);
}

/** Retired since: the first sighting as retired, without a break. Where it was while it was gone, nobody knows. */
async function updateChanged({ sql, directory, number, at }: Merge): Promise<number> {
  return countWritten(
    sql,
    `update rollcall.computer c set host_key = s.host_key, alias_key = s.alias_key, deleted = s.deleted,
       hash = s.hash, record = s.record, gone_at = null,
       retired_seen_at = case when not s.retired then null
         when c.gone_at is null then coalesce(c.retired_seen_at, $3::bigint) else $3::bigint end
     from rollcall.computer_stage s
     where s.collection_number = $2 and c.directory = $1 and c.computer_id = s.computer_id and ${DIFFERS}`,
    [directory, number, at],
  );
}

async function insertAdded({ sql, directory, number, at }: Merge): Promise<number> {
  return countWritten(
    sql,
    `insert into rollcall.computer (directory, computer_id, host_key, alias_key, deleted, hash, record,
       retired_seen_at, first_seen_at)
     select $1, s.computer_id, s.host_key, s.alias_key, s.deleted, s.hash, s.record,
       case when s.retired then $3::bigint end, $3::bigint
     from rollcall.computer_stage s where s.collection_number = $2 and not exists (
       select 1 from rollcall.computer c where c.directory = $1 and c.computer_id = s.computer_id)`,
    [directory, number, at],
  );
}

/** How many computers a directory holds now, tombstones apart. */
export async function livingComputers(sql: Sql, directory: DirectoryName): Promise<number> {
  const { count } = await queryOne<{ count: number }>(
    sql,
    "select count(*) as count from rollcall.computer where directory = $1 and gone_at is null and not deleted",
    [directory],
  );
  return count;
}

/**
 * Saves what a reading said of the directory as a whole, and queues whom a change of it concerns: of its OUs, whose dates
 * tell since when a computer is retired, the endpoints of retired computers; of its domains and VIPs, everybody.
 */
export async function saveDirectoryState(
  { sql, directory, at, extent }: Merge,
  context: DirectoryContext,
  bookmark: string | undefined,
  hash: Hash,
): Promise<void> {
  const { json, peopleHash, ousHash } = storedContext(context, hash);
  const [before] = await sql.query<{ people_hash: string; ous_hash: string }>(
    "select people_hash, ous_hash from rollcall.directory_state where directory = $1",
    [directory],
  );
  if (before?.people_hash !== peopleHash) await queueAll(sql);
  else if (before.ous_hash !== ousHash) {
    await queueSharingKeys(
      sql,
      `select host_key, alias_key from rollcall.computer where directory = $1 and retired_seen_at is not null`,
      [directory],
    );
  }
  if (before === undefined && extent === "changes")
    throw new Bug("a first reading of a directory that is not full");
  await sql.query(
    `insert into rollcall.directory_state (directory, context, people_hash, ous_hash, bookmark, full_at)
     values ($1, $2::json, $3, $4, $5, $6)
     on conflict (directory) do update set context = excluded.context, people_hash = excluded.people_hash,
       ous_hash = excluded.ous_hash, bookmark = excluded.bookmark,
       full_at = case when $7::boolean then excluded.full_at else directory_state.full_at end`,
    [directory, json, peopleHash, ousHash, bookmark ?? null, at, extent === "full"],
  );
}

/** Forgets every directory but those named. */
export async function forgetDirectories(sql: Sql, names: readonly DirectoryName[]): Promise<void> {
  const keep = [[...names]];
  const forgotten = await countWritten(
    sql,
    "delete from rollcall.source where source_kind = 'directory' and source_name <> all ($1::text[])",
    keep,
  );
  if (forgotten === 0) return;
  await sql.query("delete from rollcall.directory_state where directory <> all ($1::text[])", keep);
  await sql.query("delete from rollcall.computer_finding where directory <> all ($1::text[])", keep);
  await sql.query("delete from rollcall.computer where directory <> all ($1::text[])", keep);
  // Its computers, its domains and its VIPs are gone from everybody's evidence.
  await queueAll(sql);
}
