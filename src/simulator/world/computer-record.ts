// A computer object as its domain controller tells it at an instant.

import { filetime, generalizedTime, guidBytes, sidBytes } from "./directory-encoding.ts";
import { retiredOu } from "./domain.ts";
import { lastRhythm, NEVER } from "./life.ts";
import type { DirectoryEntry, LdifAttribute } from "./ldif-writer.ts";
import { upgraded } from "./operating-systems.ts";
import { worldPerson } from "./people.ts";
import type { ComputerKind, ComputerPlan } from "./plans.ts";
import { uuid, UUID_KIND } from "./prng.ts";

/** RIDs from here on; below are those that provisioning gives out. */
const FIRST_RID = 1_100_000;

/** userAccountControl by kind (MS-ADTS 2.2.16), enabled. */
const ACCOUNT: Readonly<Record<ComputerKind, number>> = {
  member: 0x1000,
  cluster_name: 0x1000,
  managed_service_account: 0x1000,
  domain_controller: 0x8_2000, // SERVER_TRUST_ACCOUNT, TRUSTED_FOR_DELEGATION
  read_only_dc_of_azure: 0x500_1002, // PARTIAL_SECRETS_ACCOUNT, disabled
  prestaged: 0x1020, // PASSWD_NOTREQD until somebody joins it
};
const ACCOUNT_DISABLED = 0x2;
/** Domain Computers, Domain Controllers, Read-only Domain Controllers. */
const PRIMARY_GROUP: Readonly<Partial<Record<ComputerKind, number>>> = {
  domain_controller: 516,
  read_only_dc_of_azure: 521,
};

/** What is true of a computer object at an instant. Epoch ms. */
export interface ComputerState {
  readonly exists: boolean;
  readonly deleted: boolean;
  readonly retired: boolean;
  readonly enabled: boolean;
  readonly lastLogonAt: number | undefined;
  readonly passwordSetAt: number;
  readonly changedAt: number;
  /** The container it lies in, or lay in before it was deleted. */
  readonly parent: string;
}

/** lastLogonTimestamp moves every 9 to 14 days, machine passwords every 30 (reference: Microsoft, MS-ADA1 2.352). */
const LOGON_DAYS = [9, 5] as const;
const PASSWORD_DAYS = [30, 0] as const;

function placeAt(plan: ComputerPlan, retired: boolean): string {
  if (!retired || plan.staysInPlace) return `${plan.place},${plan.domain.baseDn}`;
  const inner = plan.retiredPlace ?? `OU=${new Date(plan.retiredAt).getUTCFullYear()}`;
  return `${inner},${retiredOu(plan.domain)}`;
}

/** Works out a computer at an instant. */
export function computerState(seed: number, plan: ComputerPlan, at: number): ComputerState {
  const retired = plan.retiredAt <= at && at < plan.restoredAt;
  const disabled = (retired && plan.disables) || plan.kind === "read_only_dc_of_azure";
  // A disabled account logs on no more, and a deleted one neither.
  const until = Math.min(at, disabled ? plan.retiredAt : at, plan.deletedAt);
  const beat = (days: readonly [number, number]) => lastRhythm(seed, plan.life, until, ...days);
  const joined = plan.kind === "member" || plan.kind === "domain_controller" || plan.kind === "cluster_name";
  const lastLogonAt = joined ? beat(LOGON_DAYS) : undefined;
  const passwordSetAt = beat(PASSWORD_DAYS);
  // A machine that came with its whole OU, and was not disabled, was not touched itself.
  const touchedAt = plan.retiredPlace !== undefined && !plan.disables ? NEVER : plan.retiredAt;
  const happened = [touchedAt, plan.restoredAt, plan.deletedAt, plan.editedAt, plan.upgradesAt].filter(
    (when) => when <= at,
  );
  return {
    exists: plan.createdAt <= at,
    deleted: plan.deletedAt <= at,
    retired,
    enabled: !disabled,
    lastLogonAt,
    passwordSetAt,
    changedAt: plan.changesUnseen
      ? plan.retiredAt
      : Math.max(plan.createdAt, lastLogonAt ?? 0, joined ? passwordSetAt : 0, ...happened),
    parent: placeAt(plan, retired),
  };
}

export const computerGuid = (seed: number, plan: ComputerPlan): string =>
  uuid(seed, UUID_KIND.computer, plan.number);

