import type { EndpointId, TenantId } from "../model/ids.ts";

/** How every key begins: lower case, no blank, so that it can be a label on any desk. */
export const KEY_PREFIX = "rollcall-";
const TENANT_PREFIX = `${KEY_PREFIX}tenant-`;

/**
 * The key of a ticket: the same for ever, so that a ticket whose creation was not answered is found again, by another store
 * too. An endpoint has one case; a ticket that was lost, or that cannot be opened again, is followed by the next.
 */
export const ticketKey = (endpoint: EndpointId, ordinal: number): string =>
  `${KEY_PREFIX}${endpoint}-${ordinal}`;

/** The key of a tenant's ticket, the same for ever too. */
export const tenantTicketKey = (tenant: TenantId, ordinal: number): string =>
  `${TENANT_PREFIX}${tenant}-${ordinal}`;

/**
 * Whether an answer may stand in the ticket with that key. One field cannot answer for many devices: in a tenant's ticket nobody is
 * asked to approve anything. The key itself says so, since it is all that is known of a ticket when it is read.
 */
export const takesAnswer = (key: string): boolean => !key.startsWith(TENANT_PREFIX);
