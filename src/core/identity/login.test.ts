import { describe, expect, it } from "vitest";
import type { Domain } from "../model/computer.ts";
import { missing } from "../model/unknown.ts";
import { readLogin } from "./login.ts";

const DOMAINS: readonly Domain[] = [
  { dns: "corp.example.com", netbios: "CORP" },
  { dns: "emea.corp.example.com", netbios: "EMEA01" },
  { dns: "unnamed.example.com", netbios: missing },
  { dns: "pc1.example.com", netbios: "PC1" },
  { dns: "odd.example.com", netbios: "WORKGROUP" },
  // The same NetBIOS name in another forest.
  { dns: "corp.example.org", netbios: "CORP" },
];

describe("readLogin", () => {
  it.each([
    [
      "EMEA01\\Jane",
      { kind: "domain_account", netbios: "emea01", domains: ["emea.corp.example.com"], account: "jane" },
    ],
    [
      "corp\\jane",
      {
        kind: "domain_account",
        netbios: "corp",
        domains: ["corp.example.com", "corp.example.org"],
        account: "jane",
      },
    ],
    [
      "Jane@corp.example.com.",
      { kind: "principal", account: "jane", suffix: "corp.example.com", known: true },
    ],
    ["jane@example.org", { kind: "principal", account: "jane", suffix: "example.org", known: false }],
    ["jane", { kind: "bare", account: "jane" }],
    ["PC1\\jane", { kind: "elsewhere", authority: "pc1", account: "jane" }],
    ["WORKGROUP\\jane", { kind: "elsewhere", authority: "workgroup", account: "jane" }],
    ["AzureAD\\Jane", { kind: "elsewhere", authority: "azuread", account: "jane" }],
    ["NT AUTHORITY\\SYSTEM", { kind: "elsewhere", authority: "nt authority", account: "system" }],
    ["BUILTIN\\Administrators", { kind: "elsewhere", authority: "builtin", account: "administrators" }],
    [".\\jane", { kind: "elsewhere", authority: ".", account: "jane" }],
    ["NOBODY\\jane", { kind: "elsewhere", authority: "nobody", account: "jane" }],
    ["", undefined],
    ["  ", undefined],
    ["CORP\\", undefined],
    ["@corp.example.com", undefined],
    ["jane@", undefined],
  ])("reads %j", (text, expected) => {
    expect(readLogin(text, "pc1", DOMAINS)).toEqual(expected);
  });

  it("takes the 15-character form of the hostname for the machine itself", () => {
    const domains: readonly Domain[] = [{ dns: "x.example.com", netbios: "FIFTEEN-LETTERS" }];

    expect(readLogin("FIFTEEN-LETTERS\\jo", "fifteen-letters-and-more", domains)?.kind).toBe("elsewhere");
    expect(readLogin("FIFTEEN-LETTERS\\jo", "other", domains)?.kind).toBe("domain_account");
  });
});