/** RDN of the object; a deleted or conflicting one carries its GUID behind a line feed (MS-ADTS 3.1.1.5.5). */
function nameOf(
  seed: number,
  plan: ComputerPlan,
  deleted: boolean,
): { readonly cn: string; readonly rdn: string } {
  const mark = deleted ? "DEL" : plan.conflict ? "CNF" : undefined;
  if (mark === undefined) return { cn: plan.cn, rdn: `CN=${plan.cn}` };
  const tail = `${mark}:${computerGuid(seed, plan)}`;
  return { cn: `${plan.cn}\n${tail}`, rdn: `CN=${plan.cn}\\0A${tail}` };
}

const CLASSES = ["top", "person", "organizationalPerson", "user", "computer"] as const;

/** What stays on a tombstone without the recycle bin (schema: searchFlags 0x8). */
const KEPT_ON_TOMBSTONE = new Set([
  "objectClass",
  "cn",
  "distinguishedName",
  "instanceType",
  "whenCreated",
  "whenChanged",
  "isDeleted",
  "isRecycled",
  "name",
  "objectGUID",
  "objectSid",
  "sAMAccountName",
  "userAccountControl",
  "dNSHostName",
  "lastKnownParent",
]);

/** The object with all its attributes in the order ldifde gives them; `state` as worked out for the same instant. */
export function computerEntry(
  seed: number,
  plan: ComputerPlan,
  state: ComputerState,
  at: number,
): DirectoryEntry {
  const { domain } = plan;
  const { cn, rdn } = nameOf(seed, plan, state.deleted);
  const dn = state.deleted ? `${rdn},CN=Deleted Objects,${domain.baseDn}` : `${rdn},${state.parent}`;
  const os = plan.os !== undefined && at >= plan.upgradesAt ? upgraded(plan.os) : plan.os;
  const disabled = state.enabled ? 0 : ACCOUNT_DISABLED;
  const list: (readonly [string, string | Uint8Array | undefined])[] = [];
  const classes =
    plan.kind === "managed_service_account" ? [...CLASSES, "msDS-GroupManagedServiceAccount"] : CLASSES;
  const category =
    plan.kind === "managed_service_account" ? "ms-DS-Group-Managed-Service-Account" : "Computer";
  for (const name of classes) list.push(["objectClass", name]);
  list.push(
    ["cn", cn],
    ["distinguishedName", dn],
    ["instanceType", "4"],
    ["whenCreated", generalizedTime(plan.createdAt)],
    ["whenChanged", generalizedTime(state.changedAt)],
    ["name", cn],
    ["objectGUID", guidBytes(computerGuid(seed, plan))],
    ["userAccountControl", String(ACCOUNT[plan.kind] | disabled)],
    ["pwdLastSet", plan.kind === "prestaged" ? "0" : filetime(state.passwordSetAt)],
    ["primaryGroupID", String(PRIMARY_GROUP[plan.kind] ?? 515)],
    ["objectSid", sidBytes(domain.sid, FIRST_RID + plan.number)],
    ["sAMAccountName", `${plan.sam}$`],
    ["objectCategory", `CN=${category},CN=Schema,CN=Configuration,${domain.baseDn}`],
    ["operatingSystem", os?.directoryName],
    ["operatingSystemVersion", os?.directoryVersion],
    ["dNSHostName", plan.dnsHostName],
    ["lastLogonTimestamp", state.lastLogonAt === undefined ? undefined : filetime(state.lastLogonAt)],
    ["managedBy", plan.managedBy === undefined ? undefined : worldPerson(seed, domain, plan.managedBy).dn],
  );
  if (plan.kind === "managed_service_account") list.push(["msDS-ManagedPasswordInterval", "30"]);
  if (plan.kind === "cluster_name") {
    list.push(["description", "Failover cluster virtual network name account"]);
  } else if (plan.dnsHostName !== undefined) {
    list.push(
      ["servicePrincipalName", `HOST/${plan.sam}`],
      ["servicePrincipalName", `HOST/${plan.dnsHostName}`],
    );
  }
  for (const spn of plan.spns) list.push(["servicePrincipalName", spn]);
  if (state.deleted) {
    list.push(["isDeleted", "TRUE"], ["lastKnownParent", state.parent]);
    list.push(plan.recycleBin ? ["msDS-LastKnownRDN", plan.cn] : ["isRecycled", "TRUE"]);
  }
  const keep = (name: string): boolean => !state.deleted || plan.recycleBin || KEPT_ON_TOMBSTONE.has(name);
  return {
    dn,
    attributes: list.filter((pair): pair is LdifAttribute => pair[1] !== undefined && keep(pair[0])),
  };
}
