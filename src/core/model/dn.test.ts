import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { containersBetween, dnKey, dnsOfDn, firstValue, isDn, liesIn, parentDn } from "./dn.ts";

const DISABLED = "OU=Disabled,DC=corp,DC=example,DC=com";

describe("dnKey", () => {
  it.each([
    ["cn=pc1,dc=corp,dc=com", "CN=PC1, DC=Corp ,DC = COM"],
    ["CN=Acme\\, Inc,DC=com", "CN=Acme\\2C Inc,DC=com"],
    ["CN=J\\C3\\BCrgen,DC=com", "CN=Jürgen,DC=com"],
    ["CN=Ju\u0308rgen,DC=com", "CN=J\u00fcrgen,DC=com"],
    ["CN=a\\\\b,DC=com", "CN=a\\5cb,DC=com"],
    ["CN=two  spaces,DC=com", "CN=two spaces,DC=com"],
    ["CN=a+SN=b,DC=com", "sn=B+cn=A,DC=com"],
    ["CN=x\\0ACNF:1,DC=com", "CN=x\\0aCNF:1,DC=com"],
    ["CN=ends in a space\\ ,DC=com", "CN=ends in a space\\20,DC=com"],
  ])("is the same for %s and %s", (a, b) => {
    expect(dnKey(a)).toBe(dnKey(b));
  });

  it.each([
    ["CN=a\\,DC=b,DC=com", "CN=a,DC=b,DC=com"],
    ["CN=a,DC=com", "OU=a,DC=com"],
    ["CN=a\\+SN=b,DC=com", "CN=a+SN=b,DC=com"],
    ["CN=\\FF,DC=com", "CN=\\FE,DC=com"],
    ["CN=pc1,DC=com", "CN=pc10,DC=com"],
    ["CN=a\\5C2c,DC=com", "CN=a\\2c,DC=com"],
    ["CN=a\\ ,DC=com", "CN=a ,DC=com"],
  ])("tells %s from %s", (a, b) => {
    expect(dnKey(a)).not.toBe(dnKey(b));
  });

  it("is made of any text at all without a fault", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(typeof dnKey(text)).toBe("string");
      }),
    );
  });

  it("is the same however the bytes of a value are escaped", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (value) => {
        const hex = [...new TextEncoder().encode(value)]
          .map((byte) => `\\${byte.toString(16).padStart(2, "0")}`)
          .join("");
        const byChar = Array.from(value, (char) => (/[A-Za-z0-9]/.test(char) ? char : hexOf(char))).join("");
        expect(dnKey(`CN=${hex},DC=com`)).toBe(dnKey(`cn=${byChar},dc=COM`));
      }),
    );
  });
});

const hexOf = (char: string): string =>
  [...new TextEncoder().encode(char)].map((byte) => `\\${byte.toString(16).padStart(2, "0")}`).join("");

describe("liesIn", () => {
  it.each([
    [`CN=PC1,${DISABLED}`, DISABLED],
    [`CN=PC1,OU=2026,${DISABLED}`, DISABLED],
    ["cn=pc1,ou=DISABLED,dc=CORP, dc=example,dc=com", DISABLED],
    [`CN=a\\,b,${DISABLED}`, DISABLED],
  ])("%s lies in %s", (dn, container) => {
    expect(liesIn(dn, container)).toBe(true);
  });

  it.each([
    ["itself", DISABLED, DISABLED],
    ["a longer name that ends alike", "CN=PC1,OU=NotDisabled,DC=corp,DC=example,DC=com", DISABLED],
    [
      "an RDN whose value ends like the container",
      "CN=PC1\\,OU=Disabled,DC=corp,DC=example,DC=com",
      DISABLED,
    ],
    ["another domain", "CN=PC1,OU=Disabled,DC=branch,DC=example,DC=com", DISABLED],
    ["its parent", "DC=corp,DC=example,DC=com", DISABLED],
    ["an empty container: a blank OU is never the whole domain", `CN=PC1,${DISABLED}`, ""],
    ["an empty DN", "", DISABLED],
  ])("does not take %s for lying in it", (_name, dn, container) => {
    expect(liesIn(dn, container)).toBe(false);
  });
});

describe("containersBetween", () => {
  it("goes from the parent up to and including the container", () => {
    expect(containersBetween(`CN=PC1,OU=a\\,b,OU=2026,${DISABLED}`, DISABLED.toLowerCase())).toEqual([
      `OU=a\\,b,OU=2026,${DISABLED}`,
      `OU=2026,${DISABLED}`,
      DISABLED,
    ]);
  });

  it("is empty when the DN lies elsewhere", () => {
    expect(containersBetween("CN=PC1,OU=Clients,DC=corp,DC=example,DC=com", DISABLED)).toEqual([]);
  });

  it("has one container for each RDN between, each lying in the next", () => {
    const names = fc.array(fc.string({ unit: fc.constantFrom("a", "b", "\\,", "\\+", "é"), minLength: 1 }), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(names, (parts) => {
        const path = parts.map((part) => `OU=x${part}`);
        const found = containersBetween([...path, DISABLED].join(","), DISABLED);
        expect(found).toHaveLength(path.length);
        expect(found.at(-1)).toBe(DISABLED);
        for (const [i, inner] of found.slice(0, -1).entries())
          expect(liesIn(inner, found[i + 1] ?? "")).toBe(true);
      }),
    );
  });
});

describe("parts of a DN", () => {
  it("gives the parent as it is written", () => {
    expect(parentDn("CN=a\\,b, OU=X,DC=com")).toBe("OU=X,DC=com");
    expect(parentDn("DC=com")).toBeUndefined();
  });

  it("spells the DNS name from the DC parts", () => {
    expect(dnsOfDn("CN=a\\,DC=no,OU=x,DC=Corp,DC=Example,DC=com")).toBe("corp.example.com");
    expect(dnsOfDn("O=acme")).toBeUndefined();
  });

  it("gives the first value as it reads, in lower case", () => {
    expect(firstValue("CN=Doe\\, Jane \\+ Co\\\\,OU=x,DC=com")).toBe("doe, jane + co\\");
    expect(firstValue("")).toBeUndefined();
  });

  it.each(["OU=Disabled,DC=corp", "CN=a\\,b,DC=c", "CN=a+SN=b,DC=c"])("takes %s for a DN", (text) => {
    expect(isDn(text)).toBe(true);
  });

  it.each(["", "Disabled", "OU=,DC=corp", "OU=a,,DC=corp", "OU=a,", "=a"])(
    "does not take %j for a DN",
    (text) => {
      expect(isDn(text)).toBe(false);
    },
  );
});
