import fc from "fast-check";
import { BerWriter, type Filter } from "ldapts";
import { describe, expect, it } from "vitest";
import { changedSince, computers, equals, hasBits } from "./filter.ts";

const onTheWire = (filter: Filter): Buffer => {
  const writer = new BerWriter();
  filter.write(writer);
  return writer.buffer;
};

describe("a filter", () => {
  it("sends any value byte for byte, whatever it would mean in a filter's text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (value) => {
        const bytes = onTheWire(equals("memberOf", value));
        const sent = Buffer.from(value);
        expect(bytes.subarray(bytes.length - sent.length)).toStrictEqual(sent);
      }),
    );
  });

  it.each([String.raw`CN=Doe\, Jane (VIP)*,OU=Büro`, "*", ")(objectClass=*", "\0"])(
    "does not interpret %j",
    (value) => {
      expect(onTheWire(equals("cn", value)).toString("latin1")).toContain(
        Buffer.from(value).toString("latin1"),
      );
    },
  );

  it("asks for numbers above the bookmark's, beyond 2^53 too", () => {
    expect(onTheWire(changedSince(computers, 9_007_199_254_740_993n)).toString("latin1")).toContain(
      "9007199254740994",
    );
  });

  it("asks for bits by the rule that wants all of them", () => {
    expect(onTheWire(hasBits("systemFlags", 3)).toString("latin1")).toContain("1.2.840.113556.1.4.803");
  });
});
