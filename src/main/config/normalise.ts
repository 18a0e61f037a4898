// The configuration as the rest of the house takes it: durations as numbers, paths absolute, secrets as references.
import { resolve } from "node:path";
import { attributeOf, type Attribute } from "../../adapters/directory-export/property-names.ts";
import type { DirectoryName } from "../../core/model/ids.ts";
import type { Domain } from "../../core/model/computer.ts";
import { DAY } from "../../core/model/instant.ts";
import { invariant } from "../../core/model/invariant.ts";
import type { AcceptableReason, Limits, ProtectRule, RetirementRule } from "../../core/model/policy.ts";
import { DOSSIER_DAYS } from "../../core/retire/undo-clock.ts";
import type { Format } from "../../core/tell/format.ts";
import type { Mode } from "../../core/plan/plan.ts";
import type { Ramp } from "../../core/plan/ramp.ts";
import { parseDuration } from "./duration.ts";
import type { HoursConfig } from "./hours.ts";
import type { ConfigFile, DirectoryFile, ProtectRuleFile, SiemFile } from "./schema.ts";
import { notifyConfig, type NotifyConfig } from "./notify-config.ts";
import { isReference, plainValue, secretRef, type Environment, type SecretRef } from "./secrets.ts";
import { scheduleConfig, type ScheduleConfig } from "./schedule-config.ts";
import { serverConfig, type ServerConfig } from "./server-config.ts";
import { ticketsConfig, type TicketsConfig } from "./tickets-config.ts";

export interface CredentialConfig {
  readonly clientId: SecretRef;
  readonly clientSecret: SecretRef;
}

export interface SophosConfig {
  readonly idUrl: string;
  readonly apiUrl: string;
  readonly allowedHosts: readonly string[];
  readonly reader: CredentialConfig;
  readonly deleter: CredentialConfig | undefined;
  readonly tenants: { readonly include: readonly string[]; readonly exclude: readonly string[] };
  readonly rate: {
    readonly perSecond: number;
    readonly perMinute: number;
    readonly perHour: number;
    readonly perDay: number;
  };
  /** PEM of the only authority to trust. */
  readonly ca: SecretRef | undefined;
}

interface AnyDirectoryConfig {
  readonly name: DirectoryName;
  readonly retired: RetirementRule;
  readonly vipGroups: readonly string[];
}

export interface LdapDirectoryConfig extends AnyDirectoryConfig {
  readonly type: "ldap";
  readonly url: string;
  readonly bind: { readonly user: string; readonly password: SecretRef };
  readonly ca: SecretRef | undefined;
  readonly baseDn: string;
}

export interface FileDirectoryConfig extends AnyDirectoryConfig {
  readonly type: "file";
  /** Absolute. */
  readonly path: string;
  readonly domain: Domain;
  readonly maxAgeMs: number;
}

export interface SplunkDirectoryConfig extends AnyDirectoryConfig {
  readonly type: "splunk";
  readonly url: string;
  readonly token: SecretRef;
  readonly ca: SecretRef | undefined;
  readonly search: string;
  readonly earliest: string;
  readonly latest: string;
  readonly domain: Domain;
  readonly maxAgeMs: number;
  readonly fields: ReadonlyMap<Attribute, string>;
  readonly complete: ReadonlySet<Attribute>;
  readonly ignoreWarnings: readonly string[];
}

export type DirectoryConfig = LdapDirectoryConfig | FileDirectoryConfig | SplunkDirectoryConfig;

interface AnySinkConfig {
  readonly name: string;
  readonly format: Format;
  readonly ca: SecretRef | undefined;
}

export interface SyslogConfig extends AnySinkConfig {
  readonly type: "syslog";
  readonly host: string;
  readonly port: number;
  readonly client: { readonly cert: SecretRef; readonly key: SecretRef } | undefined;
  readonly enterprise: number;
}

export interface SplunkSinkConfig extends AnySinkConfig {
  readonly type: "splunk";
  readonly url: string;
  readonly token: SecretRef;
  readonly index: string | undefined;
  readonly sourcetype: string | undefined;
  readonly acknowledge: boolean;
}

export interface ElasticSinkConfig extends AnySinkConfig {
  readonly type: "elastic";
  readonly url: string;
  /** A key, or a user with a password. */
  readonly apiKey: SecretRef | undefined;
  readonly login: { readonly user: string; readonly password: SecretRef } | undefined;
  readonly index: string;
}

