// The shape of rollcall.yaml and its defaults. Keys may be added, never renamed: others' files depend on them.
import * as z from "zod";
import { REASONS, type ReasonCode } from "../../core/assess/reason.ts";
import { FORMATS } from "../../core/tell/format.ts";
import { ACCEPTABLE } from "../../core/model/policy.ts";
import { DOSSIER_DAYS } from "../../core/retire/undo-clock.ts";
import {
  allowedHost,
  count,
  daysDuration,
  dn,
  dnsName,
  duration,
  hostName,
  httpsUrl,
  indexName,
  inactiveDuration,
  keepDuration,
  ldapsUrl,
  netbiosName,
  port,
  positiveCount,
  positiveDuration,
  reference,
  shortName,
  share,
  storeUrl,
  text,
  timeOfDay,
  timeZone,
} from "./fields.ts";
import { Notify } from "./notify-schema.ts";
import { WEEKDAYS } from "./hours.ts";
import { ScheduleEntry } from "./schedule-schema.ts";
import { Server } from "./server-schema.ts";
import { attribute, COMPLETABLE, splunkSearch, timeModifier } from "./splunk-fields.ts";
import { Tickets } from "./tickets-schema.ts";

const REVIEW_REASONS = (Object.keys(REASONS) as ReasonCode[]).filter((code) => REASONS[code] === "review");

// A client id is no secret: it may stand in the file.
const credential = z.strictObject({ clientId: text, clientSecret: reference });
const tls = z.strictObject({ ca: reference.optional() }).prefault({});

const sophos = z.strictObject({
  idUrl: httpsUrl.default("https://id.sophos.com"),
  apiUrl: httpsUrl.default("https://api.central.sophos.com"),
  allowedHosts: z
    .array(allowedHost)
    .min(1, "must not be empty; a token could be sent nowhere")
    .default(["*.central.sophos.com"]),
  reader: credential,
  deleter: credential.optional(),
  tenants: z
    .strictObject({ include: z.array(text).default([]), exclude: z.array(text).default([]) })
    .prefault({}),
  // Sophos documents 10 a second, 100 a minute, 1,000 an hour and 200,000 a day for one credential.
  rate: z
    .strictObject({
      perSecond: positiveCount.default(10),
      perMinute: positiveCount.default(100),
      perHour: positiveCount.default(1_000),
      perDay: positiveCount.default(200_000),
    })
    .prefault({}),
  tls,
});

const retired = z.strictObject({
  ous: z.array(dn).default([]),
  disabledAccounts: z.boolean().default(false),
  deletedObjects: z.boolean().default(false),
});

const ldapDirectory = z.strictObject({
  name: shortName,
  type: z.literal("ldap"),
  url: ldapsUrl,
  bind: z.strictObject({ user: text, password: reference }),
  tls,
  baseDn: dn,
  retired,
  vipGroups: z.array(dn).default([]),
});

const fileDirectory = z.strictObject({
  name: shortName,
  type: z.literal("file"),
  path: text,
  domain: z.strictObject({ dns: dnsName, netbios: netbiosName }),
  maxAge: positiveDuration.default("P2D"),
  retired,
  vipGroups: z.array(dn).default([]),
});

const splunkDirectory = z.strictObject({
  name: shortName,
  type: z.literal("splunk"),
  url: httpsUrl,
  token: reference,
  tls,
  search: splunkSearch,
  // A daily dump, and two hours that it may be late.
  earliest: timeModifier.default("-26h"),
  latest: timeModifier.default("now"),
  domain: z.strictObject({ dns: dnsName, netbios: netbiosName }),
  maxAge: positiveDuration.default("P2D"),
  fields: z.record(attribute, text).default({}),
  // What nothing is concluded from where it is not listed.
  complete: z.array(z.enum(COMPLETABLE)).default([]),
  ignoreWarnings: z.array(text).default([]),
  retired,
  vipGroups: z.array(dn).default([]),
});

export const Directory = z.discriminatedUnion("type", [ldapDirectory, fileDirectory, splunkDirectory]);

const protectRule = z.strictObject({
  tenant: text.optional(),
  group: text.optional(),
  tag: text.optional(),
  hostname: text.optional(),
  ou: dn.optional(),
  os: text.optional(),
  reason: text,
});

