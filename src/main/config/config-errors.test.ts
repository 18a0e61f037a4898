import { describe, expect, it } from "vitest";
import { LEAST, check, policy, limits, problemsOf } from "../../../test/build/config-text.ts";

const SPLUNK = `sophos:
  reader: { clientId: env:ID, clientSecret: env:SECRET }
directories:
  - name: corp
    type: splunk
    url: https://splunk.example.com:8089
    token: file:token
    search: search index=ad
    domain: { dns: corp.example.com, netbios: CORP }
    retired: { disabledAccounts: true }
`;

const mailTo = (smtp: string): string =>
  `notify: [{ name: a, type: mail, smtp: { ${smtp} }, from: a@example.com, to: [b@example.com] }]\n`;

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
      "tickets that nobody could answer",
      `${LEAST}tickets: { type: webhook, url: "https://x.example", token: env:T, account: svc }\n`,
      "10:10: tickets.approvers: must name a person; without one no answer would count; name one, or write per: tenant, for tickets that take no answer",
    ],
    [
      "a vault of no kind",
      `${LEAST}vault: some\n`,
      "10:8: vault: must be none or have a key; write for instance key: file:/run/secrets/vault-key",
    ],
    ["a vault without its key", `${LEAST}vault: { keep: P90D }\n`, "10:8: vault.key: is missing; add it"],
    [
      "a vault with a key in the file, which is not told",
      `${LEAST}vault: { key: hunter2 }\n`,
      "10:15: vault.key: must say where the secret is, the secret itself does not belong here; write env:NAME, file:PATH or credential:NAME",
    ],
    [
      "an unknown key in the vault",
      `${LEAST}vault: { key: env:K, previous: [] }\n`,
      "10:22: vault.previous: is not a key here; did you mean previousKeys?",
    ],
    [
      "dossiers thrown away while Central could restore",
      `${LEAST}vault: { key: env:K, keep: P29D }\n`,
      "10:28: vault.keep: must be at least 30 days (P30D); as long as Central can restore a device, its dossier is needed",
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
      "hours without a length",
      limits('hours: { days: [mon], from: "08:00", to: "08:00", zone: UTC }'),
      "10:52: limits.hours.to: is the same as from; let them differ; leave hours out to allow every time",
    ],
    [
      "hours in no zone",
      limits('hours: { days: [mon], from: "08:00", to: "17:00", zone: Europe/Nowhere }'),
      "10:67: limits.hours.zone: is no time zone; write its IANA name, for instance Europe/Berlin or UTC",
    ],
    [
      "a time of day that is none",
      limits('hours: { days: [mon], from: "8:00", to: "17:00", zone: UTC }'),
      '10:39: limits.hours.from: is no time of day; write it in quotes, for instance "08:00"',
    ],
    [
      "a spacing in words",
      limits("spacing: 2 seconds"),
      "10:20: limits.spacing: must be an ISO 8601 duration; write for instance P30D or PT12H",
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
      "5:11: directories[0].type: must be ldap, file or splunk; it says how the directory is read",
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
      "a search that leaves rows out",
      SPLUNK.replace("index=ad", "index=ad | head 100"),
      "8:13: directories[0].search: has head, which leaves rows out; let it give every object there is",
    ],
    [
      "a Splunk without TLS",
      SPLUNK.replace("https", "http"),
      "6:10: directories[0].url: must begin with https://; secrets and tokens are sent there",
    ],
    [
      "a column for no attribute",
      `${SPLUNK}    fields: { serial: x }\n`,
      "11:23: directories[0].fields.serial: is no attribute that Rollcall reads; see docs/guide/directories.md",
    ],
    [
      "two columns for one attribute",
      `${SPLUNK}    fields: { cn: x, name: y }\n`,
      "11:28: directories[0].fields.name: is the same attribute as cn; take one of them out",
    ],
    [
      "no store",
      `store: mysql://db\n${LEAST}`,
      "1:8: store: must be pglite:DIRECTORY, postgres://…, or a reference (env:, file:, credential:) to such a URL",
    ],
    [
      "a recipient of the name of a sink",
      `${LEAST}siem: [{ name: a, type: syslog, host: b.example.com }]\nnotify: [{ name: a, type: slack, url: "env:U" }]\n`,
      "11:18: notify[0].name: is the name of siem[0] too; give each a name of its own",
    ],
    [
      "two recipients of one name",
      `${LEAST}notify: [{ name: a, type: slack, url: "env:U" }, { name: a, type: teams, url: "env:V" }]\n`,
      "10:58: notify[1].name: is the name of notify[0] too; give each a name of its own",
    ],
    [
      "a mail account without a password",
      `${LEAST}${mailTo("host: m.example.com, user: u")}`,
      "10:39: notify[0].smtp: has a user without a password, or a password alone; write both, or neither",
    ],
    [
      "a mail password in the clear",
      `${LEAST}${mailTo("host: localhost, user: u, password: env:P, security: none")}`,
      "10:94: notify[0].smtp.security: would send the password in the clear; write starttls or tls, or leave the user out",
    ],
    [
      "mail in the clear to another machine",
      `${LEAST}${mailTo("host: m.example.com, security: none")}`,
      "10:72: notify[0].smtp.security: is none for a server that is not this machine; write starttls or tls",
    ],
    [
      "a webhook without a secret",
      `${LEAST}notify: [{ name: a, type: webhook, url: "env:U", secrets: [] }]\n`,
      "10:59: notify[0].secrets: must name a secret: without one nobody can tell who sent it",
    ],
    [
      "a webhook's address in the open",
      `${LEAST}notify: [{ name: a, type: slack, url: "https://hooks.slack.com/services/x" }]\n`,
      "10:39: notify[0].url: must say where the secret is, the secret itself does not belong here; write env:NAME, file:PATH or credential:NAME",
    ],
    [
      "a wide address, and nobody who could prove who they are",
      `${LEAST}server: { listen: "0.0.0.0:8443", tls: { cert: file:c, key: file:k } }\n`,
      "10:19: server.listen: is reached from elsewhere, and nobody could prove who they are; add server.signIn or server.hooks",
    ],
    [
      "sign-in in the clear",
      `${LEAST}server: { listen: "0.0.0.0:8443", publicUrl: "https://r.example.com", signIn: { local: true } }\n`,
      "10:19: server.listen: is reached from elsewhere and has no TLS; add server.tls, or listen on 127.0.0.1 behind a proxy that has it, or name that proxy in server.proxy",
    ],
    [
      "sign-in at an unknown origin",
      `${LEAST}server: { listen: "0.0.0.0:8443", tls: { cert: file:c, key: file:k }, signIn: { local: true } }\n`,
      "10:79: server.signIn: needs to know what browsers call this server; add server.publicUrl, for instance https://rollcall.example.com",
    ],
    [
      "a public https behind a proxy that nobody named",
      `${LEAST}server: { publicUrl: "https://r.example.com", signIn: { local: true } }\n`,
      "10:22: server.publicUrl: is https, which nothing here speaks; add server.tls, or name the proxy that does in server.proxy",
    ],
    [
      "sign-in that lets nobody in",
      `${LEAST}server: { signIn: {} }\n`,
      "10:19: server.signIn: lets nobody in; add oidc, or set local to true",
    ],
    [
      "an identity provider whose people may nothing",
      `${LEAST}server: { signIn: { oidc: { issuer: "https://login.example.com", clientId: rollcall } } }\n`,
      "10:27: server.signIn.oidc: gives nobody a role, so that nobody may anything; name groups and their roles in server.signIn.roles",
    ],
    [
      "roles of groups that nobody tells",
      `${LEAST}server: { signIn: { local: true, roles: [{ group: a, role: viewer }] } }\n`,
      "10:41: server.signIn.roles: are for groups of an identity provider, and there is none; add server.signIn.oidc, or take them out: a local account is an administrator",
    ],
    [
      "scopes that do not ask who it is",
      `${LEAST}server: { signIn: { oidc: { issuer: "https://l.example.com", clientId: r, scopes: [email] }, roles: [{ group: a, role: viewer }] } }\n`,
      "10:83: server.signIn.oidc.scopes: does not ask who signs in; add openid",
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
    [
      "no configuration at all",
      "# nothing\n",
      "1:1: has no keys; start from the example in docs/reference/config.md",
    ],
  ])("with %s is refused, with place, rule and fix", (_, text, problem) => {
    expect(problemsOf(text)).toContain(`rollcall.yaml:${problem}`);
  });

  it("tells all of it at once, in the order of the file", () => {
    const text = `mode: enforce\n${LEAST.replace("ldaps:", "ldap:").replace('"OU=Disabled,DC=corp', '"OU=Disabled,DC=emea')}policy:\n  graze: P1D\n  inactive: { computer: P1D }\nlimits: { perRun: -1 }\n`;
    expect(problemsOf(text).map((problem) => problem.split(": ").slice(0, 2).join(": "))).toEqual([
      "rollcall.yaml:1:7: mode",
      "rollcall.yaml:7:10: directories[0].url",
      "rollcall.yaml:10:22: directories[0].retired.ous[0]",
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
