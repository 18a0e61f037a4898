// CSV as csvde (LDAP names, X'…' for bytes, `;` between values) and Export-Csv (#TYPE line, property names) write it.
import { pipeline, Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { invariant } from "../../core/model/invariant.ts";
import { delimiterOf, fieldPosition, splitValues } from "./csv-fields.ts";
import type { EntryValue, ExportEntry } from "../directory-export/export-entry.ts";
import { ExportProblem, shown } from "../directory-export/export-problem.ts";
import { advance, START, type Position } from "../directory-export/position.ts";
import { attributeOf, MULTI_VALUED, type Attribute } from "../directory-export/property-names.ts";

/** A record longer than this (32 MiB) is the mark of a quote that is never closed: a bound on memory. */
const LONGEST_RECORD = 32 * 1024 * 1024;
const HEX = /^X'((?:[0-9a-fA-F]{2})*)'$/;
// What PowerShell writes for a collection: the name of its type instead of what is in it.
const TYPE_NAME = /^(Microsoft\.ActiveDirectory\.Management|System)\.[\w.`[\]]+$/;
const NOT_CLOSED = "CSV_QUOTE_NOT_CLOSED";

interface Row {
  readonly fields: readonly string[];
  readonly raw: string;
  readonly at: Position;
}

interface Column {
  readonly attribute: Attribute | undefined;
  readonly index: number;
}

interface Header {
  readonly columns: readonly Column[];
  readonly asked: ReadonlySet<Attribute>;
  /** The class that Export-Csv's first line names, for rows without one of their own. */
  readonly objectClass: string | undefined;
}

// csv-parse counts a CR LF inside quotes as two lines, so line breaks are made one character before it sees them.
async function* unixLines(text: AsyncIterable<string>): AsyncGenerator<string> {
  let heldBack = "";
  for await (const chunk of text) {
    const joined = heldBack + chunk;
    heldBack = joined.endsWith("\r") ? "\r" : "";
    yield (heldBack === "" ? joined : joined.slice(0, -1)).replaceAll("\r\n", "\n");
  }
  if (heldBack !== "") yield heldBack;
}

function asProblem(error: unknown, at: Position): unknown {
  if (!(error instanceof CsvError)) return error;
  if (error.code === NOT_CLOSED)
    return new ExportProblem("cut", at, "ends inside a quoted value of the row that begins here", error);
  return new ExportProblem("file", at, `the row that begins here is no CSV (${error.code})`, error);
}

/** Rows with the place they begin at; a last row without its line break is a cut. */
async function* csvRows(text: AsyncIterable<string>, delimiter: string): AsyncGenerator<Row> {
  let at = START;
  const placed: Row[] = [];
  // Placed as they are found: the parser throws away the rows it holds when a later one is wrong.
  // With `raw`, csv-parse hands the record on wrapped, which its types do not say.
  const place = (wrapped: string[]): string[] => {
    const { record: fields, raw } = wrapped as unknown as { record: string[]; raw: string };
    const blank = raw.length - raw.replace(/^\n+/, "").length;
    placed.push({ fields, raw: raw.slice(blank), at: advance(at, raw.slice(0, blank)) });
    at = advance(at, raw);
    return wrapped;
  };
  const parser = parse({
    delimiter,
    record_delimiter: "\n",
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_RECORD,
    raw: true,
    on_record: place,
  });
  // A failure of the text destroys the parser with it, and so reaches the loop below.
  pipeline(Readable.from(unixLines(text)), parser, () => undefined);
  try {
    for await (const _ of parser) {
      const row = placed.shift();
      invariant(row !== undefined, "a row was read that was never placed");
      if (!row.raw.endsWith("\n"))
        throw new ExportProblem(
          "cut",
          row.at,
          "ends without a line break, so its last row may have been cut off",
        );
      yield row;
    }
  } catch (error) {
    throw asProblem(error, at);
  }
}

function headerOf(row: Row, typeLine: string | undefined, delimiter: string): Header {
  const columns = row.fields.map((name, index) => ({ attribute: attributeOf(name), index }));
  const asked = new Set(columns.map(({ attribute }) => attribute).filter((one) => one !== undefined));
  const names = row.fields.map((name) => name.trim().toLowerCase());
  const twice = names.findIndex((name, index) => names.indexOf(name) !== index);
  if (twice >= 0)
    throw new ExportProblem(
      "file",
      fieldPosition(row.raw, row.at, delimiter, twice),
      `the header names ${shown(names[twice] ?? "")} twice`,
    );
  if (!asked.has("dn"))
    throw new ExportProblem(
      "file",
      row.at,
      "the header has neither DN nor DistinguishedName: export it too, since a computer's OU decides",
    );
  const isComputers = typeLine !== undefined && /\.ADComputer$/i.test(typeLine.trim());
  return { columns, asked, objectClass: isComputers ? "computer" : undefined };
}

function valuesOf(field: string, attribute: Attribute): (string | Uint8Array)[] {
  const parts = MULTI_VALUED.has(attribute) ? splitValues(field) : [field];
  return parts.map((part) => {
    const hex = HEX.exec(part);
    return hex === null ? part : Buffer.from(hex[1] ?? "", "hex");
  });
}

function entryOf(row: Row, header: Header, delimiter: string): ExportEntry {
  if (row.fields.length !== header.columns.length)
    throw new ExportProblem(
      "file",
      row.at,
      `the row has ${row.fields.length} fields and the header ${header.columns.length}`,
    );
  const values = new Map<Attribute, EntryValue[]>();
  const partial = new Set<Attribute>();
  for (const { attribute, index } of header.columns) {
    const field = row.fields[index] ?? "";
    if (attribute === undefined || field === "") continue;
    if (TYPE_NAME.test(field)) {
      partial.add(attribute);
      continue;
    }
    const at = (): Position => fieldPosition(row.raw, row.at, delimiter, index);
    const found = values.get(attribute) ?? [];
    found.push(...valuesOf(field, attribute).map((content) => ({ content, at })));
    values.set(attribute, found);
  }
  const asked = new Set(header.asked);
  if (!asked.has("objectclass") && !asked.has("objectcategory") && header.objectClass !== undefined)
    values.set("objectclass", [{ content: header.objectClass, at: () => row.at }]);
  return { at: row.at, values, partial, asked: header.asked };
}

/**
 * Reads a CSV export in flat memory. Throws ExportProblem.
 * @param head the beginning of the text, for the delimiter.
 */
export async function* readCsv(
  text: AsyncIterable<string>,
  head: string,
): AsyncGenerator<readonly ExportEntry[]> {
  const headerLine = head.split(/\r?\n/).find((line) => line !== "" && !line.startsWith("#TYPE")) ?? "";
  const delimiter = delimiterOf(headerLine) ?? ",";
  let typeLine: string | undefined;
  let header: Header | undefined;
  for await (const row of csvRows(text, delimiter)) {
    const [first = ""] = row.fields;
    if (header === undefined && typeLine === undefined && first.startsWith("#TYPE")) typeLine = first;
    else if (header === undefined) header = headerOf(row, typeLine, delimiter);
    else yield [entryOf(row, header, delimiter)];
  }
}
