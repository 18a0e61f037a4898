import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeText, sniffEncoding } from "./encoding.ts";

async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function decodeAll(bytes: Uint8Array, chunk = 3): Promise<string> {
  let text = "";
  for await (const part of decodeText(inChunks(bytes, chunk), sniffEncoding(bytes))) text += part;
  return text;
}

const utf16be = (text: string): Buffer => Buffer.from(text, "utf16le").swap16();

describe("decodeText", () => {
  const TEXT = "dn: OU=Außer Betrieb,DC=corp\r\ncn: 机🖥\n";
  it.each([
    ["UTF-8", Buffer.from(TEXT)],
    ["UTF-8 with a mark", Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(TEXT)])],
    ["UTF-16LE with a mark", Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(TEXT, "utf16le")])],
    ["UTF-16BE with a mark", Buffer.concat([Buffer.from([0xfe, 0xff]), utf16be(TEXT)])],
    ["UTF-16LE without", Buffer.from(TEXT, "utf16le")],
    ["UTF-16BE without", utf16be(TEXT)],
  ])("reads %s whatever the chunks", async (_, bytes) => {
    for (const chunk of [1, 2, 3, 5, 1_000]) expect(await decodeAll(bytes, chunk)).toBe(TEXT);
  });

  it("gives back any text that was written", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary" }), fc.integer({ min: 1, max: 7 }), async (text, chunk) => {
        const bytes = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)]);
        expect(await decodeAll(bytes, chunk)).toBe(text);
      }),
    );
  });

  it.each([
    [
      "a Latin-1 umlaut",
      Buffer.concat([Buffer.from("dn: x\ncn: A"), Buffer.from([0xfc]), Buffer.from("B\n")]),
      2,
      6,
    ],
    [
      "an overlong form",
      Buffer.concat([Buffer.from("ab\n\n"), Buffer.from([0xc0, 0xaf]), Buffer.from("c")]),
      3,
      1,
    ],
    [
      "a lone surrogate",
      Buffer.concat([
        Buffer.from([0xff, 0xfe]),
        Buffer.from("ab\nc", "utf16le"),
        Buffer.from([0x00, 0xdc, 0x41, 0x00]),
      ]),
      2,
      2,
    ],
  ])("refuses %s with line and column, never a replacement character", async (_, bytes, line, column) => {
    for (const chunk of [2, 1_000])
      await expect(decodeAll(bytes, chunk)).rejects.toMatchObject({ scope: "file", at: { line, column } });
  });

  it("tells an end in the middle of a character as a cut", async () => {
    await expect(decodeAll(Buffer.from("cn: ü").subarray(0, 5))).rejects.toMatchObject({ scope: "cut" });
    await expect(decodeAll(Buffer.from("cn: a\n", "utf16le").subarray(0, 9))).rejects.toMatchObject({
      scope: "cut",
    });
  });

  it("refuses UTF-32", () => {
    expect(() => sniffEncoding(Uint8Array.from([0xff, 0xfe, 0, 0]))).toThrow("UTF-32");
  });
});
