import type { CollectionId, DirectoryName, TenantId } from "../core/model/ids.ts";
import { DAY, type Instant } from "../core/model/instant.ts";
import type { Store } from "../ports/store.ts";

/** Which sources may decide now, and on which collections a plan would stand. */
export interface SourceState {
  readonly incompleteTenants: readonly TenantId[];
  readonly incompleteDirectories: readonly DirectoryName[];
  readonly collections: readonly CollectionId[];
}

/** A run collects, assesses and plans in one go; a reading older than a day belongs to an earlier one. */
const OLDEST_READING = DAY;

/**
 * A source decides only when its newest collection is complete and not older than a day. A directory that the
 * configuration names and that was never read is incomplete too.
 */
export async function sourceState(
  store: Store,
  directories: readonly DirectoryName[],
  now: Instant,
): Promise<SourceState> {
  const incompleteTenants: TenantId[] = [];
  const decided = new Set<DirectoryName>();
  const collections: CollectionId[] = [];
  for (const { newest } of await store.inventory.latest()) {
    const { source, coverage, finishedAt } = newest;
    const decides =
      coverage?.kind === "complete" && finishedAt !== undefined && now - finishedAt <= OLDEST_READING;
    if (decides) collections.push(newest.id);
    if (source.kind === "tenant" && !decides) incompleteTenants.push(source.tenant);
    if (source.kind === "directory" && decides) decided.add(source.directory);
  }
  return {
    incompleteTenants,
    incompleteDirectories: directories.filter((name) => !decided.has(name)),
    collections: collections.sort(),
  };
}
