import type { InfrastructureRole } from "../../core/model/computer.ts";
import { isKnown, unreadable, type Maybe } from "../../core/model/unknown.ts";
import { textIn, textsIn, type ExportEntry } from "./export-entry.ts";

/** SERVER_TRUST_ACCOUNT and, for read-only ones, PARTIAL_SECRETS_ACCOUNT (MS-ADTS 2.2.16). */
const CONTROLLER_FLAGS = 0x2000 | 0x0400_0000;
/** Domain Controllers and Read-only Domain Controllers (MS-DTYP 2.4.2.4). */
const CONTROLLER_GROUPS = new Set(["516", "521"]);
const CLUSTER_SPNS = ["msclustervirtualserver/", "msservercluster/", "msserverclustermgmtapi/"];
const SSO_NAMES = new Set(["azureadssoacc", "azureadkerberos"]);

/**
 * The roles that forbid a deletion. A role that shows is told even if another could not be asked for; none is told as
 * `unreadable` unless the export has what would show a domain controller and a cluster name. A tombstone has lost its
 * service principal names, and a cluster's is then not recognised; it is never deleted without a person's word or a policy's.
 */
export function rolesOf(entry: ExportEntry, name: string): Maybe<readonly InfrastructureRole[]> {
  const control = textIn(entry, "useraccountcontrol");
  const primaryGroup = textIn(entry, "primarygroupid");
  const spns = textsIn(entry, "serviceprincipalname");
  const account = textIn(entry, "samaccountname");
  const roles: InfrastructureRole[] = [];

  const flags = isKnown(control) && /^-?\d+$/.test(control.trim()) ? Number(control) : undefined;
  const isController =
    (flags !== undefined && (flags & CONTROLLER_FLAGS) !== 0) ||
    (isKnown(primaryGroup) && CONTROLLER_GROUPS.has(primaryGroup.trim()));
  if (isController) roles.push("domain_controller");

  // ConvertTo-Json joins values with a space where it stops for depth.
  const spnList = isKnown(spns) ? spns.flatMap((spn) => spn.toLowerCase().split(/[\s;]+/)) : [];
  if (spnList.some((spn) => CLUSTER_SPNS.some((prefix) => spn.startsWith(prefix))))
    roles.push("cluster_name_object");
  if (entry.values.has("msds-hostserviceaccount")) roles.push("managed_service_account");

  const names = [name, isKnown(account) ? account.replace(/\$$/, "") : ""].map((one) => one.toLowerCase());
  if (names.some((one) => SSO_NAMES.has(one))) roles.push("sso_account");

  const controllerKnown = flags !== undefined || isKnown(primaryGroup);
  return roles.length === 0 && !(controllerKnown && isKnown(spns)) ? unreadable : roles;
}
