import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DAY, HOUR } from "../../core/model/instant.ts";
import { ConfigFault, renderProblem } from "./config-problem.ts";
import { checkConfig, loadConfig } from "./load-config.ts";

/** The least that is a configuration. */
const LEAST = `sophos:
  reader: { clientId: env:ID, clientSecret: env:SECRET }
directories:
  - name: corp
    type: ldap
    url: ldaps://dc1.corp.example.com
    bind: { user: svc@corp.example.com, password: file:ldap }
    baseDn: DC=corp,DC=example,DC=com
    retired: { ous: ["OU=Disabled,DC=corp,DC=example,DC=com"] }
`;

/** As the documentation has it. */
const EXAMPLE = `store: pglite:./rollcall-data            # or postgres://…
mode: observe                            # observe | dry-run | enforce
sophos:
  idUrl: https://id.sophos.com           # the defaults; override only to reach a simulator or a proxy
  apiUrl: https://api.central.sophos.com
  allowedHosts: ["*.central.sophos.com"] # a token is sent nowhere else
  reader:  { clientId: env:ROLLCALL_READER_ID,  clientSecret: env:ROLLCALL_READER_SECRET }
  deleter: { clientId: env:ROLLCALL_DELETER_ID, clientSecret: env:ROLLCALL_DELETER_SECRET }   # only in enforce
  tenants: { include: [], exclude: [] }
  rate: { perSecond: 10, perMinute: 100, perHour: 1000, perDay: 200000 }
  tls: { ca: file:ca.pem }               # optional
directories:
  - name: corp
    type: ldap
    url: ldaps://dc1.corp.example.com
    bind: { user: svc-rollcall@corp.example.com, password: file:/run/secrets/ldap }
    tls: { ca: file:ca.pem }
    baseDn: DC=corp,DC=example,DC=com
    retired: { ous: ["OU=Disabled,DC=corp,DC=example,DC=com"], disabledAccounts: false, deletedObjects: true }
    vipGroups: ["CN=VIP,OU=Groups,DC=corp,DC=example,DC=com"]
  - name: branch
    type: file                           # LDIF, CSV or JSON as Get-ADComputer, ldifde and csvde write them
    path: ./branch-computers.ldif
    domain: { dns: branch.example.com, netbios: BRANCH }
    retired: { ous: ["OU=Disabled,DC=branch,DC=example,DC=com"] }
tenantDomains: { "Acme GmbH": [corp.example.com] }   # by tenant name or id
policy:
  inactive: { computer: P30D, server: P90D }
  grace: P14D
  accept: []                             # reasons that policy lets through without review
  protect: []                            # { tenant, group, tag, hostname, ou, os } with a reason each
  vip: { people: [] }
  stable: { runs: 2, for: P1D }          # how long a candidate must have been one
limits:
  perRun: 10
  perTenantPerDay: 25
  maxShareOfTenant: 0.05
  ramp: { steps: [1, 5, 25, 100], advanceAfterCleanDays: 3 }
  breakers: { maxShrink: 0.1, minSeenLastDay: 1, maxFailures: 3 }
review: { answerWithin: P14D, twoPeople: [vip_owner] }
tickets: { kind: jira }
siem: [{ kind: syslog }]
notify: [{ kind: mail }]
vault: { kind: file }
server: { port: 8080 }
`;

const check = (text: string, env = {}) => checkConfig(text, "rollcall.yaml", env);

/** Every problem of a text, one a line. */
function problemsOf(text: string): string[] {
  try {
    check(text);
  } catch (error) {
    if (error instanceof ConfigFault) return error.problems.map(renderProblem);
    throw error;
  }
  return [];
}

const warningsOf = (text: string, env = {}): string[] => check(text, env).warnings.map(renderProblem);

