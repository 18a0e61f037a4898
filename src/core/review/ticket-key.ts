import type { EndpointId } from "../model/ids.ts";

/** How every key begins: lower case, no blank, so that it can be a label on any desk. */
export const KEY_PREFIX = "rollcall-";

/**
 * The key of a ticket: the same for ever, so that a ticket whose creation was not answered is found again, by another store
 * too. An endpoint has one case; a ticket that was lost, or that cannot be opened again, is followed by the next.
 */
export const ticketKey = (endpoint: EndpointId, ordinal: number): string =>
  `${KEY_PREFIX}${endpoint}-${ordinal}`;
