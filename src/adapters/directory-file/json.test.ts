import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { textOf, type ExportEntry } from "../directory-export/export-entry.ts";
import { readJson } from "./json.ts";
import { jsonReader, type JsonNode } from "./json-text.ts";

async function readAll(text: string): Promise<ExportEntry[]> {
  const entries: ExportEntry[] = [];
  async function* parts(): AsyncGenerator<string> {
    yield text;
  }
  for await (const batch of readJson(parts())) entries.push(...batch);
  return entries;
}

function plain(node: JsonNode): unknown {
  switch (node.kind) {
    case "object":
      return Object.fromEntries([...node.members].map(([key, value]) => [key, plain(value)]));
    case "array":
      return node.items.map(plain);
    case "string":
      return node.text;
    case "number":
      return Number(node.text);
    case "boolean":
      return node.value;
    case "null":
      return null;
  }
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function readWhole(text: string): JsonNode {
  const reader = jsonReader(text);
  const node = reader.value();
  reader.end();
  return node;
}

const COMPUTER = {
  DistinguishedName: "CN=PC-1,DC=corp",
  ObjectGUID: "87018e38-c3cd-422b-846f-88752521a65e",
  SID: { BinaryLength: 28, AccountDomainSid: { Value: "S-1-5-21-1" }, Value: "S-1-5-21-1-2-3-1104" },
  ServicePrincipalNames: { value: ["HOST/PC-1", "HOST/pc-1.corp"], Count: 2 },
  LastLogonDate: { value: "/Date(1700000000000)/", DisplayHint: 2, DateTime: "Dienstag, 14. November 2023" },
  PrimaryGroup: "ignored",
  ManagedBy: null,
};

describe("readJson", () => {
  it.each([
    ["a list", [COMPUTER]],
    ["one object", COMPUTER],
    ["the wrapper of PowerShell 5", { value: [COMPUTER], Count: 1 }],
  ])("reads %s with PowerShell's wrappers around values", async (_, exported) => {
    const [entry] = await readAll(JSON.stringify(exported, null, 2));
    expect(entry?.values.get("objectsid")?.map(textOf)).toEqual(["S-1-5-21-1-2-3-1104"]);
    expect(entry?.values.get("serviceprincipalname")?.map(textOf)).toEqual(["HOST/PC-1", "HOST/pc-1.corp"]);
    expect(entry?.values.get("lastlogondate")?.map(textOf)).toEqual(["/Date(1700000000000)/"]);
    expect(entry?.asked.has("managedby")).toBe(true);
    expect(entry?.asked.has("member")).toBe(false);
  });

  it("keeps all 18 digits of a FILETIME", async () => {
    const [entry] = await readAll('[{"lastLogonTimestamp": 134399000000000001}]');
    expect(entry?.values.get("lastlogontimestamp")?.map(textOf)).toEqual(["134399000000000001"]);
  });

  it("points at a value", async () => {
    const [entry] = await readAll('[\n  {\n    "CN": "x",\n    "LastLogonDate": "24.11.2026"\n  }\n]');
    expect(entry?.values.get("lastlogondate")?.[0]?.at()).toEqual({ line: 4, column: 22 });
  });

  it.each([
    ["a comma too many", '[{"CN": "x"},]', 1, 14],
    ["a missing comma", '[{"CN": "x"}\n {"CN": "y"}]', 2, 2],
    ["something behind the end", '[{"CN": "x"}]\n[]', 2, 1],
    ["a key that stands twice", '[{"CN": "x",\n"CN": "y"}]', 2, 1],
    ["a single quote", "[{'CN': 1}]", 1, 3],
    ["a number with a leading zero", '[{"CN": 01}]', 1, 10],
    ["a list of texts", '["x"]', 1, 2],
    ["a raw line break in a string", '[{"CN": "x\ny"}]', 1, 9],
    ["deep nesting", "[".repeat(200), 1, 103],
  ])("refuses %s with line and column", async (_, text, line, column) => {
    await expect(readAll(text)).rejects.toMatchObject({ scope: "file", at: { line, column } });
  });

  it("reads exactly what JSON.parse reads", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = JSON.stringify(value);
        expect(plain(readWhole(` ${text} `))).toEqual(JSON.parse(text));
      }),
    );
  });

  it("refuses whatever JSON.parse refuses, and comes to an end", () => {
    const soup = fc.string({ unit: fc.constantFrom(...'[]{}:,"\\ntrue01-.eE '.split("")) });
    fc.assert(
      fc.property(soup, (text) => {
        // A bare number at the very end may have been cut, and a key may not stand twice: stricter than JSON.parse.
        if (parses(text)) return;
        expect(() => readWhole(text)).toThrow(expect.objectContaining({ name: "ExportProblem" }));
      }),
      { numRuns: 500 },
    );
  });

  it("tells every cut as a cut", async () => {
    const text = JSON.stringify([COMPUTER, { CN: "ü", Enabled: true, x: null, n: 12.5e3 }]);
    for (let end = 1; end < text.length; end++)
      await expect(readAll(text.slice(0, end))).rejects.toMatchObject({ scope: "cut" });
  });
});
