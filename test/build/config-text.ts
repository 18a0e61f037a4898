// Configurations as text, and what is said of them.
import { ConfigFault, renderProblem } from "../../src/main/config/config-problem.ts";
import { checkConfig, type LoadedConfig } from "../../src/main/config/load-config.ts";

/** The least that is a configuration. */
export const LEAST = `sophos:
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
export const EXAMPLE = `store: pglite:./rollcall-data            # or postgres://…
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
tickets:
  type: request-tracker
  url: https://rt.example.com
  token: env:RT_TOKEN
  account: svc-rollcall
  queue: Stale Devices
  approvers: [{ account: jane }, { account: tom }]
siem: [{ name: collector, type: syslog, host: collector.example.com }]
notify: [{ name: ops, type: slack, url: "env:SLACK_URL" }]
vault: { key: file:vault-key }
server: { listen: "127.0.0.1:8443" }
`;

export const check = (text: string, env = {}): LoadedConfig => checkConfig(text, "rollcall.yaml", env);

/** Every problem of a text, one a line. */
export function problemsOf(text: string): string[] {
  try {
    check(text);
  } catch (error) {
    if (error instanceof ConfigFault) return error.problems.map(renderProblem);
    throw error;
  }
  return [];
}

export const warningsOf = (text: string, env = {}): string[] => check(text, env).warnings.map(renderProblem);

export const policy = (rest: string): string => `${LEAST}policy:\n  ${rest}\n`;
export const limits = (rest: string): string => `${LEAST}limits: { ${rest} }\n`;
