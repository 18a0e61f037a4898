import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCsv } from "./csv.ts";
import { textOf, type ExportEntry } from "../directory-export/export-entry.ts";

async function* inChunks(text: string, size: number): AsyncGenerator<string> {
  const characters = Array.from(text); // whole ones, as the decoder gives them
  for (let at = 0; at < characters.length; at += size) yield characters.slice(at, at + size).join("");
}

async function readAll(text: string, chunk = 13): Promise<ExportEntry[]> {
  const entries: ExportEntry[] = [];
  for await (const batch of readCsv(inChunks(text, chunk), text)) entries.push(...batch);
  return entries;
}

describe("readCsv", () => {
  it("reads what csvde writes: LDAP names, bytes in hex, values joined by semicolons", async () => {
    const [entry] = await readAll(
      "DN,objectClass,objectGUID,member,cn\r\n" +
        `"CN=G,DC=corp",group,X'388e0187cdc32b42846f88752521a65e',"CN=A\\;B,DC=corp;CN=C,DC=corp",X'47c3bc'\r\n`,
    );
    expect(entry?.values.get("objectguid")?.[0]?.content).toHaveLength(16);
    expect(entry?.values.get("member")?.map(textOf)).toEqual(["CN=A\\;B,DC=corp", "CN=C,DC=corp"]);
    expect(entry?.values.get("cn")?.map(textOf)).toEqual(["Gü"]);
  });

  it.each([[","], [";"], ["\t"]])("reads what Export-Csv writes, delimited by %j", async (delimiter) => {
    const row = (...fields: string[]): string => `${fields.map((field) => `"${field}"`).join(delimiter)}\r\n`;
    const [entry] = await readAll(
      "#TYPE Selected.Microsoft.ActiveDirectory.Management.ADComputer\r\n" +
        row("DistinguishedName", "Enabled", "servicePrincipalName", "DNSHostName") +
        row("CN=PC-1,DC=corp", "True", "Microsoft.ActiveDirectory.Management.ADPropertyValueCollection", ""),
    );
    expect(entry?.values.get("objectclass")?.map(textOf)).toEqual(["computer"]);
    expect(entry?.values.get("enabled")?.map(textOf)).toEqual(["True"]);
    expect(entry?.partial.has("serviceprincipalname")).toBe(true);
    expect(entry?.asked.has("dnshostname")).toBe(true);
    expect(entry?.values.has("dnshostname")).toBe(false);
  });

  it("points at the field, over quotes and line breaks", async () => {
    const [first, second] = await readAll(
      'DN,cn,description\r\n"CN=1","a\r\nb",x\r\n\r\n"CN=""2""",second,y\r\n',
    );
    expect(first?.values.get("dn")?.[0]?.at()).toEqual({ line: 2, column: 1 });
    expect(first?.values.get("cn")?.[0]?.at()).toEqual({ line: 2, column: 8 });
    expect(second?.values.get("dn")?.map(textOf)).toEqual(['CN="2"']);
    expect(second?.values.get("cn")?.[0]?.at()).toEqual({ line: 5, column: 12 });
  });

  it.each([
    ["fewer fields than the header", "DN,cn\nCN=x\n", 2],
    ["more fields than the header", "DN,cn\nCN=x,a\nCN=y,b,c\n", 3],
    ["a stray quote", 'DN,cn\nCN=x,a"b\n', 2],
    ["a header without DN", "cn,sAMAccountName\nx,x$\n", 1],
    ["a column that stands twice", "DN,cn,CN\nCN=x,a,b\n", 1],
  ])("refuses %s", async (_, text, line) => {
    await expect(readAll(text)).rejects.toMatchObject({ scope: "file", at: { line } });
  });

  it.each([
    ["no line break after the last row", "DN,cn\nCN=x,a\nCN=y,b"],
    ["an open quote", 'DN,cn\nCN=x,a\nCN=y,"b\n'],
  ])("tells %s as a cut", async (_, text) => {
    await expect(readAll(text)).rejects.toMatchObject({ scope: "cut" });
  });

  it("gives back any text that was written, in any chunks", async () => {
    const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    const cell = fc
      .string({ unit: "binary" })
      .map((text) => text.replaceAll("\r\n", "\n").replaceAll("\r", ""));
    await fc.assert(
      fc.asyncProperty(
        fc.array(cell, { minLength: 1 }),
        fc.integer({ min: 1, max: 40 }),
        async (cells, chunk) => {
          const text = `DN,displayName\n${cells.map((one) => `CN=x,${quoted(one)}\n`).join("")}`;
          const entries = await readAll(text, chunk);
          const read = entries.map((entry) => entry.values.get("displayname")?.map(textOf)[0] ?? "");
          expect(read).toEqual(cells);
        },
      ),
    );
  });
});
