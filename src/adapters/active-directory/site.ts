// What must be known of a directory before anything is read from it, and proved to be readable.
import type { Domain } from "../../core/model/computer.ts";
import { dnKey, liesIn } from "../../core/model/dn.ts";
import type { DirectoryName } from "../../core/model/ids.ts";
import type { RetirementRule } from "../../core/model/policy.ts";
import { Fault } from "../../ports/fault.ts";
import { bytesOf, type LdapEntry } from "./entry.ts";
import { anything } from "./filter.ts";
import { partitionOf, readPartitions, type Partition } from "./partitions.ts";
import { readRootDse, type RootDse } from "./root-dse.ts";
import { readEntry, type Searcher } from "./search.ts";

/** Where to look and what counts as retired, as configured. */
export interface Scope {
  readonly name: DirectoryName;
  readonly baseDn: string;
  readonly retired: RetirementRule;
  readonly vipGroups: readonly string[];
  readonly pageSize: number;
}

export interface Site {
  readonly root: RootDse;
  /** The domain that baseDn lies in, and that the server holds. */
  readonly domain: Domain;
  /** Every domain of the forest. */
  readonly partitions: readonly Partition[];
}

/** Whether an entry's attributes can be read: the server shows the bare name of an object without the right to read it. */
export const isReadable = (entry: LdapEntry | undefined): entry is LdapEntry =>
  entry !== undefined && bytesOf(entry, "objectGUID") !== undefined;

const PROBE = { filter: anything, attributes: ["objectGUID", "whenChanged"] };

/** The DN of Deleted Objects when its attributes can be read, else undefined. Plain accounts may not (MS-ADTS 6.1.1.4.2). */
export async function readableDeletedObjects(
  searcher: Searcher,
  domainDn: string,
): Promise<string | undefined> {
  // GUID_DELETED_OBJECTS_CONTAINER_W
  const base = `<WKGUID=18E2EA80684F11D2B9AA00C04F79F805,${domainDn}>`;
  const entry = await readEntry(searcher, { ...PROBE, base, deleted: true });
  return isReadable(entry) ? entry.dn : undefined;
}

/** Identifies the server and its domain. Faults: DIRECTORY_SHAPE when baseDn lies in none of its own, DIRECTORY_RIGHTS. */
export async function readSite(searcher: Searcher, scope: Scope): Promise<Site> {
  const root = await readRootDse(searcher);
  const partitions = await readPartitions(searcher, root.configurationDn);
  const own = partitionOf(scope.baseDn, partitions);
  if (own === undefined || dnKey(own.dn) !== dnKey(root.domainDn)) {
    throw new Fault(
      "DIRECTORY_SHAPE",
      `${searcher.label} holds ${root.domainDn}, and baseDn ${scope.baseDn} does not lie in it.`,
      { baseDn: scope.baseDn, domain: root.domainDn },
    );
  }
  return { root, partitions, domain: own.domain };
}

export type Look = "readable" | "unreadable" | "absent" | "misplaced";

/** Whether a container is there and its attributes can be read. */
export async function lookAtContainer(searcher: Searcher, dn: string): Promise<Look> {
  const entry = await readEntry(searcher, { ...PROBE, base: dn });
  if (entry === undefined) return "absent";
  return isReadable(entry) ? "readable" : "unreadable";
}

/** The same for a retired OU, which is `misplaced` unless it lies below baseDn: baseDn itself would retire everything. */
export async function lookAtRetiredOu(searcher: Searcher, dn: string, baseDn: string): Promise<Look> {
  return liesIn(dn, baseDn) ? lookAtContainer(searcher, dn) : "misplaced";
}

const WRONG = {
  unreadable: ["DIRECTORY_RIGHTS", "cannot be read by the account"],
  absent: ["DIRECTORY_SHAPE", "does not exist, or the account may not see it"],
  misplaced: ["DIRECTORY_SHAPE", "does not lie below baseDn"],
} as const;

function requireLook(searcher: Searcher, what: string, dn: string, look: Look): void {
  if (look === "readable") return;
  const [code, why] = WRONG[look];
  throw new Fault(code, `${searcher.label}: ${what} ${dn} ${why}.`, { dn });
}

/**
 * Proves, before the first computer is read, that what decides can be read: an unseen retired OU would look like an empty
 * one. Faults: DIRECTORY_SHAPE naming a container that is not there, DIRECTORY_RIGHTS.
 * @returns the DN of Deleted Objects when the configuration asks for deleted objects.
 */
export async function requireReadable(
  searcher: Searcher,
  scope: Scope,
  site: Site,
): Promise<string | undefined> {
  const { baseDn, retired } = scope;
  requireLook(searcher, "baseDn", baseDn, await lookAtContainer(searcher, baseDn));
  for (const ou of retired.ous) {
    requireLook(searcher, "the retired OU", ou, await lookAtRetiredOu(searcher, ou, baseDn));
  }
  if (!retired.deletedObjects) return undefined;
  const deletedObjects = await readableDeletedObjects(searcher, site.root.domainDn);
  if (deletedObjects !== undefined) return deletedObjects;
  throw new Fault(
    "DIRECTORY_RIGHTS",
    `${searcher.label} does not let the account read CN=Deleted Objects, which retired.deletedObjects asks for.`,
    { domain: site.root.domainDn },
  );
}
