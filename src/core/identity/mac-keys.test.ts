import { describe, expect, it } from "vitest";
import { macKeys } from "./mac-keys.ts";

describe("macKeys", () => {
  it("are 12 hex digits, each once, in order", () => {
    expect(macKeys(["F4:33:c2:64:46:e6", "04-33-C2-64-46-E6", "0433.c264.46e6"])).toEqual([
      "0433c26446e6",
      "f433c26446e6",
    ]);
  });

  it.each([
    ["a group address", "01:00:5e:00:00:fb"],
    ["a locally administered one: randomised", "da:a1:19:00:00:01"],
    ["VMware's host-side adapters", "00:50:56:C0:00:08"],
    ["VirtualBox's host-side adapter", "0A:00:27:00:00:01"],
    ["zeros", "00:00:00:00:00:00"],
    ["ones", "ff:ff:ff:ff:ff:ff"],
    ["something else", "n/a"],
    ["one too short", "04:33:C2:64:46"],
  ])("leave out %s", (_of, address) => {
    expect(macKeys([address])).toEqual([]);
  });
});
