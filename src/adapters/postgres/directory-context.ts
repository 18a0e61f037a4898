import type { DirectoryContext } from "../../core/assess/evidence.ts";
import type { OrganizationalUnit } from "../../core/model/computer.ts";
import type { Digest, DirectoryName, Hash } from "../../core/model/ids.ts";
import type { Instant } from "../../core/model/instant.ts";
import { instant } from "../../core/model/instant.ts";
import type { Sql } from "./sql.ts";

/** A DirectoryContext as JSON: the map of OUs as a list of pairs. */
interface StoredContext extends Omit<DirectoryContext, "ous"> {
  readonly ous: readonly (readonly [string, OrganizationalUnit])[];
}

const ousOf = (context: DirectoryContext): StoredContext["ous"] =>
  [...context.ous].sort(([a], [b]) => (a < b ? -1 : Number(a > b)));

/** The context as JSON text, and the digests that say which part of it changed. */
export function storedContext(
  context: DirectoryContext,
  hash: Hash,
): { readonly json: string; readonly peopleHash: Digest; readonly ousHash: Digest } {
  const ous = ousOf(context);
  const { ous: _ous, ...people } = context;
  return {
    json: JSON.stringify({ ...people, ous } satisfies StoredContext),
    peopleHash: hash(JSON.stringify(people)),
    ousHash: hash(JSON.stringify(ous)),
  };
}

export interface DirectoryState {
  readonly context: DirectoryContext;
  readonly bookmark: string | undefined;
  readonly fullAt: Instant;
}

/** What is known of every directory, by name. */
export async function directoryStates(sql: Sql): Promise<readonly DirectoryState[]> {
  const rows = await sql.query<{ context: StoredContext; bookmark: string | null; full_at: number }>(
    "select context, bookmark, full_at from rollcall.directory_state order by directory",
  );
  return rows.map((row) => ({
    context: { ...row.context, ous: new Map(row.context.ous) },
    bookmark: row.bookmark ?? undefined,
    fullAt: instant(row.full_at),
  }));
}

/** The contexts, read again only when one of them changed: a large directory's OUs and VIPs are megabytes of JSON. */
export function contextCache(sql: Sql): () => Promise<readonly DirectoryContext[]> {
  let version: string | undefined;
  let contexts: readonly DirectoryContext[] = [];
  return async () => {
    const rows = await sql.query<{ directory: DirectoryName; people_hash: string; ous_hash: string }>(
      "select directory, people_hash, ous_hash from rollcall.directory_state order by directory",
    );
    const stored = JSON.stringify(rows);
    if (stored !== version) {
      contexts = (await directoryStates(sql)).map(({ context }) => context);
      version = stored;
    }
    return contexts;
  };
}
