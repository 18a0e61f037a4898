import type { Instant } from "../../core/model/instant.ts";
import { isKnown } from "../../core/model/unknown.ts";
import type { Clock } from "../../ports/clock.ts";
import type { RightsCheck } from "../../ports/directory-source.ts";
import type { Log } from "../../ports/log.ts";
import { generalizedTimeOf, integerOf } from "./decode.ts";
import { bytesOf, textOf, type LdapEntry } from "./entry.ts";
import { anything, computers, containers } from "./filter.ts";
import type { LdapSearch, Searcher } from "./search.ts";
import { clocksAgree } from "./root-dse.ts";
import {
  lookAtContainer,
  lookAtRetiredOu,
  readableDeletedObjects,
  readSite,
  type Look,
  type Scope,
  type Site,
} from "./site.ts";
import { readVipGroups } from "./vip-groups.ts";

/** So many entries are looked at to see whether attributes can be read. */
const SAMPLE = 10;

const CONTAINER_REMEDIES = {
  readable: "",
  unreadable: "Give the account Read all properties on it.",
  absent: "Correct the DN in the configuration, or give the account the right to see it.",
  misplaced: "Correct the DN in the configuration: it must lie below baseDn.",
} as const;

const toCheck = (right: string, held: boolean, remedy: string): RightsCheck => ({
  right,
  held,
  remedy: held ? "" : remedy,
});

async function sample(searcher: Searcher, search: Omit<LdapSearch, "page">): Promise<readonly LdapEntry[]> {
  const answer = await searcher.search({ ...search, page: { size: SAMPLE, cookie: Buffer.alloc(0) } });
  return answer.kind === "found" ? answer.entries : [];
}

/** Computers with the attributes that every one of them has and a decision rests on. */
async function checkComputers(searcher: Searcher, scope: Scope, now: Instant): Promise<RightsCheck> {
  const attributes = ["objectGUID", "sAMAccountName", "userAccountControl", "whenChanged"];
  const found = await sample(searcher, { base: scope.baseDn, scope: "sub", filter: computers, attributes });
  const legible = (entry: LdapEntry): boolean =>
    bytesOf(entry, "objectGUID") !== undefined &&
    isKnown(textOf(entry, "sAMAccountName")) &&
    isKnown(integerOf(textOf(entry, "userAccountControl"))) &&
    isKnown(generalizedTimeOf(textOf(entry, "whenChanged"), now));
  const remedy = "Give the account List contents and Read all properties on computers below baseDn.";
  return toCheck(`read computers below ${scope.baseDn}`, found.length > 0 && found.every(legible), remedy);
}

async function checkContainers(searcher: Searcher, scope: Scope): Promise<RightsCheck> {
  const search = {
    base: scope.baseDn,
    scope: "sub",
    filter: containers,
    attributes: ["whenChanged"],
  } as const;
  const found = await sample(searcher, search);
  const held = found.length > 0 && found.every((entry) => isKnown(textOf(entry, "whenChanged")));
  return toCheck(
    `read OUs below ${scope.baseDn}`,
    held,
    "Give the account Read all properties on organizational units.",
  );
}

/**
 * Deleted Objects is closed to plain accounts, and a server then shows its bare name and nothing below it, without an error.
 * Reading a property of the container proves Read property; an object below it proves List contents. In a domain where
 * nothing was deleted yet the second cannot be proved, and the check says so: both rights are granted by one command.
 */
async function checkDeletedObjects(searcher: Searcher, domainDn: string): Promise<RightsCheck> {
  const remedy = `Run on a domain controller: dsacls "CN=Deleted Objects,${domainDn}" /takeOwnership, then dsacls "CN=Deleted Objects,${domainDn}" /G <account>:LCRP.`;
  const base = await readableDeletedObjects(searcher, domainDn);
  if (base === undefined) return toCheck("read deleted objects", false, remedy);
  const below = await sample(searcher, {
    base,
    scope: "one",
    filter: anything,
    attributes: ["objectGUID"],
    deleted: true,
  });
  const right =
    below.length > 0
      ? "read deleted objects"
      : "read deleted objects (none there yet, so listing them is not proved)";
  return toCheck(right, true, remedy);
}

/** Our clock and the server's: what is older than a threshold is judged by ours. */
function checkClock({ root }: Site, now: Instant): RightsCheck {
  const held = clocksAgree(root, now);
  return toCheck(
    "agree on the time within 5 minutes",
    held,
    "Set this machine's clock, or the domain controller's (NTP).",
  );
}

/** Proves by harmless reads what the account may see. What cannot be reached at all is a fault: DIRECTORY_*, CANCELLED. */
export async function checkRights(
  searcher: Searcher,
  scope: Scope,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): Promise<readonly RightsCheck[]> {
  const now = clock.now();
  const site = await readSite(searcher, scope);
  const checks: RightsCheck[] = [
    toCheck("bind over verified TLS", true, ""),
    toCheck("read the forest's domains (Partitions)", true, ""),
    checkClock(site, now),
  ];
  const look = (dn: string, found: Look): RightsCheck =>
    toCheck(`read ${dn}`, found === "readable", CONTAINER_REMEDIES[found]);
  checks.push(look(scope.baseDn, await lookAtContainer(searcher, scope.baseDn)));
  for (const ou of scope.retired.ous) {
    checks.push(look(ou, await lookAtRetiredOu(searcher, ou, scope.baseDn)));
  }
  checks.push(await checkComputers(searcher, scope, now), await checkContainers(searcher, scope));
  const vips = await readVipGroups(searcher, scope, site, log);
  for (const group of vips.groups) {
    const read = group.kind === "read";
    const right = read
      ? `read VIP group ${group.dn} (${group.members.length} members)`
      : `read VIP group ${group.dn}`;
    checks.push(toCheck(right, read, read ? "" : `Everyone counts as a VIP: ${group.detail}.`));
  }
  if (scope.retired.deletedObjects) checks.push(await checkDeletedObjects(searcher, site.root.domainDn));
  return checks;
}
