import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { instant, MINUTE } from "../../core/model/instant.ts";
import { invalid, missing } from "../../core/model/unknown.ts";
import { fileTimeOf, generalizedTimeOf, guidOf, integerOf, sidOf, usnOf } from "./decode.ts";

const NOW = instant(Date.UTC(2026, 2, 1));
const fileTime = (ms: number): string => (BigInt(ms) * 10_000n + 116_444_736_000_000_000n).toString();

describe("objectGUID", () => {
  it("has its first three groups little-endian", () => {
    expect(guidOf(Buffer.from("00112233445566778899aabbccddeeff", "hex"))).toBe(
      "33221100-5544-7766-8899-aabbccddeeff",
    );
  });
  it("is unknown when it is missing or has another length, and never an empty text", () => {
    expect(guidOf(undefined)).toStrictEqual(missing);
    expect(guidOf(Buffer.from("0011", "hex"))).toStrictEqual(invalid("0011"));
  });
  it("is another one for other bytes", () => {
    const bytes = fc.uint8Array({ minLength: 16, maxLength: 16 });
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        expect(guidOf(Buffer.from(a)) === guidOf(Buffer.from(b))).toBe(Buffer.from(a).equals(Buffer.from(b)));
      }),
    );
  });
});

describe("objectSid", () => {
  it("has a big-endian authority and little-endian sub-authorities", () => {
    // The built-in administrators, and a domain account as Samba stores it.
    expect(sidOf(Buffer.from("01020000000000052000000020020000", "hex"))).toBe("S-1-5-32-544");
    const account = "010500000000000515000000c7353a428e6b748455a1aec652040000";
    expect(sidOf(Buffer.from(account, "hex"))).toBe("S-1-5-21-1111111111-2222222222-3333333333-1106");
  });
  it("is unknown when its length does not fit its own count", () => {
    expect(sidOf(undefined)).toStrictEqual(missing);
    expect(sidOf(Buffer.from("0102000000000005", "hex"))).toStrictEqual(invalid("0102000000000005"));
    expect(sidOf(Buffer.alloc(0))).toStrictEqual(invalid(""));
  });
});

describe("FILETIME", () => {
  it.each([
    ["a plain date", "133500000000000000", Date.UTC(2024, 0, 17, 21, 20)],
    ["the Kerberos tolerance ahead", fileTime(NOW + 5 * MINUTE), NOW + 5 * MINUTE],
    ["0, which stands for never", "0", missing],
    ["the largest value, which stands for never", "9223372036854775807", missing],
    ["−1", "-1", invalid("-1")],
    ["1601", "1", invalid("1")],
    ["before Windows 2000", fileTime(Date.UTC(1999, 11, 31)), invalid(fileTime(Date.UTC(1999, 11, 31)))],
    ["the future", fileTime(NOW + 6 * MINUTE), invalid(fileTime(NOW + 6 * MINUTE))],
    ["no number", "yesterday", invalid("yesterday")],
    ["too many digits", "1".repeat(25), invalid("1".repeat(25))],
  ])("reads %s", (_, text, expected) => {
    expect(fileTimeOf(text, NOW)).toStrictEqual(expected);
  });
  it("stays missing when it was not sent", () => {
    expect(fileTimeOf(missing, NOW)).toStrictEqual(missing);
  });
  it("gives every instant since 2000 back to the millisecond", () => {
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(2000, 0, 1), max: NOW }), (ms) => {
        expect(fileTimeOf(fileTime(ms), NOW)).toBe(ms);
      }),
    );
  });
  it("never ages what is not legible: any text gives a date in the valid window or an unknown", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n }).map(String)),
        (text) => {
          const at = fileTimeOf(text, NOW);
          expect(typeof at !== "number" || (at >= Date.UTC(2000, 0, 1) && at <= NOW + 5 * MINUTE)).toBe(true);
        },
      ),
    );
  });
});

describe("generalized time", () => {
  it.each([
    ["with a fraction", "20240117212000.0Z", Date.UTC(2024, 0, 17, 21, 20)],
    ["without one", "20240117212000Z", Date.UTC(2024, 0, 17, 21, 20)],
    ["a day that does not exist", "20240231000000.0Z", invalid("20240231000000.0Z")],
    ["a local time", "20240117212000+0100", invalid("20240117212000+0100")],
    ["the future", "20260302000000.0Z", invalid("20260302000000.0Z")],
  ])("reads %s", (_, text, expected) => {
    expect(generalizedTimeOf(text, NOW)).toStrictEqual(expected);
  });
});

describe("numbers", () => {
  it.each([
    ["4096", 4096],
    ["-2147483646", -2147483646],
    ["0x1000", invalid("0x1000")],
    ["", invalid("")],
  ])("reads %s as an integer", (text, expected) => {
    expect(integerOf(text)).toStrictEqual(expected);
  });
  it("keeps an update sequence number exact beyond 2^53", () => {
    expect(usnOf("9007199254740993")).toBe(9_007_199_254_740_993n);
    expect(usnOf("-1")).toStrictEqual(invalid("-1"));
  });
});
