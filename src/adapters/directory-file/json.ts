// JSON as Get-ADComputer | ConvertTo-Json writes it, under PowerShell 5 and 7. The text is held whole in memory, its
// objects one at a time; a text beyond what one string can hold (512 MiB) is refused: export LDIF or CSV instead.
import { constants } from "node:buffer";
import type { EntryValue, ExportEntry } from "../directory-export/export-entry.ts";
import { ExportProblem } from "../directory-export/export-problem.ts";
import { jsonReader, type JsonNode } from "./json-text.ts";
import { START } from "../directory-export/position.ts";
import { attributeOf, type Attribute } from "../directory-export/property-names.ts";

type Reader = ReturnType<typeof jsonReader>;

async function wholeText(text: AsyncIterable<string>): Promise<string> {
  const parts: string[] = [];
  let length = 0;
  for await (const chunk of text) {
    length += chunk.length;
    if (length > constants.MAX_STRING_LENGTH)
      throw new ExportProblem(
        "file",
        START,
        "is too large for JSON: export LDIF or CSV, which are read as a stream",
      );
    parts.push(chunk);
  }
  return parts.join("");
}

function member(node: JsonNode & { kind: "object" }, ...names: readonly string[]): JsonNode | undefined {
  for (const [key, value] of node.members) if (names.includes(key.toLowerCase())) return value;
  return undefined;
}

/**
 * The values behind a property: a scalar, a list, or PowerShell's wrappers: {"value": …, "Count": n} around a list,
 * {"Value": "S-1-…"} around a SID, {"Guid": "…"} around a GUID, {"value": "/Date(…)/", "DateTime": …} around a date.
 */
function scalars(node: JsonNode, reader: Reader): EntryValue[] | "unreadable" {
  const at = (): ReturnType<Reader["positionAt"]> => reader.positionAt(node.at);
  switch (node.kind) {
    case "null":
      return [];
    case "string":
      return node.text === "" ? [] : [{ content: node.text, at }];
    case "number":
      return [{ content: node.text, at }];
    case "boolean":
      return [{ content: String(node.value), at }];
    case "array": {
      // Sixteen or more plain bytes are how a byte[] comes out (an objectGUID or objectSid asked for by its LDAP name).
      const bytes = bytesOf(node.items);
      if (bytes !== undefined) return [{ content: bytes, at }];
      const lists = node.items.map((item) => scalars(item, reader));
      return lists.some((list) => list === "unreadable") ? "unreadable" : (lists as EntryValue[][]).flat();
    }
    case "object": {
      const inner = member(node, "value", "guid");
      return inner === undefined ? "unreadable" : scalars(inner, reader);
    }
  }
}

function bytesOf(items: readonly JsonNode[]): Uint8Array | undefined {
  const numbers = items.map((item) => (item.kind === "number" ? Number(item.text) : Number.NaN));
  const isBytes = numbers.length >= 12 && numbers.every((n) => Number.isInteger(n) && n >= 0 && n <= 255);
  return isBytes ? Uint8Array.from(numbers) : undefined;
}

function entryOf(node: JsonNode, reader: Reader): ExportEntry {
  const position = reader.positionAt;
  if (node.kind !== "object")
    throw new ExportProblem("file", position(node.at), `expected an object and found ${node.kind}`);
  const values = new Map<Attribute, EntryValue[]>();
  const asked = new Set<Attribute>();
  const partial = new Set<Attribute>();
  for (const [key, value] of node.members) {
    const attribute = attributeOf(key);
    if (attribute === undefined) continue;
    asked.add(attribute);
    const found = scalars(value, reader);
    if (found === "unreadable") partial.add(attribute);
    else if (found.length > 0) values.set(attribute, [...(values.get(attribute) ?? []), ...found]);
  }
  return {
    get at() {
      return position(node.at);
    },
    values,
    partial,
    asked,
  };
}

/** Reads a JSON export: a list of objects, or one object alone. Throws ExportProblem. */
export async function* readJson(text: AsyncIterable<string>): AsyncGenerator<readonly ExportEntry[]> {
  const reader = jsonReader(await wholeText(text));
  if (reader.peek() !== "[") {
    const only = reader.value();
    reader.end();
    // Windows PowerShell 5.1 wraps a list this way once its type data for arrays are loaded.
    const wrapped = only.kind === "object" && only.members.size === 2 ? member(only, "value") : undefined;
    if (wrapped?.kind === "array") yield wrapped.items.map((item) => entryOf(item, reader));
    else yield [entryOf(only, reader)];
    return;
  }
  reader.expect("[");
  if (reader.peek() === "]") reader.expect("]");
  else {
    for (;;) {
      yield [entryOf(reader.value(), reader)];
      if (reader.peek() === "]") break;
      reader.expect(",");
    }
    reader.expect("]");
  }
  reader.end();
}