export type SiemConfig = SyslogConfig | SplunkSinkConfig | ElasticSinkConfig;

/** Where dossiers are sealed and for how long they are kept; without keys none is. */
export interface VaultConfig {
  readonly keys: { readonly key: SecretRef; readonly previousKeys: readonly SecretRef[] } | undefined;
  readonly keptMs: number;
}

export interface RollcallConfig {
  /** Absolute path of the file. */
  readonly path: string;
  /** `pglite:` with an absolute path, or a PostgreSQL URL, which may hold a password. */
  readonly store: SecretRef;
  readonly mode: Mode;
  readonly sophos: SophosConfig;
  readonly directories: readonly DirectoryConfig[];
  /** Domains in lower case, by tenant name or id as written. */
  readonly tenantDomains: Readonly<Record<string, readonly string[]>>;
  readonly policy: {
    readonly inactive: { readonly computerDays: number; readonly serverDays: number };
    readonly graceDays: number;
    readonly accept: readonly AcceptableReason[];
    readonly protect: readonly ProtectRule[];
    readonly vipPeople: readonly string[];
    readonly stable: { readonly runs: number; readonly forMs: number };
  };
  readonly limits: Limits & {
    readonly ramp: Ramp;
    readonly hours: HoursConfig | undefined;
    readonly spacingMs: number;
  };
  readonly review: {
    readonly answerWithinMs: number;
    readonly twoPeople: readonly string[];
    readonly newCasesPerRun: number;
  };
  readonly tickets: TicketsConfig | undefined;
  readonly siem: readonly SiemConfig[];
  readonly notify: readonly NotifyConfig[];
  readonly vault: VaultConfig;
  readonly server: ServerConfig | undefined;
  /** What runs by itself while `rollcall serve` runs. */
  readonly schedule: readonly ScheduleConfig[];
}

/** Milliseconds of a duration that the schema has let through. */
function milliseconds(text: string): number {
  const ms = parseDuration(text);
  invariant(typeof ms === "number", "a duration that was checked is one");
  return ms;
}

const days = (text: string): number => milliseconds(text) / DAY;

/** A checked configuration, normalised. Relative paths start at the folder of the file. */
export function normalise(checked: ConfigFile, path: string, env: Environment): RollcallConfig {
  const base = resolve(path, "..");
  const referred = (reference: string): SecretRef =>
    isReference(reference) ? secretRef(reference, base, env) : plainValue(reference);
  const optional = (reference: string | undefined): SecretRef | undefined =>
    reference === undefined ? undefined : referred(reference);
  const { sophos, policy, limits, review } = checked;
  const credential = (one: { clientId: string; clientSecret: string }): CredentialConfig => ({
    clientId: referred(one.clientId),
    clientSecret: referred(one.clientSecret),
  });
  return {
    path: resolve(path),
    store: storeRef(checked.store, base, env),
    mode: checked.mode,
    sophos: {
      idUrl: new URL(sophos.idUrl).origin,
      apiUrl: new URL(sophos.apiUrl).origin,
      allowedHosts: sophos.allowedHosts,
      reader: credential(sophos.reader),
      deleter: sophos.deleter === undefined ? undefined : credential(sophos.deleter),
      tenants: sophos.tenants,
      rate: sophos.rate,
      ca: optional(sophos.tls.ca),
    },
    directories: checked.directories.map((one) => directory(one, base, referred, optional)),
    tenantDomains: Object.fromEntries(
      Object.entries(checked.tenantDomains).map(([tenant, domains]) => [
        tenant,
        domains.map((domain) => domain.toLowerCase()),
      ]),
    ),
    policy: {
      inactive: { computerDays: days(policy.inactive.computer), serverDays: days(policy.inactive.server) },
      graceDays: days(policy.grace),
      accept: policy.accept,
      protect: policy.protect.map(protectRule),
      vipPeople: policy.vip.people,
      stable: { runs: policy.stable.runs, forMs: milliseconds(policy.stable.for) },
    },
    limits: {
      perRun: limits.perRun,
      perTenantPerDay: limits.perTenantPerDay,
      maxShareOfTenant: limits.maxShareOfTenant,
      ...limits.breakers,
      ramp: limits.ramp,
      hours: limits.hours,
      spacingMs: milliseconds(limits.spacing),
    },
    review: {
      answerWithinMs: milliseconds(review.answerWithin),
      twoPeople: review.twoPeople,
      newCasesPerRun: review.newCasesPerRun,
    },
    tickets:
      checked.tickets === undefined ? undefined : ticketsConfig(checked.tickets, referred, milliseconds),
    siem: checked.siem.map((one) => siem(one, referred, optional)),
    notify: checked.notify.map((one) => notifyConfig(one, referred)),
    vault: vault(checked.vault, referred),
    server: checked.server && serverConfig(checked.server, referred, milliseconds),
    schedule: checked.schedule.map((one) => scheduleConfig(one, milliseconds)),
  };
}

