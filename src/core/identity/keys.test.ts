import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aComputer, anEndpoint } from "../../../test/build/evidence.ts";
import { invalid, missing } from "../model/unknown.ts";
import { computerKeys, endpointKeys, hostnameKey, namesDisagree } from "./keys.ts";

describe("hostnameKey", () => {
  it.each([
    ["LAP-0142", "lap-0142", undefined],
    ["  lap-0142\t", "lap-0142", undefined],
    ["LAP-0142$", "lap-0142", undefined],
    ["LAP-0142.", "lap-0142", undefined],
    ["LAP-0142.Corp.Example.COM", "lap-0142", "corp.example.com"],
    ["lap-0142.corp.example.com.", "lap-0142", "corp.example.com"],
    ["JANE-MBP.local", "jane-mbp", undefined],
    ["web.localdomain", "web", undefined],
    ["pc.corp.local", "pc", "corp.local"],
    ["Example Name", "example name", undefined],
    ["BU\u0308RO-1", "b\u00fcro-1", undefined],
    ["💻-lab", "💻-lab", undefined],
    ["=cmd()|x", "=cmd()|x", undefined],
    ["10-0-0-1", "10-0-0-1", undefined],
  ])("reads %j as host %j in domain %j", (text, host, domain) => {
    expect(hostnameKey(text)).toEqual({ host, domain });
  });

  it.each([
    "",
    "  ",
    ".",
    "$",
    "localhost",
    "LOCALHOST.localdomain",
    ".corp.example.com",
    "10.0.0.1",
    "::1",
    "fe80::1%eth0",
  ])("makes no key of %j, which names no machine", (text) => {
    expect(hostnameKey(text)).toBeUndefined();
  });

  it("is its own key, and the same whatever the case and the composition of its letters", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const key = hostnameKey(text);
        fc.pre(key !== undefined);
        const whole = key.domain === undefined ? key.host : `${key.host}.${key.domain}`;

        expect(hostnameKey(whole)).toEqual(key);
        expect(hostnameKey(` ${text.normalize("NFD")} `)).toEqual(key);
        expect(key.host).not.toBe("");
      }),
    );
  });
});

describe("endpointKeys", () => {
  it("are host, its first 15 characters, and serial number", () => {
    expect(endpointKeys(anEndpoint({ hostname: "FIFTEEN-LETTERS-AND-MORE.corp.example.com" }))).toEqual({
      hostKey: "fifteen-letters-and-more",
      aliasKey: "fifteen-letters",
      serialKey: "p28da81lmd5t",
    });
  });

  it.each([missing, invalid("x"), "localhost"])("are undefined where the hostname is %j", (hostname) => {
    expect(endpointKeys(anEndpoint({ hostname, serialNumber: missing }))).toEqual({
      hostKey: undefined,
      aliasKey: undefined,
      serialKey: undefined,
    });
  });
});

describe("computerKeys", () => {
  const names = (dnsHostName: unknown, samAccountName: unknown, name = "CN-NAME") =>
    aComputer({ dnsHostName, samAccountName, name } as Parameters<typeof aComputer>[0]);

  it.each([
    [
      "dNSHostName first",
      names("a-long-host-name-01.corp.com", "A-LONG-HOST-NAM$"),
      "a-long-host-name-01",
      "a-long-host-nam",
    ],
    ["else sAMAccountName", names(missing, "PC1$"), "pc1", "pc1"],
    ["else the common name", names(missing, missing), "cn-name", "cn-name"],
    ["an illegible dNSHostName counts for none", names("localhost", "PC1$"), "pc1", "pc1"],
    [
      "of a replication conflict the name in front",
      names(missing, "$DUPLICATE-1f4", "PC1\nCNF:1-2"),
      "pc1",
      "pc1",
    ],
    ["of a deleted object the name in front", names(missing, missing, "PC1\nDEL:1-2"), "pc1", "pc1"],
    ["none legible: a key no endpoint has", names(missing, missing, "\nCNF:1"), "", ""],
    ["names that disagree: each its own", names("old.corp.com", "NEW$"), "old", "new"],
  ])("take %s", (_of, computer, hostKey, aliasKey) => {
    expect(computerKeys(computer)).toEqual({ hostKey, aliasKey });
  });

  it("tell when a computer's names are not of one machine", () => {
    expect(namesDisagree(names("old.corp.com", "NEW$"))).toBe(true);
    expect(namesDisagree(names("a-long-host-name-01.corp.com", "A-LONG-HOST-NAM$"))).toBe(false);
    expect(namesDisagree(names("pc1.corp.com", missing))).toBe(false);
    expect(namesDisagree(names("pc1.corp.com", "$DUPLICATE-1f4"))).toBe(false);
  });
});
