// Every key of the configuration either changes the policy hash, and with it asks for a new dry run, or is listed as one
// that decides nothing, with the reason. A new key is in neither list, and fails here until somebody has thought about it.
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { configKeys } from "../../../tools/docs/config-keys.ts";
import { sha256 } from "../../adapters/system/hash.ts";
import { configJsonSchema } from "./json-schema.ts";
import { checkConfig } from "./load-config.ts";
import { policyHash } from "./policy-of.ts";

const BASE = {
  sophos: {
    reader: { clientId: "env:ID", clientSecret: "env:SECRET" },
    deleter: { clientId: "env:ID2", clientSecret: "env:SECRET2" },
    allowedHosts: ["*.central.sophos.com", "*.example.com"],
  },
  directories: [
    {
      name: "corp",
      type: "ldap",
      url: "ldaps://dc1.corp.example.com",
      bind: { user: "svc@corp.example.com", password: "file:ldap" },
      baseDn: "DC=corp,DC=example,DC=com",
      retired: { ous: ["OU=Old,OU=Disabled,DC=corp,DC=example,DC=com"] },
    },
    {
      name: "branch",
      type: "file",
      path: "branch.ldif",
      domain: { dns: "branch.example.com", netbios: "BRANCH" },
      retired: { ous: ["OU=Disabled,DC=branch,DC=example,DC=com"] },
    },
    {
      name: "plant",
      type: "splunk",
      url: "https://splunk.example.com:8089",
      token: "file:splunk",
      search: "search index=ad",
      domain: { dns: "plant.example.com", netbios: "PLANT" },
      retired: { ous: ["OU=Disabled,DC=plant,DC=example,DC=com"] },
    },
  ],
  policy: { protect: [{ hostname: "KIOSK-*", reason: "kiosk" }] },
  limits: { hours: { days: ["mon"], from: "08:00", to: "17:00", zone: "UTC" } },
  vault: { key: "file:vault-key" },
};

const DN = "OU=Elsewhere,DC=branch,DC=example,DC=com";
const LDAP = "directories.0";
const FILE = "directories.1";
const SPLUNK = "directories.2";

/** By key: where it is written, and another lawful value than the one that holds. */
const DECIDING: Readonly<Record<string, readonly [at: string, value: unknown]>> = {
  "sophos.apiUrl": ["sophos.apiUrl", "https://api.example.com"],
  "sophos.tenants.include": ["sophos.tenants.include", ["Acme"]],
  "sophos.tenants.exclude": ["sophos.tenants.exclude", ["Acme"]],
  "directories[].name": [`${FILE}.name`, "other"],
  "directories[].baseDn": [`${LDAP}.baseDn`, "OU=Disabled,DC=corp,DC=example,DC=com"],
  "directories[].url": [`${SPLUNK}.url`, "https://splunk2.example.com:8089"],
  "directories[].search": [`${SPLUNK}.search`, "search index=ad2"],
  "directories[].earliest": [`${SPLUNK}.earliest`, "-12h"],
  "directories[].latest": [`${SPLUNK}.latest`, "-1h"],
  "directories[].fields.<name>": [`${SPLUNK}.fields`, { dNSHostName: "dns" }],
  "directories[].complete": [`${SPLUNK}.complete`, ["managedBy"]],
  "directories[].ignoreWarnings": [`${SPLUNK}.ignoreWarnings`, ["older bundle"]],
  "directories[].maxAge": [`${FILE}.maxAge`, "P3D"],
  "directories[].domain.dns": [`${FILE}.domain.dns`, "example.com"],
  "directories[].domain.netbios": [`${FILE}.domain.netbios`, "OTHER"],
  "directories[].retired.ous": [`${FILE}.retired.ous`, [DN]],
  "directories[].retired.disabledAccounts": [`${FILE}.retired.disabledAccounts`, true],
  "directories[].retired.deletedObjects": [`${FILE}.retired.deletedObjects`, true],
  "directories[].vipGroups": [`${FILE}.vipGroups`, ["CN=VIP,DC=branch,DC=example,DC=com"]],
  "tenantDomains.<name>": ["tenantDomains", { Acme: ["branch.example.com"] }],
  "policy.inactive.computer": ["policy.inactive.computer", "P31D"],
  "policy.inactive.server": ["policy.inactive.server", "P91D"],
  "policy.grace": ["policy.grace", "P15D"],
  "policy.accept": ["policy.accept", ["server"]],
  "policy.protect[].tenant": ["policy.protect.0.tenant", "Acme"],
  "policy.protect[].group": ["policy.protect.0.group", "Kiosks"],
  "policy.protect[].tag": ["policy.protect.0.tag", "kiosk"],
  "policy.protect[].hostname": ["policy.protect.0.hostname", "KIOSK-1*"],
  "policy.protect[].ou": ["policy.protect.0.ou", DN],
  "policy.protect[].os": ["policy.protect.0.os", "windows"],
  "policy.protect[].reason": ["policy.protect.0.reason", "another"],
  "policy.vip.people": ["policy.vip.people", ["ceo"]],
  "policy.stable.runs": ["policy.stable.runs", 3],
  "policy.stable.for": ["policy.stable.for", "P2D"],
  "limits.perRun": ["limits.perRun", 11],
  "limits.perTenantPerDay": ["limits.perTenantPerDay", 26],
  "limits.maxShareOfTenant": ["limits.maxShareOfTenant", 0.06],
  "limits.ramp.steps": ["limits.ramp.steps", [1, 6]],
  "limits.ramp.advanceAfterCleanDays": ["limits.ramp.advanceAfterCleanDays", 4],
  "limits.hours.days": ["limits.hours.days", ["tue"]],
  "limits.hours.from": ["limits.hours.from", "09:00"],
  "limits.hours.to": ["limits.hours.to", "18:00"],
  "limits.hours.zone": ["limits.hours.zone", "Europe/Berlin"],
  "limits.spacing": ["limits.spacing", "PT3S"],
  "limits.breakers.maxShrink": ["limits.breakers.maxShrink", 0.2],
  "limits.breakers.minSeenLastDay": ["limits.breakers.minSeenLastDay", 2],
  "limits.breakers.maxFailures": ["limits.breakers.maxFailures", 4],
};