/** A store as the configuration names it. @param base the folder that relative paths start at. */
export const storeRef = (store: string, base: string, env: Environment): SecretRef =>
  isReference(store) ? secretRef(store, base, env) : plainValue(storeUrl(store, base));

function storeUrl(store: string, base: string): string {
  if (!store.startsWith("pglite:") || store === "pglite:memory") return store;
  return `pglite:${resolve(base, store.slice("pglite:".length))}`;
}

// Without a vault what an earlier one has kept is still deleted in time.
const vault = (written: ConfigFile["vault"], referred: (reference: string) => SecretRef): VaultConfig =>
  written === undefined || written === "none"
    ? { keys: undefined, keptMs: DOSSIER_DAYS * DAY }
    : {
        keys: { key: referred(written.key), previousKeys: written.previousKeys.map(referred) },
        keptMs: milliseconds(written.keep),
      };

function siem(
  one: SiemFile,
  referred: (reference: string) => SecretRef,
  optional: (reference: string | undefined) => SecretRef | undefined,
): SiemConfig {
  const common = { name: one.name, format: one.format, ca: optional(one.tls.ca) };
  switch (one.type) {
    case "syslog": {
      const { type, host, port, enterprise } = one;
      const { cert, key } = one.tls;
      // That there is one only with the other is a rule of its own.
      const client =
        cert === undefined || key === undefined ? undefined : { cert: referred(cert), key: referred(key) };
      return { ...common, type, host, port, enterprise, client };
    }
    case "splunk": {
      const { type, url, token, index, sourcetype, acknowledge } = one;
      return { ...common, type, url, token: referred(token), index, sourcetype, acknowledge };
    }
    case "elastic": {
      const { type, url, apiKey, user, password, index } = one;
      // That there is one or the other is a rule of its own.
      const login =
        user === undefined || password === undefined ? undefined : { user, password: referred(password) };
      return { ...common, type, url, apiKey: optional(apiKey), login, index };
    }
  }
}

function directory(
  one: DirectoryFile,
  base: string,
  referred: (reference: string) => SecretRef,
  optional: (reference: string | undefined) => SecretRef | undefined,
): DirectoryConfig {
  const common = { name: one.name as DirectoryName, retired: one.retired, vipGroups: one.vipGroups };
  if (one.type === "ldap")
    return {
      ...common,
      type: "ldap",
      url: one.url,
      bind: { user: one.bind.user, password: referred(one.bind.password) },
      ca: optional(one.tls.ca),
      baseDn: one.baseDn,
    };
  const exported = {
    ...common,
    domain: { dns: one.domain.dns.toLowerCase(), netbios: one.domain.netbios.toUpperCase() },
    maxAgeMs: milliseconds(one.maxAge),
  };
  if (one.type === "file") return { ...exported, type: "file", path: resolve(base, one.path) };
  return {
    ...exported,
    type: "splunk",
    url: new URL(one.url).origin,
    token: referred(one.token),
    ca: optional(one.tls.ca),
    search: one.search.trim(),
    earliest: one.earliest,
    latest: one.latest,
    fields: new Map(Object.entries(one.fields).map(([name, column]) => [attribute(name), column])),
    complete: new Set(one.complete.map(attribute)),
    ignoreWarnings: one.ignoreWarnings,
  };
}

function attribute(name: string): Attribute {
  const known = attributeOf(name);
  invariant(known !== undefined, "an attribute that was checked is one");
  return known;
}

// Without the keys that were not written: an optional key is there or it is not.
const protectRule = (rule: ProtectRuleFile): ProtectRule =>
  Object.fromEntries(
    Object.entries(rule).filter(([, value]) => value !== undefined),
  ) as unknown as ProtectRule;
