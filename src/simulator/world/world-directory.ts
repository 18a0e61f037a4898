// One domain of the world as an export and as a seed for a real server, written object by object.

import { computerEntry, computerState } from "./computer-record.ts";
import { containers, partitions, personEntry, vipGroups, type TreeEntry } from "./directory-tree.ts";
import { retiredOu, vipGroupDn, type WorldDomain } from "./domain.ts";
import { DAY } from "./life.ts";
import { ldifRecord, type DirectoryEntry } from "./ldif-writer.ts";
import type { ComputerPlan } from "./plans.ts";
import { sambaAdd, sambaBackdate, sambaDelete } from "./samba-writer.ts";
import type { Stage } from "./stage.ts";
import type { WorldDirectory } from "./world.ts";

/** tombstoneLifetime of forests made since 2005; the garbage collector takes what is older. */
const TOMBSTONE_DAYS = 180;

interface DirectoryOfStage {
  readonly stage: Stage;
  readonly domain: WorldDomain;
  /** The instant to show, epoch ms. */
  readonly at: number;
}

function tree({ stage, domain, at }: DirectoryOfStage): TreeEntry[] {
  return [
    ...containers(stage.seed, domain, stage.start, at),
    ...partitions(stage.seed, domain, stage.domains, stage.start),
  ];
}

function* people({ stage, domain }: DirectoryOfStage): Generator<DirectoryEntry> {
  const vips = vipNumbers(stage, domain);
  for (const number of vips) yield personEntry(stage.seed, domain, number, stage.start);
  for (let number = 0; number < stage.staff[domain.index]!; number++) {
    yield personEntry(stage.seed, domain, number, stage.start);
  }
  yield* vipGroups(stage.seed, domain, vips, stage.start);
}

const vipNumbers = (stage: Stage, domain: WorldDomain): number[] =>
  Array.from({ length: stage.vips[domain.index]! }, (_, i) => -(i + 1));

function* computers({ stage, domain, at }: DirectoryOfStage): Generator<{
  readonly plan: ComputerPlan;
  readonly entry: DirectoryEntry;
  readonly deleted: boolean;
}> {
  for (const plan of stage.computers) {
    if (plan.domain !== domain || plan.createdAt > at || at - plan.deletedAt > TOMBSTONE_DAYS * DAY) continue;
    const state = computerState(stage.seed, plan, at);
    yield { plan, entry: computerEntry(stage.seed, plan, state, at), deleted: state.deleted };
  }
}

/** All records of a domain at an instant, one after another: parents before children, groups after members. */
function* ldifRecords(of: DirectoryOfStage): Generator<string> {
  for (const { entry } of tree(of)) yield ldifRecord(entry);
  for (const entry of people(of)) yield ldifRecord(entry);
  for (const { entry } of computers(of)) yield ldifRecord(entry);
}

/**
 * The seed and the backdate of a Samba domain. Left out, because only a server makes them: losers of replication
 * conflicts. A tombstone is made by adding the object and deleting it; its GUID and its dates are the server's.
 */
function sambaFiles(of: DirectoryOfStage): { seed: string; backdate: string } {
  const seed: string[] = [];
  const backdate: string[] = [];
  const add = (entry: DirectoryEntry): void => {
    seed.push(sambaAdd(entry));
    backdate.push(sambaBackdate(entry));
  };
  // The Configuration context is another partition file than the one that is backdated.
  for (const { entry, provisioned } of containers(of.stage.seed, of.domain, of.stage.start, of.at)) {
    if (!provisioned) add(entry);
  }
  for (const { entry, provisioned } of partitions(
    of.stage.seed,
    of.domain,
    of.stage.domains,
    of.stage.start,
  )) {
    if (!provisioned) seed.push(sambaAdd(entry));
  }
  for (const entry of people(of)) add(entry);
  for (const { plan, entry, deleted } of computers(of)) {
    if (plan.conflict) continue;
    if (!deleted) add(entry);
    else {
      const before = { ...plan, deletedAt: Number.POSITIVE_INFINITY };
      const living = computerEntry(
        of.stage.seed,
        before,
        computerState(of.stage.seed, before, plan.deletedAt - 1),
        of.at,
      );
      // Deleted at once: another object of the same account name may follow.
      seed.push(sambaAdd(living), sambaDelete(living.dn));
    }
  }
  return { seed: seed.join(""), backdate: backdate.join("") };
}

/** The directory of a domain; `now` tells the world's instant. */
export function worldDirectory(stage: Stage, domain: WorldDomain, now: () => number): WorldDirectory {
  const of = (): DirectoryOfStage => ({ stage, domain, at: now() });
  return {
    name: domain.name,
    dns: domain.dns,
    netbios: domain.netbios,
    baseDn: domain.baseDn,
    retiredOu: retiredOu(domain),
    vipGroup: vipGroupDn(domain),
    ldifRecords: () => ldifRecords(of()),
    ldif: () => [...ldifRecords(of())].join(""),
    samba: () => sambaFiles(of()),
  };
}
