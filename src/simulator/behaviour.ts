/** What the public material leaves open about Central: the simulator can behave either way, so that a client survives both. */
export interface Behaviour {
  /** How the last page says that it is the last: without `nextKey`, or with an empty one. */
  readonly lastKey: "absent" | "empty";
  /** The suspended group filters (groupNameContains, assignedToGroup, groupIds). */
  readonly groupFilters: "ignored" | "rejected";
  /** The …Contains filters look at the first 10 characters of what is asked for (documentation up to 2024), or at all of it. */
  readonly contains: "firstTen" | "whole";
  /** Whether an endpoint without lastSeenAt matches lastSeenBefore. */
  readonly missingLastSeen: "excluded" | "included";
  /** What DELETE answers for an id that is not there. */
  readonly deleteUnknown: "notFound" | "serverError" | "deletedFalse";
  /** Most ids of one bulk deletion (bulk isolation takes 50). */
  readonly bulkDeleteMax: number;
  /** Whether a read-only credential may read tamper-protection passwords. */
  readonly readOnlyTamper: "allowed" | "denied";
}

export const DEFAULT_BEHAVIOUR: Behaviour = {
  lastKey: "absent",
  groupFilters: "ignored",
  contains: "firstTen",
  missingLastSeen: "excluded",
  deleteUnknown: "notFound",
  bulkDeleteMax: 50,
  readOnlyTamper: "allowed",
};