describe("a configuration", () => {
  it("as documented is read, with the same meaning", () => {
    const { config, warnings } = check(EXAMPLE);
    expect(warnings).toEqual([]);
    expect(config).toMatchObject({
      mode: "observe",
      sophos: {
        idUrl: "https://id.sophos.com",
        deleter: { clientId: { reference: "env:ROLLCALL_DELETER_ID" } },
      },
      directories: [
        { name: "corp", type: "ldap", retired: { deletedObjects: true } },
        {
          name: "branch",
          type: "file",
          maxAgeMs: 2 * DAY,
          domain: { dns: "branch.example.com", netbios: "BRANCH" },
        },
      ],
      tenantDomains: { "Acme GmbH": ["corp.example.com"] },
    });
  });

  it("that says the least has the documented defaults", () => {
    const least = check(LEAST).config;
    const documented = check(EXAMPLE).config;
    for (const key of ["mode", "policy", "limits", "review"] as const)
      expect(least[key]).toEqual(documented[key]);
    expect(least.store.reference).toBe(documented.store.reference);
    expect(least.sophos).toMatchObject({
      rate: documented.sophos.rate,
      allowedHosts: documented.sophos.allowedHosts,
    });
    expect(least.policy).toMatchObject({
      inactive: { computerDays: 30, serverDays: 90 },
      graceDays: 14,
      stable: { runs: 2, forMs: DAY },
    });
    expect(least.limits).toMatchObject({
      perRun: 10,
      perTenantPerDay: 25,
      maxShareOfTenant: 0.05,
      maxShrink: 0.1,
      minSeenLastDay: 1,
      maxFailures: 3,
    });
  });

  it("has durations as numbers and paths from its own folder", () => {
    const text = EXAMPLE.replace("P14D\n", "P2W\n")
      .replace("for: P1D", "for: PT36H")
      .replace("path: ./branch", "maxAge: PT12H\n    path: ./branch");
    const { config } = checkConfig(text, "/etc/rollcall/rollcall.yaml", {});
    expect(config.policy).toMatchObject({ graceDays: 14, stable: { forMs: 36 * HOUR } });
    expect(config.directories[1]).toMatchObject({
      path: "/etc/rollcall/branch-computers.ldif",
      maxAgeMs: 12 * HOUR,
    });
    expect(config.store.reference).toBe("pglite:/etc/rollcall/rollcall-data");
  });

  it.each([["pglite:memory"], ["postgres://rollcall@db.example.com/rollcall"], ["env:STORE_URL"]])(
    "takes %s for a store",
    (store) => {
      expect(check(`store: ${store}\n${LEAST}`).config.store.reference).toBe(store);
    },
  );
});

const policy = (rest: string): string => `${LEAST}policy:\n  ${rest}\n`;
const limits = (rest: string): string => `${LEAST}limits: { ${rest} }\n`;

