import { Control } from "ldapts";

/** Deleted objects are answered too (LDAP_SERVER_SHOW_DELETED_OID, MS-ADTS 3.1.1.3.4.1.14). */
export const showDeleted = (): Control => new Control("1.2.840.113556.1.4.417", { critical: true });

/** No references to other naming contexts (LDAP_SERVER_DOMAIN_SCOPE_OID, MS-ADTS 3.1.1.3.4.1.4). */
export const domainScope = (): Control => new Control("1.2.840.113556.1.4.1339", { critical: true });
