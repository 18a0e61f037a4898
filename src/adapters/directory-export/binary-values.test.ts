import { describe, expect, it } from "vitest";
import { guidOf, sidOf } from "./binary-values.ts";
import type { EntryValue } from "./export-entry.ts";

const value = (content: string | Uint8Array): EntryValue => ({ content, at: () => ({ line: 1, column: 1 }) });
const GUID = "87018e38-c3cd-422b-846f-88752521a65e";
const GUID_BYTES = Buffer.from("388e0187cdc32b42846f88752521a65e", "hex");

describe("guidOf", () => {
  it.each([
    ["bytes, the first three groups little endian", GUID_BYTES],
    ["text", GUID],
    ["text in capitals and braces", `{${GUID.toUpperCase()}}`],
  ])("reads a GUID from %s", (_, content) => {
    expect(guidOf(value(content))).toBe(GUID);
  });

  it("reads sixteen printable bytes that LDIF wrote as text", () => {
    expect(guidOf(value("abcdefghijklmnop"))).toBe("64636261-6665-6867-696a-6b6c6d6e6f70");
  });

  it.each([
    ["15 bytes", GUID_BYTES.subarray(1)],
    ["another text", "PC-1"],
    ["nothing", ""],
  ])("does not make a GUID of %s", (_, content) => {
    expect(guidOf(value(content))).toBeUndefined();
  });
});

describe("sidOf", () => {
  const SID = "S-1-5-21-1111111111-2222222222-3333333333-1104";
  const SID_BYTES = Buffer.from("010500000000000515000000c7353a428e6b748455a1aec650040000", "hex");

  it("reads a SID from its bytes", () => {
    expect(sidOf(value(SID_BYTES))).toBe(SID);
  });
  it("reads a SID from text", () => {
    expect(sidOf(value(SID))).toBe(SID);
  });
  it.each([
    ["a cut one", SID_BYTES.subarray(0, 20)],
    ["no SID", "1104"],
    ["another revision", Buffer.concat([Buffer.from([2]), SID_BYTES.subarray(1)])],
  ])("does not make a SID of %s", (_, content) => {
    expect(sidOf(value(content))).toBeUndefined();
  });
});
