import { dnKey } from "../../core/model/dn.ts";
import { firstValue, textOf, type ExportEntry } from "./export-entry.ts";
import { rdnValue } from "./rdn.ts";

/** What an object of an export is to Rollcall. `unclear` when nothing in the entry says it. */
export type ObjectKind = "computer" | "container" | "group" | "cross_ref" | "other" | "unclear";

// Accounts of services: of objectClass computer, and no machine (a search by objectCategory=computer leaves them out).
const SERVICE_ACCOUNTS = new Set([
  "msds-groupmanagedserviceaccount",
  "msds-managedserviceaccount",
  "msds-delegatedmanagedserviceaccount",
]);
const CONTAINERS = ["organizationalunit", "container", "builtindomain", "domaindns"];
// What only computers have, for exports that leave the class out.
const COMPUTER_ONLY = ["dnshostname", "operatingsystem", "operatingsystemversion"] as const;
/** WORKSTATION_TRUST_ACCOUNT and SERVER_TRUST_ACCOUNT (MS-ADTS 2.2.16). */
const TRUST_ACCOUNT = 0x1000 | 0x2000;

export function kindOf(entry: ExportEntry): ObjectKind {
  const classes = new Set(
    (entry.values.get("objectclass") ?? []).map((value) => textOf(value).trim().toLowerCase()),
  );
  const categoryValue = firstValue(entry, "objectcategory");
  const category = categoryValue === undefined ? undefined : rdnValue(textOf(categoryValue)).toLowerCase();
  if (classes.size === 0 && category === undefined) return kindByAttributes(entry);
  if ([...classes].some((name) => SERVICE_ACCOUNTS.has(name))) return "other";
  if (category === "computer" || (category === undefined && classes.has("computer"))) return "computer";
  if (classes.has("computer")) return "other";
  if (classes.has("group") || category === "group") return "group";
  if (classes.has("crossref") || category === "cross-ref") return "cross_ref";
  if (CONTAINERS.some((name) => classes.has(name)) || category === "organizational-unit") return "container";
  return "other";
}

function kindByAttributes(entry: ExportEntry): ObjectKind {
  const account = firstValue(entry, "samaccountname");
  const control = firstValue(entry, "useraccountcontrol");
  const isComputer =
    COMPUTER_ONLY.some((name) => entry.values.has(name)) ||
    (account !== undefined && textOf(account).endsWith("$")) ||
    (control !== undefined && (Number(textOf(control)) & TRUST_ACCOUNT) !== 0);
  if (isComputer) return "computer";
  if (entry.values.has("member")) return "group";
  return isHiddenSystemObject(entry) ? "other" : "unclear";
}

// Of these, AD shows an ordinary account the name alone (seen on Samba with AD's own default rights): IP security
// policies, password settings, quotas. No computer lies in them.
const HIDDEN_BY_DEFAULT = /^(?:.*,)?cn=(?:system|ntds quotas)(?:,dc=[^,]+)+$/;

function isHiddenSystemObject(entry: ExportEntry): boolean {
  const dn = firstValue(entry, "dn");
  return entry.values.size === 1 && dn !== undefined && HIDDEN_BY_DEFAULT.test(dnKey(textOf(dn)));
}
