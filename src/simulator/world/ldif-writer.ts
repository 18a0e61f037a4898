// LDIF content records (RFC 2849) as ldifde writes them: every record an `add`, long lines folded, and base64 for
// whatever is not a safe string.

/** A value: text, or bytes, which are always base64. */
export type LdifValue = string | Uint8Array;
export type LdifAttribute = readonly [name: string, value: LdifValue];

/** One directory object with everything AD would tell of it. */
export interface DirectoryEntry {
  readonly dn: string;
  readonly attributes: readonly LdifAttribute[];
}

/** RFC 2849 asks for no length; at 76 ldapsearch folds. */
const LINE_LENGTH = 76;

// Printable ASCII that does not start with a space, a colon or <, nor end with a space. RFC 2849 lets some control
// characters pass as they are; base64 is allowed for them too, and survives every editor.
const SAFE = /^(?:[!-9;=-~](?:[ -~]*[!-~])?)?$/;

function fold(line: string): string {
  if (line.length <= LINE_LENGTH) return `${line}\n`;
  let folded = `${line.slice(0, LINE_LENGTH)}\n`;
  for (let at = LINE_LENGTH; at < line.length; at += LINE_LENGTH - 1) {
    folded += ` ${line.slice(at, at + LINE_LENGTH - 1)}\n`;
  }
  return folded;
}

/** One `name: value` line, folded; `name:: base64` where the value asks for it. */
export function ldifLine(name: string, value: LdifValue): string {
  if (typeof value !== "string") return fold(`${name}:: ${Buffer.from(value).toString("base64")}`);
  if (SAFE.test(value)) return fold(`${name}: ${value}`);
  return fold(`${name}:: ${Buffer.from(value, "utf8").toString("base64")}`);
}

/** A whole record, the empty line after it included. */
export function ldifRecord(entry: DirectoryEntry): string {
  let text = `${ldifLine("dn", entry.dn)}changetype: add\n`;
  for (const [name, value] of entry.attributes) text += ldifLine(name, value);
  return `${text}\n`;
}
