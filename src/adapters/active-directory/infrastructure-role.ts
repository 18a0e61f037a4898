import type { InfrastructureRole } from "../../core/model/computer.ts";
import { isKnown, unreadable, type Maybe } from "../../core/model/unknown.ts";
import { hasFlag, integerOf, UAC } from "./decode.ts";
import { textOf, textsOf, type LdapEntry } from "./entry.ts";

export const ROLE_ATTRIBUTES = [
  "userAccountControl",
  "primaryGroupID",
  "servicePrincipalName",
  "sAMAccountName",
];

/** Domain Controllers and Read-only Domain Controllers (well-known RIDs, MS-DTYP 2.4.2.4). */
const CONTROLLER_GROUPS = new Set([516, 521]);

/** Service classes that a failover cluster registers for its own and its clients' names. */
const CLUSTER_SPN = /^(?:MSClusterVirtualServer|MSServerCluster|MSServerClusterMgmtAPI)\//i;

/** Accounts that Microsoft Entra Connect makes: Seamless SSO and cloud Kerberos trust. */
const SSO_ACCOUNTS = new Set(["azureadssoacc$", "azureadkerberos$"]);

/**
 * The roles for which a computer must never be deleted; `unreadable` when neither of the attributes that every computer has
 * could be read. Hosts of a group-managed service account are not among them: the account names who may use it in a
 * security descriptor, mostly as groups, so that a host cannot be told by reading it. A tombstone has lost its service
 * principal names, and a cluster's is then not recognised; it is never deleted without a person's word or a policy's.
 */
export function rolesOf(entry: LdapEntry): Maybe<readonly InfrastructureRole[]> {
  const flags = integerOf(textOf(entry, "userAccountControl"));
  const group = integerOf(textOf(entry, "primaryGroupID"));
  if (!isKnown(flags) && !isKnown(group)) return unreadable;
  const roles: InfrastructureRole[] = [];
  const controller =
    (isKnown(flags) && hasFlag(flags, UAC.SERVER_TRUST_ACCOUNT | UAC.PARTIAL_SECRETS_ACCOUNT)) ||
    (isKnown(group) && CONTROLLER_GROUPS.has(group));
  if (controller) roles.push("domain_controller");
  if (textsOf(entry, "servicePrincipalName").some((name) => CLUSTER_SPN.test(name)))
    roles.push("cluster_name_object");
  const account = textOf(entry, "sAMAccountName");
  if (isKnown(account) && SSO_ACCOUNTS.has(account.toLowerCase())) roles.push("sso_account");
  return roles;
}
