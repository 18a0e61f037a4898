const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether the text has the form of a UUID, in either case. */
export const isUuid = (text: string): boolean => UUID.test(text);

/** UUIDs are compared without case: whoami may answer one in upper case. */
export const sameUuid = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
