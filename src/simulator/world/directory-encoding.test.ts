import { describe, expect, it } from "vitest";
import { filetime, generalizedTime, guidBytes, sidBytes } from "./directory-encoding.ts";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

describe("directory encoding", () => {
  it("objectGUID has its first three groups little-endian", () => {
    expect(hex(guidBytes("00112233-4455-6677-8899-aabbccddeeff"))).toBe("33221100554477668899aabbccddeeff");
  });

  it("objectSid has a big-endian authority and little-endian sub-authorities", () => {
    // S-1-5-21-1-2-4294967295-500
    expect(hex(sidBytes([1, 2, 0xffff_ffff], 500))).toBe(
      "0105000000000005150000000100000002000000fffffffff4010000",
    );
  });

  it.each([
    [0, "116444736000000000"],
    [Date.UTC(2024, 0, 17, 21, 20), "133500000000000000"],
    [1, "116444736000010000"],
  ])("FILETIME counts 100 ns since 1601: %i", (epochMs, expected) => {
    expect(filetime(epochMs)).toBe(expected);
  });

  it("generalized time is UTC in whole seconds", () => {
    expect(generalizedTime(Date.UTC(2026, 10, 24, 3, 8, 23, 900))).toBe("20261124030823.0Z");
  });
});
