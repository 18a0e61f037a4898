// An entry as it came over the wire: bytes by attribute name, so that nothing is guessed about what is text.
import { invalid, missing, type Maybe } from "../../core/model/unknown.ts";

export interface LdapEntry {
  readonly dn: string;
  /** By attribute name in lower case, options such as `;range=0-1499` included. */
  readonly attributes: ReadonlyMap<string, readonly Buffer[]>;
}

/** The first value of an attribute; undefined when it was not sent. */
export const bytesOf = (entry: LdapEntry, attribute: string): Buffer | undefined =>
  entry.attributes.get(attribute.toLowerCase())?.[0];

function decode(value: Buffer): Maybe<string> {
  const text = value.toString("utf8");
  // Bytes that are no UTF-8 come back changed.
  return Buffer.from(text, "utf8").equals(value) ? text : invalid(value.toString("hex"));
}

/** The first value as text; `missing` when it was not sent or is empty, `invalid` when it is no UTF-8. */
export function textOf(entry: LdapEntry, attribute: string): Maybe<string> {
  const value = bytesOf(entry, attribute);
  return value === undefined || value.length === 0 ? missing : decode(value);
}

/**
 * All values as text, in the order sent; none when the attribute was not sent. A byte that is no UTF-8 becomes U+FFFD: the
 * value stays in the list, where it matches nothing that exists, instead of being left out.
 */
export const textsOf = (entry: LdapEntry, attribute: string): readonly string[] =>
  (entry.attributes.get(attribute.toLowerCase()) ?? []).map((value) => value.toString("utf8"));

/** Whether the entry is of an object class, whatever the case. */
export const isOfClass = (entry: LdapEntry, name: string): boolean =>
  textsOf(entry, "objectClass").some((value) => value.toLowerCase() === name.toLowerCase());
