import { describe, expect, it } from "vitest";
import { LEAST, check, warningsOf, policy, limits, problemsOf } from "../../../test/build/config-text.ts";

describe("a warning", () => {
  const deleter = (id: string): string =>
    LEAST.replace("sophos:", `sophos:\n  deleter: { clientId: ${id}, clientSecret: env:S2 }`);
  it.each([
    [
      "one credential for reading and deleting",
      deleter("env:ID"),
      {},
      "2:24: sophos.deleter.clientId: is the reader's credential too; give the reader one that cannot delete (Service Principal Read-Only)",
    ],
    [
      "one credential under two names",
      deleter("env:ID2"),
      { ID: "a", ID2: "a" },
      "2:24: sophos.deleter.clientId: is the reader's credential too; give the reader one that cannot delete (Service Principal Read-Only)",
    ],
    [
      "enforce that may delete nothing",
      `mode: enforce\nvault: none\n${deleter("env:ID2")}limits: { perRun: 0 }\n`,
      {},
      "13:19: limits.perRun: is 0, so enforce deletes nothing; raise it, or use dry-run",
    ],
    [
      "enforce without a vault, unless that is written",
      `mode: enforce\n${deleter("env:ID2")}`,
      {},
      "1:7: mode: deletes without keeping dossiers, since there is no vault; add vault.key, or write vault: none if that is meant",
    ],
    [
      "a protect rule for an OU that is nowhere",
      policy('protect: [{ ou: "OU=Board,DC=emea,DC=example,DC=com", reason: board }]'),
      {},
      "11:19: policy.protect[0].ou: matches nothing (board): it lies in no configured directory; correct the DN or take the rule out",
    ],
    [
      "a protect rule for an excluded tenant",
      `${LEAST.replace("sophos:", "sophos:\n  tenants: { exclude: [Acme] }")}policy:\n  protect: [{ tenant: acme, reason: contract }]\n`,
      {},
      "12:23: policy.protect[0].tenant: matches nothing (contract): the tenant is excluded; take the rule out",
    ],
    [
      "a hostname that cannot be",
      policy('protect: [{ hostname: "PC-1, PC-2", reason: spare }]'),
      {},
      "11:25: policy.protect[0].hostname: matches nothing (spare): no hostname has such characters; write a name with * and ? as wildcards, one rule for each",
    ],
    [
      "a protect rule for everything",
      policy('protect: [{ hostname: "*", reason: all }]'),
      {},
      "11:25: policy.protect[0].hostname: protects every device, so nothing is ever retired; narrow it down",
    ],
    [
      "no grace",
      policy("grace: P0D"),
      {},
      "11:10: policy.grace: is zero: a computer moved by mistake is retired at once; leave some days to move it back, for instance P14D",
    ],
    [
      "a domain that no directory has",
      `${LEAST}tenantDomains: { Acme: [emea.example.com] }\n`,
      {},
      "10:25: tenantDomains.Acme[0]: is the domain of no configured directory, so its computers will not be found; add the directory or correct the name",
    ],
    [
      "a VIP group of another domain",
      LEAST + '    vipGroups: ["CN=VIP,DC=emea,DC=example,DC=com"]\n',
      {},
      "10:17: directories[0].vipGroups[0]: lies in another domain and may not be readable, which makes everyone a VIP; name a group of this domain",
    ],
    [
      "a rate beyond the documented",
      LEAST.replace("sophos:", "sophos:\n  rate: { perSecond: 11 }"),
      {},
      "2:22: sophos.rate.perSecond: is more than the 10 that Sophos documents; expect to be throttled unless Sophos has agreed to more",
    ],
    [
      "enforce with a ramp that begins with nothing",
      `mode: enforce\n${LEAST.replace("sophos:", "vault: none\nsophos:\n  deleter: { clientId: env:D, clientSecret: env:E }")}limits: { ramp: { steps: [0, 5] } }\n`,
      {},
      "13:27: limits.ramp.steps[0]: is 0, so enforce deletes nothing and no day can be clean; begin with 1, or use dry-run",
    ],
    [
      "a share of more than half",
      limits("maxShareOfTenant: 0.6"),
      {},
      "10:29: limits.maxShareOfTenant: lets more than half of a tenant be retired; a small share stops a mistake early, for instance 0.05",
    ],
    [
      "a retired OU that stands twice",
      LEAST.replace('com"] }', 'com", "ou=disabled,dc=corp,dc=example,dc=com"] }'),
      {},
      "9:63: directories[0].retired.ous[1]: stands in the list twice; take one out",
    ],
  ])("tells of %s", (_, text, env, expected) => {
    expect(warningsOf(text, env)).toEqual([`rollcall.yaml:${expected}`]);
  });
});

describe("a secret", () => {
  const LITERAL = "hunter2-is-my-secret";
  it.each([
    ["as clientSecret", LEAST.replace("env:SECRET", LITERAL)],
    ["as bind password", LEAST.replace("file:ldap", LITERAL)],
    ["as a number", LEAST.replace("file:ldap", "4711474711")],
    ["in the store's URL", `store: postgres://rollcall:${LITERAL}@db/rollcall\n${LEAST}`],
    ["in a directory's URL", LEAST.replace("ldaps://dc1", `ldaps://svc:${LITERAL}@dc1`)],
    ["in the idUrl", LEAST.replace("sophos:", `sophos:\n  idUrl: https://x:${LITERAL}@id.sophos.com`)],
    ["in tickets", `${LEAST}tickets: { url: https://x, apiToken: ${LITERAL} }\n`],
    ["in notify", `${LEAST}notify: [{ smtp: { password: ${LITERAL} } }]\n`],
    ["in a webhook's URL", `${LEAST}notify: [{ url: "https://x:${LITERAL}@y" }]\n`],
    ["that lost the space after its colon", LEAST.replace("password: file:ldap", `password:${LITERAL}`)],
    ["behind broken YAML", LEAST.replace("file:ldap }", `"${LITERAL}`)],
    ["behind a wrong anchor", LEAST.replace("file:ldap", `*${LITERAL}`)],
    ["behind an unknown tag", LEAST.replace("file:ldap", `!${LITERAL} x`)],
    ["as a second scalar", LEAST.replace("file:ldap }", `file:ldap } ${LITERAL}`)],
  ])("written %s is refused, and never told", (_, text) => {
    const problems = problemsOf(text);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.join("\n")).not.toMatch(/hunter2|4711/);
  });

  it("may be referred to in any section", () => {
    expect(check(`${LEAST}notify: [{ name: chat, type: slack, url: env:CHAT_URL }]\n`).warnings).toEqual([]);
  });
});
