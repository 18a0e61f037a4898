// The two vocabularies an export may speak, LDAP attribute names and PowerShell property names, become one.

/** The attributes Rollcall reads, by LDAP name in lower case; `enabled`, `lastlogondate` and `passwordlastset` are PowerShell's own. */
export const ATTRIBUTES = [
  "dn",
  "objectguid",
  "objectsid",
  "objectclass",
  "objectcategory",
  "cn",
  "samaccountname",
  "dnshostname",
  "operatingsystem",
  "operatingsystemversion",
  "useraccountcontrol",
  "enabled",
  "primarygroupid",
  "serviceprincipalname",
  "msds-hostserviceaccount",
  "whencreated",
  "whenchanged",
  "lastlogontimestamp",
  "lastlogondate",
  "pwdlastset",
  "passwordlastset",
  "managedby",
  "isdeleted",
  "lastknownparent",
  "msds-lastknownrdn",
  "member",
  "userprincipalname",
  "displayname",
  "mail",
  "dnsroot",
  "netbiosname",
] as const;
export type Attribute = (typeof ATTRIBUTES)[number];

// Left as Get-ADComputer, Get-ADObject, Get-ADUser and Get-ADGroup name them (ActiveDirectory module, in lower case).
const SYNONYMS: Readonly<Record<string, Attribute>> = {
  distinguishedname: "dn",
  sid: "objectsid",
  commonname: "cn",
  name: "cn",
  created: "whencreated",
  createtimestamp: "whencreated",
  modified: "whenchanged",
  modifytimestamp: "whenchanged",
  serviceprincipalnames: "serviceprincipalname",
  deleted: "isdeleted",
  members: "member",
  emailaddress: "mail",
};

const KNOWN: ReadonlySet<string> = new Set(ATTRIBUTES);

/** The attribute a column, key or attribute name stands for, whatever its case; undefined for those Rollcall does not read. */
export function attributeOf(name: string): Attribute | undefined {
  const lower = name.trim().toLowerCase();
  if (KNOWN.has(lower)) return lower as Attribute;
  return Object.hasOwn(SYNONYMS, lower) ? SYNONYMS[lower] : undefined;
}

/** Attributes whose values a CSV joins in one field. */
export const MULTI_VALUED: ReadonlySet<Attribute> = new Set<Attribute>([
  "objectclass",
  "serviceprincipalname",
  "msds-hostserviceaccount",
  "member",
]);
