import { describe, expect, it } from "vitest";
import { sha256 } from "../../adapters/system/hash.ts";
import { checkConfig } from "./load-config.ts";
import { limitsOf, policyHash, policyOf } from "./policy-of.ts";

const TEXT = `sophos:
  reader: { clientId: env:ID, clientSecret: env:SECRET }
directories:
  - name: corp
    type: file
    path: corp.ldif
    domain: { dns: corp.example.com, netbios: CORP }
    retired: { ous: ["OU=Disabled,DC=corp,DC=example,DC=com"] }
    vipGroups: ["CN=VIP,DC=corp,DC=example,DC=com"]
tenantDomains: { Acme: [corp.example.com] }
policy: { accept: [server, vip_unknown], protect: [{ hostname: KIOSK-*, reason: kiosk }] }
`;
const hashOf = (text: string): string => policyHash(checkConfig(text, "rollcall.yaml", {}).config, sha256);

describe("policyOf and limitsOf", () => {
  it("give core what it judges by", () => {
    const { config } = checkConfig(TEXT, "rollcall.yaml", {});
    expect(policyOf(config)).toEqual({
      inactive: { computerDays: 30, serverDays: 90 },
      graceDays: 14,
      accept: ["server", "vip_unknown"],
      protect: [{ hostname: "KIOSK-*", reason: "kiosk" }],
      vipPeople: [],
      stable: { runs: 2, forMs: 86_400_000 },
      retirement: {
        corp: {
          ous: ["OU=Disabled,DC=corp,DC=example,DC=com"],
          disabledAccounts: false,
          deletedObjects: false,
        },
      },
      tenantDomains: { Acme: ["corp.example.com"] },
      twoPeople: ["vip_owner"],
    });
    expect(limitsOf(config)).toEqual({
      perRun: 10,
      perTenantPerDay: 25,
      maxShareOfTenant: 0.05,
      maxShrink: 0.1,
      minSeenLastDay: 1,
      maxFailures: 3,
    });
  });
});

describe("policyHash", () => {
  it.each([
    ["a threshold", ["policy: {", "policy: { inactive: { computer: P31D },"]],
    ["an accepted reason", ["server, vip_unknown", "server"]],
    ["a protect rule", ["KIOSK-*", "KIOSK-1*"]],
    ["a retired OU", ["OU=Disabled", "OU=Gone"]],
    ["another way to retire", ['com"] }', 'com"], disabledAccounts: true }']],
    ["a VIP group", ["CN=VIP", "CN=VIP2"]],
    ["a tenant's domain", ["Acme:", "Acme2:"]],
    ["a limit", ["policy:", "limits: { perRun: 11 }\npolicy:"]],
    ["the ramp", ["policy:", "limits: { ramp: { steps: [1, 6] } }\npolicy:"]],
    ["the spacing", ["policy:", "limits: { spacing: PT1S }\npolicy:"]],
    [
      "the hours",
      ["policy:", 'limits: { hours: { days: [mon], from: "08:00", to: "17:00", zone: UTC } }\npolicy:'],
    ],
    ["what two people must approve", ["policy:", "review: { twoPeople: [] }\npolicy:"]],
    ["the tenants covered", ["sophos:", "sophos:\n  tenants: { include: [Acme] }"]],
    ["how old a file may be", ["path:", "maxAge: P3D\n    path:"]],
  ] as const)("changes with %s", (_, [from, to]) => {
    expect(TEXT).toContain(from);
    expect(hashOf(TEXT.replace(from, to))).not.toBe(hashOf(TEXT));
  });

  it.each([
    ["the mode", ["sophos:", "mode: dry-run\nsophos:"]],
    ["where a secret is", ["env:SECRET", "file:secret"]],
    ["the order of a set", ["server, vip_unknown", "vip_unknown, server"]],
    ["a default that is written out", ["policy: {", "policy: { grace: P2W,"]],
    [
      "how long an answer is waited for",
      ["policy:", "review: { answerWithin: P7D, newCasesPerRun: 1 }\npolicy:"],
    ],
    ["a comment", ["sophos:", "# hello\nsophos:"]],
  ] as const)("stays with %s", (_, [from, to]) => {
    expect(hashOf(TEXT.replace(from, to))).toBe(hashOf(TEXT));
  });
});
