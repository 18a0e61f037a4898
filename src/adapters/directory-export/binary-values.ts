import { textOf, type EntryValue } from "./export-entry.ts";

const GUID = /^\{?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\}?$/i;
const SID = /^S-1-\d+(-\d+){1,15}$/i;

/** 16 bytes as a GUID; the first three groups are little endian (MS-DTYP 2.3.4.2). */
function guidOfBytes(bytes: Uint8Array): string {
  const order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];
  const hex = order.map((index) => (bytes[index] ?? 0).toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** An objectGUID, from 16 bytes or from text, in lower case; undefined when it is neither. */
export function guidOf(value: EntryValue): string | undefined {
  if (typeof value.content !== "string")
    return value.content.length === 16 ? guidOfBytes(value.content) : undefined;
  const match = GUID.exec(value.content.trim());
  if (match !== null) return match[1]?.toLowerCase();
  // One GUID in 100,000 has only printable bytes, and LDIF then writes it as plain text.
  const bytes = Buffer.from(value.content, "utf8");
  return bytes.length === 16 ? guidOfBytes(bytes) : undefined;
}

/** A SID as `S-1-…`, from its bytes (MS-DTYP 2.4.2.2: authority big endian, sub-authorities little) or from text. */
export function sidOf(value: EntryValue): string | undefined {
  if (typeof value.content === "string") {
    const text = textOf(value).trim();
    return SID.test(text) ? text.toUpperCase() : undefined;
  }
  const bytes = Buffer.from(value.content);
  const count = bytes[1] ?? 0;
  if (bytes.length < 12 || bytes[0] !== 1 || bytes.length !== 8 + 4 * count) return undefined;
  const subs = Array.from({ length: count }, (_, i) => bytes.readUInt32LE(8 + 4 * i));
  return ["S", 1, bytes.readUIntBE(2, 6), ...subs].join("-");
}
