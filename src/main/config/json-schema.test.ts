import { describe, expect, it } from "vitest";
import { configJsonSchema, keysAt } from "./json-schema.ts";
import { nearestWord } from "./nearest-word.ts";
import { parseDuration } from "./duration.ts";

describe("configJsonSchema", () => {
  it("knows every key of the configuration and takes no other", () => {
    const schema = configJsonSchema();
    expect(keysAt(schema, [])).toEqual(
      expect.arrayContaining([
        "store",
        "mode",
        "sophos",
        "directories",
        "policy",
        "limits",
        "review",
        "vault",
      ]),
    );
    expect(schema).toMatchObject({ additionalProperties: false, required: ["sophos", "directories"] });
    expect(keysAt(schema, ["directories", 0, "bind"])).toEqual(["user", "password"]);
    expect(keysAt(schema, ["notify"])).toEqual([]);
  });
});

describe("nearestWord", () => {
  it.each([
    ["perrun", "perRun"],
    ["perRunn", "perRun"],
    ["perTenantperday", "perTenantPerDay"],
    ["xyz", undefined],
  ])("takes %s for %s", (word, meant) => {
    expect(nearestWord(word, ["perRun", "perTenantPerDay", "ramp"])).toBe(meant);
  });
});

describe("parseDuration", () => {
  it.each([
    ["P30D", 30 * 86_400_000],
    ["P2W", 14 * 86_400_000],
    ["P1DT1H1M1S", 90_061_000],
    ["PT0S", 0],
    ["P1M", "unknown_length"],
    ["P1Y2D", "unknown_length"],
    ["PT1M", 60_000],
    ["-P1D", "negative"],
    ["P", "no_duration"],
    ["", "no_duration"],
    ["30d", "no_duration"],
    ["P1.5D", "no_duration"],
  ])("reads %s as %s", (text, expected) => {
    expect(parseDuration(text)).toBe(expected);
  });
});
