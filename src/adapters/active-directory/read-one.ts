import type { OrganizationalUnit } from "../../core/model/computer.ts";
import { containersBetween, dnKey } from "../../core/model/dn.ts";
import type { ComputerId } from "../../core/model/ids.ts";
import type { Instant } from "../../core/model/instant.ts";
import { invariant } from "../../core/model/invariant.ts";
import type { LiveComputer } from "../../ports/directory-source.ts";
import { Fault } from "../../ports/fault.ts";
import { COMPUTER_ATTRIBUTES, decodeComputer } from "./computer-entry.ts";
import { anything } from "./filter.ts";
import { readOrganizationalUnit } from "./organizational-units.ts";
import { readEntry, type Searcher } from "./search.ts";
import { readSite, type Scope } from "./site.ts";

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The containers between a computer and every retired OU that it lies in, each once, as they are now. */
async function containersOf(
  searcher: Searcher,
  dn: string,
  scope: Scope,
  now: Instant,
): Promise<readonly OrganizationalUnit[]> {
  const dns = new Map<string, string>();
  for (const ou of scope.retired.ous) {
    for (const container of containersBetween(dn, ou)) dns.set(dnKey(container), container);
  }
  const units: OrganizationalUnit[] = [];
  for (const container of dns.values()) units.push(await readOrganizationalUnit(searcher, container, now));
  return units;
}

/**
 * One computer by its objectGUID, wherever in the domain it lies by now, deleted or not. `absent` means that no object the
 * account may see has this GUID. Faults: DIRECTORY_*, CANCELLED.
 */
export async function readOne(
  searcher: Searcher,
  scope: Scope,
  id: ComputerId,
  now: Instant,
): Promise<LiveComputer | "absent"> {
  invariant(GUID.test(id), "a computer of an LDAP directory is identified by its objectGUID");
  const site = await readSite(searcher, scope);
  const entry = await readEntry(searcher, {
    base: `<GUID=${id}>`,
    filter: anything,
    attributes: COMPUTER_ATTRIBUTES,
    deleted: true,
  });
  if (entry === undefined) return "absent";
  const decoded = decodeComputer(entry, { directory: scope.name, domain: site.domain, now });
  if (decoded.kind !== "computer" || decoded.computer.id !== id) {
    throw new Fault(
      "DIRECTORY_SHAPE",
      `${searcher.label}: what has this objectGUID is no longer a computer.`,
      {
        id,
        dn: entry.dn,
        kind: decoded.kind,
      },
    );
  }
  return { computer: decoded.computer, ous: await containersOf(searcher, entry.dn, scope, now) };
}