describe("a wrong configuration", () => {
  it.each([
    [
      "a threshold below 15 days",
      policy("inactive: { computer: P10D }"),
      "11:25: policy.inactive.computer: must be at least 15 days (P15D); a shorter silence says nothing",
    ],
    [
      "a threshold of zero",
      policy("inactive: { server: P0D }"),
      "11:23: policy.inactive.server: must be at least 15 days (P15D); a shorter silence says nothing",
    ],
    [
      "a threshold in hours",
      policy("inactive: { server: PT361H }"),
      "11:23: policy.inactive.server: must be whole days; write for instance P30D",
    ],
    [
      "months, of unknown length",
      policy("grace: P1M"),
      "11:10: policy.grace: has years or months, whose length is not fixed; write days, for instance P90D",
    ],
    ["a negative duration", policy("grace: -P1D"), "11:10: policy.grace: must not be negative"],
    ["a bare number of days", policy("grace: 14"), "11:10: policy.grace: must be text; put it in quotes"],
    [
      "no duration",
      policy("grace: 14 days"),
      "11:10: policy.grace: must be an ISO 8601 duration; write for instance P30D or PT12H",
    ],
    ["an unknown key", policy("graze: P14D"), "11:3: policy.graze: is not a key here; did you mean grace?"],
    [
      "an unknown key at the top",
      `${LEAST}polizy: {}\n`,
      "10:1: polizy: is not a key here; did you mean policy?",
    ],
    [
      "an unknown key in a directory",
      LEAST.replace("baseDn:", "baseDN:"),
      "8:5: directories[0].baseDN: is not a key here; did you mean baseDn?",
    ],
    [
      "a key like none",
      policy("colour: red"),
      "11:3: policy.colour: is not a key here; there may be inactive, grace, accept, protect, vip, stable",
    ],
    [
      "a reason that cannot be accepted",
      policy("accept: [directory_not_retired]"),
      "11:12: policy.accept[0]: directory_not_retired cannot be accepted away; only vip_unknown, os_build_unknown, vanished_from_directory, server can",
    ],
    [
      "a reason misspelt",
      policy("accept: [servr]"),
      "11:12: policy.accept[0]: must be one of vip_unknown, os_build_unknown, vanished_from_directory, server; did you mean server?",
    ],
    [
      "a protect rule without a field",
      policy("protect: [{ reason: board }]"),
      "11:13: policy.protect[0]: says nothing of the devices it protects; give it one of tenant, group, tag, hostname, ou, os",
    ],
    [
      "a protect rule without a reason",
      policy("protect: [{ hostname: KIOSK-* }]"),
      "11:13: policy.protect[0].reason: is missing; add it",
    ],
    [
      "a protect rule that is empty",
      policy('protect: [{ hostname: "", reason: x }]'),
      "11:25: policy.protect[0].hostname: must not be empty",
    ],
    [
      "no runs to be stable",
      policy("stable: { runs: 0 }"),
      "11:19: policy.stable.runs: must be a whole number, 1 or more; unlimited cannot be written",
    ],
    [
      "an unlimited run",
      limits("perRun: .inf"),
      "10:19: limits.perRun: must be a whole number, 0 or more; 0 means none, and unlimited cannot be written",
    ],
    [
      "a run without a limit",
      limits("perRun: null"),
      "10:11: limits.perRun: is empty; give it a value or take the line out",
    ],
    [
      "a negative limit",
      limits("perTenantPerDay: -1"),
      "10:28: limits.perTenantPerDay: must be a whole number, 0 or more; 0 means none, and unlimited cannot be written",
    ],
    [
      "half a device",
      limits("perRun: 2.5"),
      "10:19: limits.perRun: must be a whole number, 0 or more; 0 means none, and unlimited cannot be written",
    ],
    [
      "a limit in words",
      limits("perRun: unlimited"),
      "10:19: limits.perRun: must be a whole number, 0 or more; 0 means none, and unlimited cannot be written",
    ],
    [
      "a share in per cent",
      limits("maxShareOfTenant: 5"),
      "10:29: limits.maxShareOfTenant: must be a share from 0 to 1; write for instance 0.05 for 5 %",
    ],
    [
      "a ramp that falls",
      limits("ramp: { steps: [5, 5] }"),
      "10:30: limits.ramp.steps[1]: is not more than the step before; let the steps grow, for instance [1, 5, 25, 100]",
    ],
    [
      "an unknown mode",
      `mode: enforced\n${LEAST}`,
      "1:7: mode: must be one of observe, dry-run, enforce; did you mean enforce?",
    ],
    [
      "enforce without a deleter",
      `mode: enforce\n${LEAST}`,
      "1:7: mode: enforce needs a credential that may delete; add sophos.deleter, or use observe or dry-run",
    ],
    [
      "an http:// idUrl",
      LEAST.replace("sophos:", "sophos:\n  idUrl: http://id.sophos.com"),
      "2:10: sophos.idUrl: must begin with https://; secrets and tokens are sent there",
    ],
    [
      "a host pattern for everything",
      LEAST.replace("sophos:", 'sophos:\n  allowedHosts: ["*"]'),
      "2:18: sophos.allowedHosts[0]: must be a host, host:port, or *.domain; a token is sent nowhere else",
    ],
    [
      "a host pattern for a top level",
      LEAST.replace("sophos:", 'sophos:\n  apiUrl: https://x.com\n  allowedHosts: ["*.com", x.com]'),
      "3:18: sophos.allowedHosts[0]: allows half the internet; name a domain below the top level, for instance *.central.sophos.com",
    ],
    [
      "an apiUrl that no token may go to",
      LEAST.replace("sophos:", "sophos:\n  apiUrl: https://api.example.com"),
      "2:11: sophos.apiUrl: is not among sophos.allowedHosts, so no token would be sent there; add its host to sophos.allowedHosts",
    ],
    [
      "a tenant in both lists",
      LEAST.replace("sophos:", "sophos:\n  tenants: { include: [Acme], exclude: [acme] }"),
      "2:24: sophos.tenants.include[0]: is excluded as well; take it out of one of the lists",
    ],
    [
      "a rate of zero",
      LEAST.replace("sophos:", "sophos:\n  rate: { perHour: 0 }"),
      "2:20: sophos.rate.perHour: must be a whole number, 1 or more; unlimited cannot be written",
    ],
    [
      "a section that is missing",
      LEAST.slice(LEAST.indexOf("directories")),
      "1:1: sophos: is missing; add it",
    ],
    ["no directories", LEAST.slice(0, LEAST.indexOf("directories")), "1:1: directories: is missing; add it"],
    [
      "an empty list of directories",
      `${LEAST.slice(0, LEAST.indexOf("directories"))}directories: []\n`,
      "3:14: directories: must name a directory; without one nothing can be told of any device",
    ],
    [
      "a directory of unknown type",
      LEAST.replace("type: ldap", "type: entra"),
      "5:11: directories[0].type: must be ldap or file; it says how the directory is read",
    ],
    [
      "an ldap:// url",
      LEAST.replace("ldaps:", "ldap:"),
      "6:10: directories[0].url: must begin with ldaps://; only LDAPS is spoken, since the bind carries a password",
    ],
    [
      "an empty user",
      LEAST.replace("svc@corp.example.com", '""'),
      "7:19: directories[0].bind.user: must not be empty",
    ],
    [
      "a malformed OU",
      LEAST.replace('"OU=Disabled,', '"Disabled,'),
      "9:22: directories[0].retired.ous[0]: is no distinguished name; write for instance OU=Disabled,DC=corp,DC=example,DC=com",
    ],
    [
      "an empty OU",
      LEAST.replace('"OU=Disabled,DC=corp,DC=example,DC=com"', '""'),
      "9:22: directories[0].retired.ous[0]: is no distinguished name; write for instance OU=Disabled,DC=corp,DC=example,DC=com",
    ],
    [
      "an OU outside the base DN",
      LEAST.replace('"OU=Disabled,DC=corp', '"OU=Disabled,DC=emea'),
      "9:22: directories[0].retired.ous[0]: lies outside DC=corp,DC=example,DC=com, so no computer of this directory is in it; correct its DC parts",
    ],
    [
      "the whole domain as the retired OU",
      LEAST.replace('"OU=Disabled,DC=corp', '"dc=CORP'),
      "9:22: directories[0].retired.ous[0]: is the whole directory: every computer would be retired; name the OU for retired computers",
    ],
    [
      "nothing that retires",
      LEAST.replace(/retired: .*/, "retired: {}"),
      "9:14: directories[0].retired: says of no computer that it is retired; name retired.ous, or set disabledAccounts or deletedObjects",
    ],
    [
      "a base DN without a domain",
      LEAST.replace("baseDn: DC=corp,DC=example,DC=com", "baseDn: O=corp").replace(
        /ous: .*\]/,
        "deletedObjects: true",
      ),
      "8:13: directories[0].baseDn: names no domain; end it with DC parts, for instance DC=corp,DC=example,DC=com",
    ],
    [
      "two directories of one name",
      LEAST + LEAST.slice(LEAST.indexOf("  - name")).replace("corp\n", "CORP\n"),
      "10:11: directories[1].name: is the name of directories[0] too; give each directory a name of its own",
    ],
    [
      "a tenant without a domain",
      `${LEAST}tenantDomains: { Acme GmbH: [] }\n`,
      '10:29: tenantDomains["Acme GmbH"]: must name a domain; leave the tenant out if it has none',
    ],
    [
      "no store",
      `store: mysql://db\n${LEAST}`,
      "1:8: store: must be pglite:DIRECTORY, postgres://…, or a reference (env:, file:, credential:) to such a URL",
    ],
    [
      "a key that stands twice",
      `${LEAST}mode: observe\nmode: enforce\n`,
      "11:1: this key stands twice; keep one of them",
    ],
    ["a tab", `${LEAST}policy:\n\tgrace: P1D\n`, "11:1: is indented with a tab; use spaces"],
    [
      "an open quote",
      `${LEAST}policy: { grace: "P1D }\n`,
      "11:1: a closing quote, bracket, comma or space is missing here or above; check the YAML here and just above",
    ],
    ["no configuration at all", "# nothing\n", "1:1: has no keys; make one with rollcall init"],
  ])("with %s is refused, with place, rule and fix", (_, text, problem) => {
    expect(problemsOf(text)).toContain(`rollcall.yaml:${problem}`);
  });

  it("tells all of it at once, in the order of the file", () => {
    const text = `mode: enforce\n${LEAST.replace("ldaps:", "ldap:").replace('"OU=Disabled,DC=corp', '"OU=Disabled,DC=emea')}policy:\n  graze: P1D\n  inactive: { computer: P1D }\nlimits: { perRun: -1 }\n`;
    expect(problemsOf(text).map((problem) => problem.split(": ").slice(0, 2).join(": "))).toEqual([
      "rollcall.yaml:1:7: mode",
      "rollcall.yaml:7:10: directories[0].url",
      "rollcall.yaml:12:3: policy.graze",
      "rollcall.yaml:13:25: policy.inactive.computer",
      "rollcall.yaml:14:19: limits.perRun",
    ]);
  });

  it("is one fault whose message has every problem", () => {
    expect(() => check(`mode: x\n${policy("grace: y")}`)).toThrow(
      expect.objectContaining({
        code: "CONFIG_INVALID",
        details: { file: "rollcall.yaml", problems: 2 },
        message: expect.stringMatching(
          /two|2 problems:\nrollcall.yaml:1:7: mode.*\nrollcall.yaml:12:10: policy.grace/,
        ) as string,
      }),
    );
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
    ["in a webhook's URL", `${LEAST}siem: [{ url: "https://x:${LITERAL}@y" }]\n`],
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
    expect(check(`${LEAST}tickets: { apiToken: env:JIRA_TOKEN, url: https://x }\n`).warnings).toEqual([]);
  });
});

