import type { Computer, Domain } from "../../core/model/computer.ts";
import { dnKey, dnsOfDn, isDn } from "../../core/model/dn.ts";
import type { ComputerId, DirectoryName } from "../../core/model/ids.ts";
import type { Instant } from "../../core/model/instant.ts";
import { invalid, isKnown, missing, unreadable, type Maybe } from "../../core/model/unknown.ts";
import { guidOf, sidOf } from "./binary-values.ts";
import { dateOf } from "./dates.ts";
import { firstValue, positionOf, textIn, textOf, type ExportEntry } from "./export-entry.ts";
import { ExportProblem, shown } from "./export-problem.ts";
import { rolesOf } from "./infrastructure-roles.ts";
import type { Attribute } from "./property-names.ts";
import { rdnValue } from "./rdn.ts";

/** ACCOUNTDISABLE (MS-ADTS 2.2.16). */
const ACCOUNTDISABLE = 0x2;

/** The DN of an entry. An export without DNs is no use: the OU decides. A text that is no DN spoils its record. */
export function dnOf(entry: ExportEntry): string {
  const value = firstValue(entry, "dn");
  if (value === undefined)
    throw new ExportProblem("file", entry.at, "the object has no DN: export DistinguishedName too");
  const dn = textOf(value);
  if (!isDn(dn)) throw new ExportProblem("record", value.at(), `${shown(dn)} is no distinguished name`);
  return dn;
}

/** Whether an entry is a tombstone or lies in the recycle bin. */
export function isDeleted(entry: ExportEntry): boolean {
  const value = firstValue(entry, "isdeleted");
  if (value === undefined) return /\\0ADEL:/i.test(dnOf(entry));
  const text = textOf(value).trim().toLowerCase();
  if (text !== "true" && text !== "false")
    throw new ExportProblem("record", value.at(), `isDeleted is ${shown(text)}, neither TRUE nor FALSE`);
  return text === "true";
}

function idOf(entry: ExportEntry, dn: string): ComputerId {
  const value = firstValue(entry, "objectguid");
  if (value === undefined) return `dn:${dnKey(dn)}` as ComputerId;
  const guid = guidOf(value);
  if (guid === undefined) throw new ExportProblem("record", value.at(), "the objectGUID is no GUID");
  return guid as ComputerId;
}

function sid(entry: ExportEntry): Maybe<string> {
  const value = firstValue(entry, "objectsid");
  if (value === undefined) return missing;
  return sidOf(value) ?? invalid(typeof value.content === "string" ? value.content : "bytes");
}

function enabled(entry: ExportEntry): Maybe<boolean> {
  const control = textIn(entry, "useraccountcontrol");
  if (isKnown(control))
    return /^-?\d+$/.test(control.trim()) ? (Number(control) & ACCOUNTDISABLE) === 0 : invalid(control);
  const said = textIn(entry, "enabled");
  if (!isKnown(said)) return missing;
  const lower = said.trim().toLowerCase();
  return lower === "true" || lower === "false" ? lower === "true" : invalid(said);
}

/** The first of several ways to write the same date that is known, else what the first says. */
function firstDate(entry: ExportEntry, ...attributes: readonly [Attribute, ...Attribute[]]): Maybe<Instant> {
  const dates = attributes.map((attribute) => dateOf(firstValue(entry, attribute)));
  return dates.find(isKnown<Instant>) ?? dates[0] ?? missing;
}

// The name of a deleted object is its old one, a line feed, and `DEL:` with its GUID.
function nameOf(entry: ExportEntry, dn: string): string {
  const lastKnown = textIn(entry, "msds-lastknownrdn");
  const commonName = textIn(entry, "cn");
  const name = isKnown(lastKnown) ? lastKnown : isKnown(commonName) ? commonName : rdnValue(dn);
  return name.split("\n", 1)[0] ?? name;
}

/**
 * Decodes a computer; what the entry does not say stays unknown. Throws ExportProblem.
 * @param domainNamed gives a domain by its DNS name; the DN says which it is, and without DC parts it is the default.
 */
export function computerOf(
  entry: ExportEntry,
  directory: DirectoryName,
  domainNamed: (dns: string | undefined) => Domain,
): Computer {
  const dn = dnOf(entry);
  const name = nameOf(entry, dn);
  if (name.trim() === "")
    throw new ExportProblem("record", positionOf(entry, "dn"), "the computer has no name");
  return {
    directory,
    id: idOf(entry, dn),
    sid: sid(entry),
    name,
    samAccountName: textIn(entry, "samaccountname"),
    dnsHostName: textIn(entry, "dnshostname"),
    domain: domainNamed(dnsOfDn(dn)),
    dn,
    osName: textIn(entry, "operatingsystem"),
    osVersion: textIn(entry, "operatingsystemversion"),
    enabled: enabled(entry),
    createdAt: firstDate(entry, "whencreated"),
    changedAt: firstDate(entry, "whenchanged"),
    lastLogonAt: firstDate(entry, "lastlogontimestamp", "lastlogondate"),
    passwordSetAt: firstDate(entry, "pwdlastset", "passwordlastset"),
    // Not asked for is not the same as nobody: a VIP may manage it.
    managedBy: entry.asked.has("managedby") ? textIn(entry, "managedby") : unreadable,
    roles: rolesOf(entry, name),
    deleted: isDeleted(entry),
    lastKnownParent: textIn(entry, "lastknownparent"),
  };
}
