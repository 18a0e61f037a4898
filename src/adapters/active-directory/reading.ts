import type { Computer, OrganizationalUnit } from "../../core/model/computer.ts";
import type { Gap } from "../../core/model/coverage.ts";
import type { DirectoryVips } from "../../core/model/vip.ts";
import type { Clock } from "../../ports/clock.ts";
import type { DirectoryReadingEnd } from "../../ports/directory-source.ts";
import { Fault } from "../../ports/fault.ts";
import type { Log } from "../../ports/log.ts";
import { bookmarkOf, planReading, type ReadingPlan } from "./bookmark.ts";
import { readChanges } from "./changes.ts";
import {
  newTally,
  readComputers,
  readDeletedComputers,
  type ComputerReader,
  type Tally,
} from "./computers.ts";
import { gapOf } from "./ldap-fault.ts";
import { readOrganizationalUnits } from "./organizational-units.ts";
import { clocksAgree } from "./root-dse.ts";
import type { Searcher } from "./search.ts";
import { readSite, requireReadable, type Scope, type Site } from "./site.ts";
import { readVipGroups, unreadVipGroups } from "./vip-groups.ts";

type Extent = DirectoryReadingEnd["extent"];

interface Job {
  readonly searcher: Searcher;
  readonly scope: Scope;
  readonly site: Site;
  readonly deletedObjects: string | undefined;
  readonly plan: ReadingPlan;
  readonly reader: ComputerReader;
  readonly log: Log;
}

async function* readInventory(job: Job): AsyncGenerator<readonly Computer[], Extent> {
  const { scope, site, deletedObjects, plan, reader, log, searcher } = job;
  if (plan.extent === "changes") {
    const why = yield* readChanges(reader, scope, site, deletedObjects, plan.since);
    if (why === undefined) return "changes";
    log.info("a full reading is needed", { directory: scope.name, why });
  }
  // The full reading counts for itself.
  Object.assign(reader.tally, newTally());
  yield* readComputers(reader, scope.baseDn);
  if (reader.tally.computers === 0) {
    // A domain has at least its own controller: nothing seen means no right to see.
    throw new Fault("DIRECTORY_RIGHTS", `${searcher.label} shows the account no computer at all.`, {
      baseDn: scope.baseDn,
    });
  }
  if (deletedObjects !== undefined) yield* readDeletedComputers(reader, deletedObjects, scope.baseDn);
  return "full";
}

/** A record that cannot be identified makes the reading incomplete; one gap tells of all. */
function malformedGap({ malformed }: Tally): Gap[] {
  const [first] = malformed;
  if (first === undefined) return [];
  const detail = `${malformed.length} entries cannot be decoded; the first is ${first.dn}: ${first.detail}`;
  return [{ code: "record_malformed", detail }];
}

/**
 * One reading of a directory over one connection. Faults before the first batch are thrown; what breaks later is told as
 * gaps, and then there is no bookmark. CANCELLED is always thrown.
 */
export async function* readDirectory(
  searcher: Searcher,
  scope: Scope,
  bookmark: string | undefined,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): AsyncGenerator<readonly Computer[], DirectoryReadingEnd> {
  // The sequence number comes first: what changes from here on is read again next time rather than missed.
  const site = await readSite(searcher, scope);
  const deletedObjects = await requireReadable(searcher, scope, site);
  const plan = planReading(bookmark, site.root, scope);
  const now = clock.now();
  if (!clocksAgree(site.root, now))
    log.warn("our clock and the directory's differ", { directory: scope.name });
  const tally = newTally();
  const context = { directory: scope.name, domain: site.domain, now };
  const reader: ComputerReader = { searcher, context, pageSize: scope.pageSize, tally };
  const job: Job = { searcher, scope, site, deletedObjects, plan, reader, log };

  let extent: Extent = plan.extent;
  let ous: readonly OrganizationalUnit[] = [];
  let vips: DirectoryVips = unreadVipGroups(scope, "the reading broke off");
  let batches = 0;
  const gaps: Gap[] = [];
  try {
    const inventory = readInventory(job);
    let step = await inventory.next();
    while (step.done !== true) {
      batches += 1;
      yield step.value;
      step = await inventory.next();
    }
    extent = step.value;
    vips = await readVipGroups(searcher, scope, site, log);
    // After the computers: a container moved meanwhile must be known at the place where they were found.
    ous = await readOrganizationalUnits(searcher, scope.baseDn, scope.pageSize, now);
  } catch (error) {
    const gap = gapOf(error);
    if (batches === 0 || gap === undefined) throw error;
    gaps.push(gap);
  }
  gaps.push(...malformedGap(tally));
  return {
    gaps,
    ous,
    vips,
    extent,
    expected: undefined,
    domains: site.partitions.map((partition) => partition.domain),
    bookmark: gaps.length === 0 ? bookmarkOf(site.root, scope) : undefined,
  };
}
