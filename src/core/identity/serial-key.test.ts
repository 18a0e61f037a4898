import { describe, expect, it } from "vitest";
import { serialKey } from "./serial-key.ts";

describe("serialKey", () => {
  it.each([
    ["P28DA81LMD5T", "p28da81lmd5t"],
    [" 5cg-1234 abc ", "5cg1234abc"],
    ["VMware-56 4d 8a 3c", "vmware564d8a3c"],
    ["Parallels-AB CD", "parallelsabcd"],
  ])("reads %j as %j", (text, key) => {
    expect(serialKey(text)).toBe(key);
  });

  it.each([
    "",
    " ",
    "0",
    "00000000",
    "xxxxxxxx",
    "........",
    "N/A",
    "None",
    "Default string",
    "To be filled by O.E.M.",
    "To Be Filled By O.E.M",
    "System Serial Number",
    "Not Specified",
    "Not Applicable",
    "123456789",
    "0123456789",
    "VMware",
    "Unknown",
  ])("takes %j for a placeholder", (text) => {
    expect(serialKey(text)).toBeUndefined();
  });
});
