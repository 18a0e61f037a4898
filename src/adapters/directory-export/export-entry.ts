import { isUtf8 } from "node:buffer";
import type { Maybe } from "../../core/model/unknown.ts";
import { missing, unreadable } from "../../core/model/unknown.ts";
import { ExportProblem } from "./export-problem.ts";
import type { Position } from "./position.ts";
import type { Attribute } from "./property-names.ts";

/** One value as the export has it: text, or bytes where the export says that they are such (base64, X'…'). */
export interface EntryValue {
  readonly content: string | Uint8Array;
  readonly at: () => Position;
}

/** One object of an export, in the one vocabulary of property-names. */
export interface ExportEntry {
  readonly at: Position;
  /** Values that are not empty, in the order of the export. */
  readonly values: ReadonlyMap<Attribute, readonly EntryValue[]>;
  /** What the export asked the directory for: an attribute without a value is known to have none only if it is here. */
  readonly asked: ReadonlySet<Attribute>;
  /** Attributes whose values the export has in part, or only as the name of their type. */
  readonly partial: ReadonlySet<Attribute>;
}

/** A value as text. Bytes are read as UTF-8, which is what LDAP strings are (RFC 4517); others are a problem of the record. */
export function textOf(value: EntryValue): string {
  if (typeof value.content === "string") return value.content;
  if (!isUtf8(value.content))
    throw new ExportProblem("record", value.at(), "binary value where text is expected");
  return Buffer.from(value.content).toString("utf8");
}

export const firstValue = (entry: ExportEntry, attribute: Attribute): EntryValue | undefined =>
  entry.values.get(attribute)?.[0];

/** The first value as text; `missing` when there is none. */
export function textIn(entry: ExportEntry, attribute: Attribute): Maybe<string> {
  const value = firstValue(entry, attribute);
  return value === undefined ? missing : textOf(value);
}

/** All values as text; `unreadable` when the export did not ask for them or has them in part. */
export function textsIn(entry: ExportEntry, attribute: Attribute): Maybe<readonly string[]> {
  if (!entry.asked.has(attribute) || entry.partial.has(attribute)) return unreadable;
  return (entry.values.get(attribute) ?? []).map(textOf);
}

/** Where to point for an attribute: its value, else the entry. */
export const positionOf = (entry: ExportEntry, attribute: Attribute): Position =>
  firstValue(entry, attribute)?.at() ?? entry.at;