/** Keys, or the sections they are in, and why a change of them lets no further device go. */
const NOT_DECIDING: Readonly<Record<string, string>> = {
  store: "another store has had no dry run of its own",
  mode: "dry run and enforce are to have one hash",
  "sophos.idUrl": "only where tokens come from",
  "sophos.allowedHosts": "only where a token may be sent",
  "sophos.reader": "who asks, not what is asked",
  "sophos.deleter": "not even there in the dry run",
  "sophos.rate": "how fast is asked",
  "sophos.tls": "whom to trust on the way",
  "directories[].type": "a directory of another kind has other keys, which decide",
  "directories[].bind": "who asks: rights that are missing are a gap",
  "directories[].token": "the same",
  "directories[].tls": "whom to trust on the way",
  "directories[].path": "where the export lies: its content is evidence, its domain decides",
  review: "who is asked and for how long; nothing is let go by it",
  tickets: "who is asked and where; nothing is let go by it",
  siem: "tells others",
  notify: "tells others",
  vault: "where the way back is kept",
  schedule: "when a run begins, which decides nothing of what it does",
  server: "who is listened to; a decision is a command on a case, and lets nothing go by itself",
};

const isListed = (path: string): boolean =>
  Object.keys(NOT_DECIDING).some(
    (key) => path === key || path.startsWith(`${key}.`) || path.startsWith(`${key}[]`),
  );

const hashOf = (data: unknown): string =>
  policyHash(checkConfig(stringify(data), "rollcall.yaml", {}).config, sha256);

/** The base with one value changed. */
function changed(at: string, value: unknown): unknown {
  const data: unknown = structuredClone(BASE);
  let node = data as Record<string, unknown>;
  const parts = at.split(".");
  for (const part of parts.slice(0, -1)) node = (node[part] ??= {}) as Record<string, unknown>;
  node[parts.at(-1) ?? ""] = value;
  return data;
}

describe("every key of the configuration", () => {
  const keys = configKeys(configJsonSchema()).map(({ path }) => path);

  it("either decides or is known to decide nothing, and not both", () => {
    expect(keys.filter((key) => Object.hasOwn(DECIDING, key) === isListed(key))).toEqual([]);
    expect(Object.keys(DECIDING).filter((key) => !keys.includes(key))).toEqual([]);
    expect(keys.length).toBeGreaterThan(60);
  });

  it.each(Object.entries(DECIDING))("%s changes the policy hash", (_, [at, value]) => {
    expect(hashOf(changed(at, value))).not.toBe(hashOf(BASE));
  });

  // Which of a domain's controllers is asked makes no difference, since baseDn says of what: another Splunk is another source.
  it.each([
    ["mode", "dry-run"],
    ["store", "pglite:./elsewhere"],
    ["sophos.rate", { perSecond: 5 }],
    [`${LDAP}.url`, "ldaps://dc2.corp.example.com"],
    [`${FILE}.path`, "other.ldif"],
    ["vault", "none"],
  ] as const)("%s does not", (at, value) => {
    expect(hashOf(changed(at, value))).toBe(hashOf(BASE));
  });
});
