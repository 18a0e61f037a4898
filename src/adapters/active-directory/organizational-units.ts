import type { OrganizationalUnit } from "../../core/model/computer.ts";
import { dnKey, liesIn } from "../../core/model/dn.ts";
import type { Instant } from "../../core/model/instant.ts";
import { unreadable } from "../../core/model/unknown.ts";
import { generalizedTimeOf } from "./decode.ts";
import { textOf, type LdapEntry } from "./entry.ts";
import { anything, changedSince, containers } from "./filter.ts";
import { allOf, pagesOf } from "./paging.ts";
import { readEntry, type Searcher } from "./search.ts";

const toUnit = (entry: LdapEntry, now: Instant): OrganizationalUnit => ({
  dn: entry.dn,
  changedAt: generalizedTimeOf(textOf(entry, "whenChanged"), now),
});

/** Every OU and container below baseDn with the date of its own last change. */
export async function readOrganizationalUnits(
  searcher: Searcher,
  base: string,
  pageSize: number,
  now: Instant,
): Promise<readonly OrganizationalUnit[]> {
  const search = { base, scope: "sub", filter: containers, attributes: ["whenChanged"] } as const;
  const units: OrganizationalUnit[] = [];
  for await (const page of pagesOf(searcher, search, pageSize))
    units.push(...page.map((entry) => toUnit(entry, now)));
  return units;
}

/** One container as it is now; its date is `unreadable` when it is no longer at this DN. */
export async function readOrganizationalUnit(
  searcher: Searcher,
  dn: string,
  now: Instant,
): Promise<OrganizationalUnit> {
  const entry = await readEntry(searcher, { base: dn, filter: anything, attributes: ["whenChanged"] });
  return entry === undefined ? { dn, changedAt: unreadable } : toUnit(entry, now);
}

/** The outermost containers changed after an update sequence number: a moved or renamed one touches nothing below it. */
export async function changedContainers(
  searcher: Searcher,
  base: string,
  since: bigint,
  pageSize: number,
): Promise<readonly string[]> {
  const filter = changedSince(containers, since);
  const entries = await allOf(searcher, { base, scope: "sub", filter, attributes: ["objectGUID"] }, pageSize);
  const dns = [...new Map(entries.map(({ dn }) => [dnKey(dn), dn])).values()];
  return dns.filter((dn) => !dns.some((outer) => liesIn(dn, outer)));
}
