// An example domain as a search gives it, and a source over it.
import {
  openSplunkDirectory,
  type SplunkDirectoryOptions,
} from "../../src/adapters/splunk-search/splunk-source.ts";
import type { Row } from "../../src/adapters/splunk-search/answer-line.ts";
import type { ComputerId, DirectoryName } from "../../src/core/model/ids.ts";
import { DAY } from "../../src/core/model/instant.ts";
import type { DirectorySource } from "../../src/ports/directory-source.ts";
import { systemClock } from "../../src/adapters/system/clock.ts";
import type { SplunkServer } from "./splunk-server.ts";

export const BASE = "DC=corp,DC=example,DC=com";
export const DISABLED = `OU=Disabled,${BASE}`;
export const VIP = `CN=VIP,OU=Groups,${BASE}`;

export const guid = (n: number): ComputerId =>
  `87018e38-c3cd-422b-846f-${String(n).padStart(12, "0")}` as ComputerId;

export const now = (): string => new Date().toISOString();

export const pcRow = (n: number, more: Row = {}): Row => ({
  _time: now(),
  distinguishedName: `CN=PC-${n},${DISABLED}`,
  objectGUID: guid(n),
  objectClass: ["top", "person", "organizationalPerson", "user", "computer"],
  cn: `PC-${n}`,
  sAMAccountName: `PC-${n}$`,
  userAccountControl: "4098",
  servicePrincipalName: [`HOST/PC-${n}`, `RestrictedKrbHost/PC-${n}`],
  ...more,
});

export const ouRow = (dn: string, whenChanged = "2026-11-01 00:00:00+00:00"): Row => ({
  _time: now(),
  distinguishedName: dn,
  objectClass: ["top", "organizationalUnit"],
  whenChanged,
});

export const groupRow = (dn: string, ...member: readonly string[]): Row => ({
  _time: now(),
  distinguishedName: dn,
  objectClass: ["top", "group"],
  sAMAccountName: "group",
  ...(member.length > 0 && { member }),
});

export const personRow = (account: string): Row => ({
  _time: now(),
  distinguishedName: `CN=${account},CN=Users,${BASE}`,
  objectClass: ["top", "person", "organizationalPerson", "user"],
  sAMAccountName: account,
});

/** A source that asks the stand-in. */
export const splunkSource = (
  server: Pick<SplunkServer, "url" | "ca" | "token">,
  options: Partial<SplunkDirectoryOptions> = {},
): DirectorySource => {
  const quiet = (): void => undefined;
  return openSplunkDirectory({
    name: "corp" as DirectoryName,
    url: server.url,
    token: server.token,
    ca: server.ca,
    search: "| ldapsearch domain=CORP",
    earliest: "-24h",
    latest: "now",
    domain: { dns: "corp.example.com", netbios: "CORP" },
    fields: new Map(),
    complete: new Set(["managedby", "serviceprincipalname", "member"]),
    ignoreWarnings: [],
    retired: { ous: [DISABLED], disabledAccounts: false, deletedObjects: false },
    vipGroups: [],
    maxAgeMs: 2 * DAY,
    clock: systemClock,
    log: { debug: quiet, info: quiet, warn: quiet },
    userAgent: "rollcall-test",
    ...options,
  });
};
