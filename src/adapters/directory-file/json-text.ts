// Our own reader of JSON (RFC 8259), because JSON.parse rounds the 18 digits of a FILETIME and tells no line and column.
import { ExportProblem, shown } from "../directory-export/export-problem.ts";
import { advance, START, type Position } from "../directory-export/position.ts";

/** A value with its offset in the text. A number stays as it is written. */
export type JsonNode =
  | { readonly kind: "object"; readonly at: number; readonly members: ReadonlyMap<string, JsonNode> }
  | { readonly kind: "array"; readonly at: number; readonly items: readonly JsonNode[] }
  | { readonly kind: "string"; readonly at: number; readonly text: string }
  | { readonly kind: "number"; readonly at: number; readonly text: string }
  | { readonly kind: "boolean"; readonly at: number; readonly value: boolean }
  | { readonly kind: "null"; readonly at: number };

/** ConvertTo-Json itself goes no deeper than 100. */
const DEEPEST = 100;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const LITERALS = ["true", "false", "null"] as const;

/** A cursor over one text. */
export function jsonReader(text: string) {
  let offset = 0;
  const positionAt = (at: number): Position => advance(START, text.slice(0, at));

  const fail = (what: string): never => {
    if (offset >= text.length) throw new ExportProblem("cut", positionAt(offset), "the JSON ends too early");
    throw new ExportProblem(
      "file",
      positionAt(offset),
      `${what}, found ${shown(text.slice(offset, offset + 12))}`,
    );
  };

  function skipSpace(): void {
    while (offset < text.length && " \t\n\r".includes(text[offset] ?? "x")) offset++;
  }

  function peek(): string {
    skipSpace();
    return text[offset] ?? "";
  }

  function expect(char: string): void {
    if (peek() !== char) fail(`expected ${char}`);
    offset++;
  }

  function readString(): string {
    if (peek() !== '"') fail('expected "');
    const start = offset;
    let end = start + 1;
    for (;;) {
      const char = text[end];
      if (char === undefined) {
        offset = text.length;
        return fail("unclosed string");
      }
      if (char === '"') break;
      end += char === "\\" ? 2 : 1;
    }
    offset = end + 1;
    const raw = text.slice(start, offset);
    // Control characters and unknown escapes are for JSON.parse to refuse: a string it takes is a whole one.
    try {
      return JSON.parse(raw) as string;
    } catch (cause) {
      throw new ExportProblem("file", positionAt(start), `${shown(raw)} is no JSON string`, cause);
    }
  }

  function readObject(at: number, depth: number): JsonNode {
    const members = new Map<string, JsonNode>();
    expect("{");
    if (peek() === "}") {
      offset++;
      return { kind: "object", at, members };
    }
    for (;;) {
      skipSpace();
      const keyAt = offset;
      const key = readString();
      if (members.has(key))
        throw new ExportProblem("file", positionAt(keyAt), `the key ${shown(key)} stands twice`);
      expect(":");
      members.set(key, readValue(depth + 1));
      if (peek() === "}") break;
      expect(",");
    }
    offset++;
    return { kind: "object", at, members };
  }

  function readArray(at: number, depth: number): JsonNode {
    const items: JsonNode[] = [];
    expect("[");
    if (peek() === "]") {
      offset++;
      return { kind: "array", at, items };
    }
    for (;;) {
      items.push(readValue(depth + 1));
      if (peek() === "]") break;
      expect(",");
    }
    offset++;
    return { kind: "array", at, items };
  }

  function readScalar(at: number): JsonNode {
    const literal = LITERALS.find((word) => text.startsWith(word, at));
    if (literal !== undefined) {
      offset += literal.length;
      return literal === "null" ? { kind: "null", at } : { kind: "boolean", at, value: literal === "true" };
    }
    NUMBER.lastIndex = at;
    const number = NUMBER.exec(text);
    if (number === null) {
      const ahead = text.slice(at);
      if (ahead !== "" && LITERALS.some((word) => word.startsWith(ahead))) offset = text.length;
      return fail("expected a value");
    }
    offset += number[0].length;
    // A number that touches the end of the text may have had more digits.
    if (offset >= text.length) return fail("unfinished number");
    return { kind: "number", at, text: number[0] };
  }

  function readValue(depth: number): JsonNode {
    const char = peek();
    const at = offset;
    if (depth > DEEPEST) throw new ExportProblem("file", positionAt(at), `nested deeper than ${DEEPEST}`);
    if (char === "{") return readObject(at, depth);
    if (char === "[") return readArray(at, depth);
    if (char === '"') return { kind: "string", at, text: readString() };
    return readScalar(at);
  }

  return {
    positionAt,
    peek,
    expect,
    /** Reads one value and moves behind it. */
    value: (): JsonNode => readValue(0),
    /** Nothing but white space may follow. */
    end(): void {
      if (peek() !== "") fail("expected the end of the file");
    },
  };
}