const policy = z.strictObject({
  inactive: z
    .strictObject({ computer: inactiveDuration.default("P30D"), server: inactiveDuration.default("P90D") })
    .prefault({}),
  grace: daysDuration.default("P14D"),
  accept: z.array(z.enum(ACCEPTABLE)).default([]),
  protect: z.array(protectRule).default([]),
  vip: z.strictObject({ people: z.array(text).default([]) }).prefault({}),
  stable: z.strictObject({ runs: positiveCount.default(2), for: duration.default("P1D") }).prefault({}),
});

const limits = z.strictObject({
  perRun: count.default(10),
  perTenantPerDay: count.default(25),
  maxShareOfTenant: share.default(0.05),
  ramp: z
    .strictObject({
      steps: z.array(count).min(1, "must have a step").default([1, 5, 25, 100]),
      advanceAfterCleanDays: positiveCount.default(3),
    })
    .prefault({}),
  hours: z
    .strictObject({
      days: z.array(z.enum(WEEKDAYS)).min(1, "must name a day; leave hours out to allow every time"),
      from: timeOfDay,
      to: timeOfDay,
      zone: timeZone,
    })
    .optional(),
  spacing: duration.default("PT2S"),
  breakers: z
    .strictObject({
      maxShrink: share.default(0.1),
      minSeenLastDay: count.default(1),
      maxFailures: positiveCount.default(3),
    })
    .prefault({}),
});

const review = z.strictObject({
  answerWithin: positiveDuration.default("P14D"),
  twoPeople: z.array(z.enum(REVIEW_REASONS)).default(["vip_owner"]),
  // As many as a person gets through in a day.
  newCasesPerRun: count.default(25),
});

const vault = z.strictObject({
  key: reference,
  previousKeys: z.array(reference).default([]),
  keep: keepDuration.default(`P${DOSSIER_DAYS}D`),
});

const format = z.enum(FORMATS).default("ocsf");

const syslog = z.strictObject({
  name: shortName,
  type: z.literal("syslog"),
  host: hostName,
  // RFC 5425's own port.
  port: port.default(6514),
  tls: z
    .strictObject({ ca: reference.optional(), cert: reference.optional(), key: reference.optional() })
    .prefault({}),
  format,
  // Nobody's: the number that is set aside for documentation.
  enterprise: positiveCount.default(32_473),
});

const splunkSink = z.strictObject({
  name: shortName,
  type: z.literal("splunk"),
  url: httpsUrl,
  token: reference,
  tls,
  format,
  index: text.optional(),
  sourcetype: text.optional(),
  acknowledge: z.boolean().default(false),
});

const elasticSink = z.strictObject({
  name: shortName,
  type: z.literal("elastic"),
  url: httpsUrl,
  apiKey: reference.optional(),
  user: text.optional(),
  password: reference.optional(),
  tls,
  format: z.enum(["ocsf", "ecs"]).default("ecs"),
  index: indexName.default("logs-rollcall-default"),
});

export const Siem = z.discriminatedUnion("type", [syslog, splunkSink, elasticSink]);

/** Every key of the configuration, each with its own schema. */
export const SECTIONS = {
  store: storeUrl.default("pglite:./rollcall-data"),
  mode: z.enum(["observe", "dry-run", "enforce"]).default("observe"),
  sophos,
  directories: z
    .array(Directory)
    .min(1, "must name a directory; without one nothing can be told of any device"),
  tenantDomains: z
    .record(text, z.array(dnsName).min(1, "must name a domain; leave the tenant out if it has none"))
    .default({}),
  policy: policy.prefault({}),
  limits: limits.prefault({}),
  review: review.prefault({}),
  tickets: Tickets.optional(),
  siem: z.array(Siem).default([]),
  notify: z.array(Notify).default([]),
  vault: z.union([z.literal("none"), vault]).optional(),
  server: Server.optional(),
  // Nothing runs by itself until it is said when.
  schedule: z.array(ScheduleEntry).default([]),
};

export const ConfigSchema = z.strictObject(SECTIONS);

/** A configuration as written, defaults filled in. */
export type ConfigFile = z.output<typeof ConfigSchema>;
export type SiemFile = z.output<typeof Siem>;
export type DirectoryFile = z.output<typeof Directory>;
export type ProtectRuleFile = z.output<typeof protectRule>;
