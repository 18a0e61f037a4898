import type { EntryValue, ExportEntry } from "../directory-export/export-entry.ts";
import { ExportProblem } from "../directory-export/export-problem.ts";
import type { Position } from "../directory-export/position.ts";
import { attributeOf, MULTI_VALUED, type Attribute } from "../directory-export/property-names.ts";
import { accountFlags } from "./account-flags.ts";
import type { Row } from "./answer-line.ts";

export interface ColumnOptions {
  /** Columns by the attribute that they hold, where they have another name than it. */
  readonly fields: ReadonlyMap<Attribute, string>;
  /** Attributes that the search brings whenever they have a value: without one there is none. */
  readonly complete: ReadonlySet<Attribute>;
}

const GUID = /^\s*\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?\s*$/i;
/** Lists whose values have no space in them. */
const WORDS: ReadonlySet<Attribute> = new Set<Attribute>(["objectclass", "serviceprincipalname"]);

/** Makes entries of rows: columns become attributes, lists that were joined are parted. */
export function rowEntries({ fields, complete }: ColumnOptions) {
  const known = new Map<string, readonly Attribute[]>();
  const seen = new Set<Attribute>();

  /** The attributes that a column holds: those that the configuration says, else the one it is named after. */
  function attributesIn(column: string): readonly Attribute[] {
    let attributes = known.get(column);
    if (attributes === undefined) {
      const named = attributeOf(column);
      attributes = [...fields].flatMap(([attribute, from]) => (from === column ? [attribute] : []));
      if (named !== undefined && !fields.has(named)) attributes = [...attributes, named];
      known.set(column, attributes);
    }
    return attributes;
  }

  return {
    /** The entry of a row. Throws ExportProblem when its columns contradict each other or do not fit their attribute. */
    entryOf(row: Row, at: Position): ExportEntry {
      const values = new Map<Attribute, readonly EntryValue[]>();
      const asked = new Set<Attribute>(complete);
      const partial = new Set<Attribute>();
      for (const [column, value] of Object.entries(row)) {
        const [name = "", ...options] = column.split(";");
        for (const attribute of attributesIn(options.length === 0 ? column : name)) {
          // member;range=0-1499: the directory gave a part of it.
          if (options.length > 0) partial.add(attribute);
          const texts = textsOf(attribute, value, column, at);
          if (texts.length === 0) continue;
          const before = values.get(attribute);
          if (before !== undefined && options.length === 0 && !isSame(before, texts))
            throw new ExportProblem(
              "record",
              at,
              `${column} contradicts another column of the same attribute`,
            );
          values.set(
            attribute,
            texts.map((content) => ({ content, at: () => at })),
          );
          asked.add(attribute);
          seen.add(attribute);
        }
      }
      return { at, values, asked, partial };
    },
    /** Attributes that were promised to be complete and of which no row had any value. */
    neverSeen: (): readonly Attribute[] => [...complete].filter((attribute) => !seen.has(attribute)),
  };
}

const isSame = (values: readonly EntryValue[], texts: readonly string[]): boolean =>
  values.length === texts.length && values.every(({ content }, index) => content === texts[index]);

function textsOf(attribute: Attribute, value: Row[string], column: string, at: Position): readonly string[] {
  const given = (value === null ? [] : typeof value === "string" ? [value] : value).filter(
    (text) => text !== "",
  );
  if (given.length === 0) return [];
  if (attribute === "useraccountcontrol") return [accountFlags(given)];
  if (MULTI_VALUED.has(attribute)) {
    const border = WORDS.has(attribute) ? /\s+/ : /\r?\n/;
    return given.flatMap((text) => text.split(border)).filter((text) => text !== "");
  }
  if (given.length > 1)
    throw new ExportProblem("record", at, `${column} has ${given.length} values, not one`);
  // Bytes do not survive as text: 16 characters could be taken for a GUID that they are not.
  if (attribute === "objectguid" && !GUID.test(given[0] ?? ""))
    throw new ExportProblem("record", at, `${column} is no GUID as text`);
  return given;
}
