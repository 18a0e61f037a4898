import type { Computer } from "../../core/model/computer.ts";
import { readComputers, readDeletedComputers, type ComputerReader } from "./computers.ts";
import { anything, changedSince, both, deletedComputers } from "./filter.ts";
import { changedContainers } from "./organizational-units.ts";
import { readableDeletedObjects, type Scope, type Site } from "./site.ts";

/** So many moved or renamed containers are read faster as one full reading. */
const MOST_CONTAINERS = 50;

/** Whether computers were deleted since, as far as the account may see. */
async function anyDeleted({ searcher }: ComputerReader, domainDn: string, since: bigint): Promise<boolean> {
  const base = await readableDeletedObjects(searcher, domainDn);
  if (base === undefined) return false;
  const answer = await searcher.search({
    base,
    scope: "one",
    deleted: true,
    attributes: ["objectGUID"],
    filter: changedSince(both(deletedComputers, anything), since),
    page: {
      size: 1,
      cookie: Buffer.alloc(0),
    },
  });
  return answer.kind === "found" && answer.entries.length > 0;
}

/**
 * Computers that changed after an update sequence number, and all of those in containers that changed: moving a container
 * touches no computer in it. Returns why a full reading is needed after all, when something happened that cannot be told as
 * a change: then what came so far is still true, and the rest must come too. A computer that the account may no longer see,
 * or that was deleted where it may not see deleted objects, is found by the next full reading.
 */
export async function* readChanges(
  reader: ComputerReader,
  scope: Scope,
  site: Site,
  deletedObjects: string | undefined,
  since: bigint,
): AsyncGenerator<readonly Computer[], string | undefined> {
  if (deletedObjects === undefined && (await anyDeleted(reader, site.root.domainDn, since))) {
    return "computers were deleted";
  }
  const containers = await changedContainers(reader.searcher, scope.baseDn, since, reader.pageSize);
  if (containers.length > MOST_CONTAINERS) return "many containers changed";
  for (const dn of containers) yield* readComputers(reader, dn);
  yield* readComputers(reader, scope.baseDn, since);
  if (deletedObjects !== undefined) yield* readDeletedComputers(reader, deletedObjects, scope.baseDn, since);
  return undefined;
}
