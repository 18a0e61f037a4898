// Filters as objects: values travel as they are, so there is nothing to escape. (The string filters of ldapts corrupt
// escaped bytes above 0x7f.)
import {
  AndFilter,
  EqualityFilter,
  ExtensibleFilter,
  GreaterThanEqualsFilter,
  OrFilter,
  PresenceFilter,
  type Filter,
} from "ldapts";

export const equals = (attribute: string, value: string): Filter => new EqualityFilter({ attribute, value });
export const both = (...filters: Filter[]): Filter => new AndFilter({ filters });
export const either = (...filters: Filter[]): Filter => new OrFilter({ filters });

/** Whether all bits of the mask are set (LDAP_MATCHING_RULE_BIT_AND). */
export const hasBits = (attribute: string, mask: number): Filter =>
  new ExtensibleFilter({ matchType: attribute, rule: "1.2.840.113556.1.4.803", value: String(mask) });

export const anything: Filter = new PresenceFilter({ attribute: "objectClass" });

/** objectCategory is indexed, and unlike objectClass it leaves out group-managed service accounts. */
export const computers: Filter = equals("objectCategory", "computer");

/** A deleted object has lost its objectCategory. */
export const deletedComputers: Filter = both(equals("isDeleted", "TRUE"), equals("objectClass", "computer"));

/** What computers lie in. By category: objectClass=container would bring every group policy too. */
export const containers: Filter = either(
  equals("objectCategory", "organizationalUnit"),
  equals("objectCategory", "container"),
);

/** Changed after this update sequence number of the server that is asked. */
export const changedSince = (filter: Filter, usn: bigint): Filter =>
  both(filter, new GreaterThanEqualsFilter({ attribute: "uSNChanged", value: (usn + 1n).toString() }));