describe("a warning", () => {
  const deleter = (id: string): string =>
    LEAST.replace("sophos:", `sophos:\n  deleter: { clientId: ${id}, clientSecret: env:S2 }`);
  it.each([
    [
      "one credential for reading and deleting",
      deleter("env:ID"),
      {},
      "2:24: sophos.deleter.clientId: is the reader's credential too; give the reader one that cannot delete (Service Principal ReadOnly)",
    ],
    [
      "one credential under two names",
      deleter("env:ID2"),
      { ID: "a", ID2: "a" },
      "2:24: sophos.deleter.clientId: is the reader's credential too; give the reader one that cannot delete (Service Principal ReadOnly)",
    ],
    [
      "enforce that may delete nothing",
      `mode: enforce\n${deleter("env:ID2")}limits: { perRun: 0 }\n`,
      {},
      "12:19: limits.perRun: is 0, so enforce deletes nothing; raise it, or use dry-run",
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

describe("loadConfig", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "rollcall-config-"));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it("reads a file, and secrets only when they are asked for, from its folder", () => {
    const path = join(folder, "rollcall.yaml");
    writeFileSync(path, LEAST);
    const [directory] = loadConfig(path, {}).config.directories;
    const password = directory?.type === "ldap" ? directory.bind.password : undefined;
    expect(() => password?.read()).toThrow(expect.objectContaining({ code: "SECRET_UNREADABLE" }));
    writeFileSync(join(folder, "ldap"), "s3cret\n");
    expect(password?.read().reveal()).toBe("s3cret");
  });

  it("refuses a file that is not there or is no UTF-8", () => {
    expect(() => loadConfig(join(folder, "none.yaml"), {})).toThrow(
      expect.objectContaining({
        code: "CONFIG_INVALID",
        message: expect.stringContaining("(ENOENT)") as string,
      }),
    );
    const path = join(folder, "latin1.yaml");
    writeFileSync(path, Buffer.from("# gr\u00fc\u00dfe\n", "latin1"));
    expect(() => loadConfig(path, {})).toThrow(
      expect.objectContaining({
        code: "CONFIG_INVALID",
        message: expect.stringContaining("not UTF-8") as string,
      }),
    );
  });
});
