import type { Computer, Domain } from "../../core/model/computer.ts";
import type { ComputerId, DirectoryName } from "../../core/model/ids.ts";
import type { Instant } from "../../core/model/instant.ts";
import { isKnown, isUnknown, type Maybe } from "../../core/model/unknown.ts";
import { fileTimeOf, generalizedTimeOf, guidOf, hasFlag, integerOf, sidOf, UAC } from "./decode.ts";
import { bytesOf, isOfClass, textOf, type LdapEntry } from "./entry.ts";
import { ROLE_ATTRIBUTES, rolesOf } from "./infrastructure-role.ts";

/** Everything that a computer is decoded from. */
export const COMPUTER_ATTRIBUTES: readonly string[] = [
  "objectGUID",
  "objectSid",
  "objectClass",
  "cn",
  "dNSHostName",
  "operatingSystem",
  "operatingSystemVersion",
  "whenCreated",
  "whenChanged",
  "lastLogonTimestamp",
  "pwdLastSet",
  "managedBy",
  "isDeleted",
  "lastKnownParent",
  "msDS-LastKnownRDN",
  ...ROLE_ATTRIBUTES,
];

export interface DecodingContext {
  readonly directory: DirectoryName;
  readonly domain: Domain;
  readonly now: Instant;
}

/** What an entry of class computer turned out to be. */
export type DecodedEntry =
  | { readonly kind: "computer"; readonly computer: Computer }
  /** A managed service account: of class computer, and no machine. */
  | { readonly kind: "service_account"; readonly dn: string }
  | { readonly kind: "malformed"; readonly dn: string; readonly detail: string };

const SERVICE_ACCOUNTS = [
  "msDS-GroupManagedServiceAccount",
  "msDS-ManagedServiceAccount",
  "msDS-DelegatedManagedServiceAccount",
];

/**
 * A name mangled by the directory: `PC1`, line feed, `DEL:` or `CNF:`, GUID (MS-ADTS 3.1.1.5.5.1.1 and 3.1.1.1.4). The
 * loser of a replication conflict stays a computer: a machine may be using it, and two of one name go to review.
 */
const MANGLED = /^(?<name>.*)\n(?:DEL|CNF):/s;

const enabledOf = (flags: Maybe<number>): Maybe<boolean> =>
  isUnknown(flags) ? flags : !hasFlag(flags, UAC.ACCOUNTDISABLE);

/** Decodes an entry of class computer, deleted or not. Nothing is defaulted: what was not sent is unknown. */
export function decodeComputer(entry: LdapEntry, { directory, domain, now }: DecodingContext): DecodedEntry {
  const { dn } = entry;
  if (SERVICE_ACCOUNTS.some((name) => isOfClass(entry, name))) return { kind: "service_account", dn };
  const cn = textOf(entry, "cn");
  const samAccountName = textOf(entry, "sAMAccountName");
  const mangled = isKnown(cn) ? MANGLED.exec(cn)?.groups : undefined;
  const guid = guidOf(bytesOf(entry, "objectGUID"));
  const lastKnown = textOf(entry, "msDS-LastKnownRDN");
  const name = isKnown(lastKnown) ? lastKnown : (mangled?.["name"] ?? cn);
  if (isUnknown(guid)) return { kind: "malformed", dn, detail: "its objectGUID is missing or no GUID" };
  if (isUnknown(name)) return { kind: "malformed", dn, detail: "its common name is missing or no text" };
  const text = (attribute: string): Maybe<string> => textOf(entry, attribute);
  const computer: Computer = {
    directory,
    domain,
    dn,
    name,
    samAccountName,
    id: guid as ComputerId,
    sid: sidOf(bytesOf(entry, "objectSid")),
    dnsHostName: text("dNSHostName"),
    osName: text("operatingSystem"),
    osVersion: text("operatingSystemVersion"),
    enabled: enabledOf(integerOf(text("userAccountControl"))),
    createdAt: generalizedTimeOf(text("whenCreated"), now),
    changedAt: generalizedTimeOf(text("whenChanged"), now),
    lastLogonAt: fileTimeOf(text("lastLogonTimestamp"), now),
    passwordSetAt: fileTimeOf(text("pwdLastSet"), now),
    managedBy: text("managedBy"),
    roles: rolesOf(entry),
    deleted: text("isDeleted") === "TRUE",
    lastKnownParent: text("lastKnownParent"),
  };
  return { kind: "computer", computer };
}
