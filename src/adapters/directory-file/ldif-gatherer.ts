// The lines of an LDIF file gathered into entries (RFC 2849).
import type { EntryValue } from "../directory-export/export-entry.ts";
import { ExportProblem, shown } from "../directory-export/export-problem.ts";
import type { LdifLine } from "./ldif-lines.ts";
import { attributeOf, type Attribute } from "../directory-export/property-names.ts";

// Attribute description (RFC 4512 section 2.5), `_` allowed as some servers do, then the kind of value: `:`, `::` or `:<`.
const LINE = /^([A-Za-z0-9][\w.-]*)((?:;[\w=*-]+)*):([:<]?)( *)/;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
const RANGE = /;range=\d+-(\d+|\*)/i;

/** An entry as its lines said it. */
export interface LdifEntry {
  readonly at: { readonly line: number; readonly column: number };
  readonly values: Map<Attribute, EntryValue[]>;
  readonly partial: Set<Attribute>;
  /** Attributes that occur, with a value or without. */
  readonly named: Set<Attribute>;
}

/** What stands between blank lines: an entry, or what ldapsearch writes beside them. */
type Block = { readonly kind: "entry"; readonly entry: LdifEntry } | { readonly kind: "other" };

interface ParsedLine {
  readonly name: string;
  readonly options: string;
  readonly kind: string;
  readonly value: string;
  readonly at: { readonly line: number; readonly column: number };
}

function parseLine(line: LdifLine): ParsedLine {
  const match = LINE.exec(line.text);
  if (match === null)
    throw new ExportProblem(
      line.unterminated ? "cut" : "file",
      { line: line.line, column: 1 },
      `${shown(line.text)} is no line of the form attribute: value`,
    );
  const [head, name = "", options = "", kind = ""] = match;
  return {
    name,
    options,
    kind,
    value: line.text.slice(head.length),
    at: { line: line.line, column: head.length + 1 },
  };
}

function contentOf(parsed: ParsedLine): string | Uint8Array {
  if (parsed.kind === "<")
    throw new ExportProblem(
      "file",
      parsed.at,
      `${parsed.name} refers to a URL: Rollcall follows none, export the value itself`,
    );
  if (parsed.kind === "") return parsed.value;
  const encoded = parsed.value.trimEnd();
  if (encoded.length % 4 !== 0 || !BASE64.test(encoded))
    throw new ExportProblem("file", parsed.at, `the base64 value of ${parsed.name} is damaged`);
  return Buffer.from(encoded, "base64");
}

/** Gathers the lines of one file. State of one reading, so it is made anew for each. Throws ExportProblem. */
export function ldifGatherer() {
  let block: Block | undefined;
  let entries = 0;
  let announced: number | undefined;

  function begin(parsed: ParsedLine): Block | undefined {
    const name = parsed.name.toLowerCase();
    if (name === "dn") {
      const content = contentOf(parsed);
      const value: EntryValue = { content, at: () => parsed.at };
      entries++;
      return {
        kind: "entry",
        entry: {
          at: { line: parsed.at.line, column: 1 },
          values: new Map(content.length === 0 ? [] : [["dn", [value]]]),
          partial: new Set(),
          named: new Set(["dn"]),
        },
      };
    }
    if (name === "version") {
      if (parsed.value.trim() !== "1" || entries > 0)
        throw new ExportProblem("file", parsed.at, "only LDIF version 1 is known");
      return undefined; // an entry may follow without a blank line
    }
    // ldapsearch: `search: 2` with `result: 0 Success`, and `ref: ldap://…` for what lies elsewhere.
    if (name === "search" || name === "ref" || name === "result") {
      checkResult(parsed);
      return { kind: "other" };
    }
    throw new ExportProblem(
      "file",
      { line: parsed.at.line, column: 1 },
      `expected dn: and found ${shown(parsed.name)}`,
    );
  }

  function checkResult(parsed: ParsedLine): void {
    if (parsed.name.toLowerCase() === "result" && !/^0\b/.test(parsed.value))
      throw new ExportProblem(
        "cut",
        parsed.at,
        `the server ended the search early: result ${shown(parsed.value)}`,
      );
  }

  function add(entry: LdifEntry, parsed: ParsedLine): void {
    const name = parsed.name.toLowerCase();
    if (name === "dn")
      throw new ExportProblem(
        "file",
        { line: parsed.at.line, column: 1 },
        "an entry begins without the blank line that ends the one before",
      );
    if (name === "changetype") {
      // ldifde writes `changetype: add` above every entry it exports: that is the entry itself.
      if (parsed.value.trim().toLowerCase() === "add") return;
      throw new ExportProblem(
        "file",
        parsed.at,
        `is a change record (${shown(parsed.value)}): Rollcall reads entries, export them instead`,
      );
    }
    if (name === "control")
      throw new ExportProblem("file", parsed.at, "is a change record with a control: export entries instead");
    const attribute = attributeOf(name);
    if (attribute === undefined) return;
    entry.named.add(attribute);
    const range = RANGE.exec(parsed.options);
    if (range !== null && range[1] !== "*") entry.partial.add(attribute);
    const content = contentOf(parsed);
    if (content.length === 0) return;
    const value: EntryValue = { content, at: () => parsed.at };
    const values = entry.values.get(attribute);
    if (values === undefined) entry.values.set(attribute, [value]);
    else values.push(value);
  }

  return {
    /** Takes a line; gives back the entry that it ends, if it ends one. */
    take(line: LdifLine): LdifEntry | undefined {
      if (line.text === "") {
        const ended = block;
        block = undefined;
        return ended?.kind === "entry" ? ended.entry : undefined;
      }
      if (line.text.startsWith("#")) {
        // ldapsearch counts what it wrote; files put together from several runs have several counts.
        const count = /^# numEntries: (\d+)$/.exec(line.text);
        if (count !== null) announced = (announced ?? 0) + Number(count[1]);
        return undefined;
      }
      const parsed = parseLine(line);
      if (block === undefined) block = begin(parsed);
      else if (block.kind === "entry") add(block.entry, parsed);
      else checkResult(parsed);
      return undefined;
    },
    /** What the end of the file says of the whole. */
    end(last: LdifLine | undefined): void {
      if (block?.kind === "entry")
        throw new ExportProblem(
          "cut",
          { line: last?.line ?? 1, column: 1 },
          "ends without the blank line that closes its last entry, so it may have been cut off",
        );
      if (announced !== undefined && announced !== entries)
        throw new ExportProblem(
          "cut",
          { line: last?.line ?? 1, column: 1 },
          `says that it has ${announced} entries, and ${entries} are there`,
        );
    },
  };
}
