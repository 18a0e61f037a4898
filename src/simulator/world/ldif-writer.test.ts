import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ldifLine, ldifRecord } from "./ldif-writer.ts";

const unfold = (text: string): string => text.replaceAll("\n ", "");

describe("LDIF writer", () => {
  it.each([
    ["a plain value stays plain", "LT-0001", "cn: LT-0001\n"],
    ["an empty value stays empty", "", "cn: \n"],
    ["a colon inside stays plain", "a:b", "cn: a:b\n"],
    ["a backslash stays plain", "CN=Doe\\, Jane", "cn: CN=Doe\\, Jane\n"],
    ["a leading space asks for base64", " a", "cn:: IGE=\n"],
    ["a trailing space asks for base64", "a ", "cn:: YSA=\n"],
    ["a leading colon asks for base64", ":a", "cn:: OmE=\n"],
    ["a leading < asks for base64", "<a", "cn:: PGE=\n"],
    ["a line feed asks for base64", "a\nb", "cn:: YQpi\n"],
    ["what is not ASCII asks for base64, as UTF-8", "ü", "cn:: w7w=\n"],
  ])("%s", (_, value, line) => {
    expect(ldifLine("cn", value)).toBe(line);
  });

  it("bytes are always base64", () => {
    expect(ldifLine("objectGUID", new Uint8Array([65, 66]))).toBe("objectGUID:: QUI=\n");
  });

  it("every value comes back whole from lines of at most 76 characters in ASCII", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), (value) => {
        const text = ldifLine("description", value);
        for (const line of text.split("\n")) expect(line).toMatch(/^[ -~]{0,76}$/);
        const [, mark, rest] = /^description:(:?) (.*)\n$/.exec(unfold(text))!;
        expect(mark === ":" ? Buffer.from(rest!, "base64").toString("utf8") : rest).toBe(value);
      }),
    );
  });

  it("a record is an add with its DN first and an empty line last", () => {
    const record = ldifRecord({
      dn: "OU=München,DC=a",
      attributes: [
        ["objectClass", "top"],
        ["ou", "München"],
      ],
    });
    expect(record).toBe(
      "dn:: T1U9TcO8bmNoZW4sREM9YQ==\nchangetype: add\nobjectClass: top\nou:: TcO8bmNoZW4=\n\n",
    );
  });
});
