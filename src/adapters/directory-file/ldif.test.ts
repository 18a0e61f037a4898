import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { textOf, type ExportEntry } from "../directory-export/export-entry.ts";
import { readLdif } from "./ldif.ts";

async function* inChunks(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

async function readAll(text: string, chunk = 11): Promise<ExportEntry[]> {
  const entries: ExportEntry[] = [];
  for await (const batch of readLdif(() => inChunks(text, chunk))) entries.push(...batch);
  return entries;
}

const only = async (text: string): Promise<ExportEntry> => {
  const [entry] = await readAll(text);
  if (entry === undefined) throw new Error("no entry was read");
  return entry;
};

/** Writes a value as RFC 2849 has it: in base64 unless it is a SAFE-STRING, folded at 76 columns. */
function ldifLine(name: string, value: string): string {
  const safe = /^[^\0\n\r\x80-\uffff :<][^\0\n\r\x80-\uffff]*$/.test(value) && !value.endsWith(" ");
  const line =
    safe || value === "" ? `${name}: ${value}` : `${name}:: ${Buffer.from(value).toString("base64")}`;
  return (line.match(/.{1,75}/g) ?? []).join("\n ");
}

describe("readLdif", () => {
  it("reads what ldifde writes: changetype add, folded lines, base64, CR LF", async () => {
    const entry = await only(
      "dn: CN=PC-1,OU=Devi\r\n ces,DC=corp\r\nchangetype: add\r\nobjectClass: top\r\nobjectClass: computer\r\n" +
        "cn:: UEMtMQ==\r\ndescription: ignored\r\noperatingSystem:\r\n\r\n",
    );
    expect(entry.values.get("dn")?.map(textOf)).toEqual(["CN=PC-1,OU=Devices,DC=corp"]);
    expect(entry.values.get("objectclass")?.map(textOf)).toEqual(["top", "computer"]);
    expect(entry.values.get("cn")?.map(textOf)).toEqual(["PC-1"]);
    expect(entry.values.has("operatingsystem")).toBe(false);
    expect(entry.asked.has("operatingsystem")).toBe(true);
    expect(entry.values.get("cn")?.[0]?.at()).toEqual({ line: 6, column: 6 });
  });

  it("reads what ldapsearch writes around the entries", async () => {
    const entries = await readAll(
      "# extended LDIF\n#\n version folded into the comment\nversion: 1\n\n# PC-1\ndn: CN=PC-1,DC=corp\ncn: PC-1\n\n" +
        "# search reference\nref: ldaps://corp/CN=Configuration,DC=corp\n\n# search result\nsearch: 2\nresult: 0 Success\n\n" +
        "# numResponses: 3\n# numEntries: 1\n",
    );
    expect(entries).toHaveLength(1);
  });

  it("gives back any text that was written", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: "binary", minLength: 1 }), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 40 }),
        async (values, chunk) => {
          const text = `${ldifLine("dn", "CN=x")}\n${values.map((value) => ldifLine("member", value)).join("\n")}\n\n`;
          const [entry] = await readAll(text, chunk);
          expect(entry?.values.get("member")?.map(textOf)).toEqual(values);
        },
      ),
    );
  });

  it.each([
    ["a URL value", "dn: CN=x\ncn:< file:///etc/passwd\n\n", 2, 6, "follows none"],
    ["damaged base64", "dn: CN=x\ncn:: UEM*\n\n", 2, 6, "damaged"],
    ["base64 of a wrong length", "dn: CN=x\n\ndn: CN=y\ncn:: UEM\n\n", 4, 6, "damaged"],
    ["a change record", "dn: CN=x\nchangetype: modify\nadd: cn\n\n", 2, 13, "change record"],
    ["a deletion", "dn: CN=x\nchangetype: delete\n\n", 2, 13, "change record"],
    ["a line without a colon", "dn: CN=x\nnonsense\n\n", 2, 1, "attribute: value"],
    ["an entry without dn", "cn: x\n\n", 1, 1, "expected dn"],
    ["two entries without a blank line", "dn: CN=x\ndn: CN=y\n\n", 2, 1, "blank line"],
    ["another version", "version: 2\ndn: CN=x\n\n", 1, 10, "version 1"],
  ])("refuses %s, naming its place", async (_, text, line, column, message) => {
    await expect(readAll(text)).rejects.toMatchObject({
      scope: "file",
      at: { line, column },
      message: expect.stringContaining(message) as string,
    });
  });

  it.each([
    ["no blank line after the last entry", "dn: CN=x\n\ndn: CN=y\ncn: y\n"],
    ["no line break after the last line", "dn: CN=x\n\ndn: CN=y\ncn: y"],
    ["half a base64 value", "dn: CN=x\ncn:: UEM"],
    ["half a line", "dn: CN=x\n\ndn: CN=y\nobjectCl"],
    ["fewer entries than counted", "dn: CN=x\ncn: x\n\n# numEntries: 2\n"],
    ["a size limit", "dn: CN=x\ncn: x\n\nsearch: 2\nresult: 4 Size limit exceeded\n"],
  ])("tells %s as a cut", async (_, text) => {
    await expect(readAll(text)).rejects.toMatchObject({ scope: "cut" });
  });

  it("marks an attribute of which the server gave a range only", async () => {
    const entry = await only("dn: CN=g\nmember;range=0-1: CN=a\nmember;range=0-1: CN=b\n\n");
    expect(entry.partial.has("member")).toBe(true);
  });
});
