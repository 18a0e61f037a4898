import * as z from "zod";
import { CaseSummary } from "./decisions.ts";
import { route } from "./route.ts";
import { DeviceKey, Disposition, Facts, maybe, page, paging, time, words, Why } from "./value.ts";

export const Device = z.object({
  tenant: z.string(),
  tenantName: z.string(),
  endpoint: z.string(),
  hostname: maybe(z.string()),
  /** `computer` or `server`; unknown where neither type nor os says so. */
  deviceClass: z.enum(["computer", "server", "unknown"]),
  osName: maybe(z.string()),
  person: maybe(z.string()),
  lastSeenAt: maybe(time),
  daysInactive: z.int().optional(),
  /** None while it was never judged. */
  disposition: Disposition.optional(),
  reasons: z.array(z.string()),
  findings: z.array(z.string()),
  candidateSince: time.optional(),
  case: z.object({ number: z.int(), state: z.string() }).optional(),
});
export type Device = z.output<typeof Device>;

/** What a list of devices can be narrowed to. */
export const DeviceFilter = z.object({
  /** The beginning of a hostname, a whole endpoint id, or a whole serial number. */
  search: z.string().max(200).optional(),
  tenant: z.string().optional(),
  disposition: words(["keep", "review", "retire", "unjudged"]).optional(),
  /** Codes, parted by commas; a device with any of them. */
  reason: z.string().max(500).optional(),
  finding: z.string().max(500).optional(),
  deviceClass: words(["computer", "server", "unknown"]).optional(),
  /** Days since it was last seen, at least and at most; those of which it is not known are in neither. */
  silentAtLeast: z.coerce.number().int().min(0).max(36_500).optional(),
  silentAtMost: z.coerce.number().int().min(0).max(36_500).optional(),
});

export const listDevices = route({
  id: "listDevices",
  method: "get",
  path: "/api/v1/devices",
  summary: "Every endpoint that Central lists, with its assessment",
  needs: "viewer",
  scope: "tenants",
  query: DeviceFilter.extend({
    ...paging,
    /** `lastSeen`: the longest silent first, and last those of which it is not known. */
    sort: z.enum(["hostname", "lastSeen"]).default("lastSeen"),
    order: z.enum(["asc", "desc"]).default("asc"),
  }),
  response: page(Device),
});

const Named = z.object({ id: maybe(z.string()), name: maybe(z.string()) });

export const EndpointRecord = z.object({
  hostname: maybe(z.string()),
  type: maybe(z.string()),
  osName: maybe(z.string()),
  osPlatform: maybe(z.string()),
  osBuild: maybe(z.int()),
  lastSeenAt: maybe(time),
  registeredAt: maybe(time),
  personName: maybe(z.string()),
  personLogin: maybe(z.string()),
  serialNumber: maybe(z.string()),
  macAddresses: maybe(z.array(z.string())),
  group: maybe(Named),
  tags: maybe(z.array(z.string())),
  isolation: maybe(z.string()),
  lockdown: maybe(z.string()),
  online: maybe(z.boolean()),
  tamperProtection: maybe(z.boolean()),
});

export const ComputerRecord = z.object({
  directory: z.string(),
  id: z.string(),
  name: z.string(),
  dnsHostName: maybe(z.string()),
  domain: z.string(),
  dn: z.string(),
  osName: maybe(z.string()),
  osVersion: maybe(z.string()),
  enabled: maybe(z.boolean()),
  createdAt: maybe(time),
  changedAt: maybe(time),
  lastLogonAt: maybe(time),
  passwordSetAt: maybe(time),
  managedBy: maybe(z.string()),
  roles: maybe(z.array(z.string())),
  deleted: z.boolean(),
  /** Our first sighting of it as retired; none while it is not. */
  retiredSeenAt: time.optional(),
  /** Since when its directory no longer has it. */
  goneAt: time.optional(),
  /** The one that the endpoint is taken for. */
  matched: z.boolean(),
});

export const Reason = z.object({
  code: z.string(),
  /** What it pushes to. */
  pushes: z.enum(["keep", "review"]),
  /** One sentence for people, from the generated reference. */
  text: z.string(),
  evidence: Facts,
  accepted: z.boolean(),
  approved: z.boolean(),
});

export const Finding = z.object({ code: z.string(), text: z.string(), evidence: Facts });

export const AssessmentView = z.object({
  disposition: Disposition,
  reasons: z.array(Reason),
  findings: z.array(Finding),
  match: z.enum(["exact", "likely", "ambiguous", "conflicting", "none"]),
  daysInactive: z.int().optional(),
  evidenceHash: z.string(),
  reviewAt: time.optional(),
});

export const HoldView = z.object({
  tenant: z.string(),
  tenantName: z.string(),
  endpoint: z.string(),
  hostname: z.string(),
  untilAt: time,
  reason: z.string(),
  owner: z.string(),
  addedAt: time.optional(),
  endedAt: time.optional(),
});

/** Everything known about one endpoint and why it is kept, in review or to be retired: what `rollcall explain` says. */
export const DeviceDetail = z.object({
  tenant: z.string(),
  tenantName: z.string(),
  endpoint: z.string(),
  firstSeenAt: time,
  /** Since when Central no longer lists it; then there is neither record nor assessment. */
  goneAt: time.optional(),
  record: EndpointRecord.optional(),
  computers: z.array(ComputerRecord),
  /** Other endpoints of the tenant with the same name or serial number. */
  siblings: z.array(z.object({ endpoint: z.string(), hostname: maybe(z.string()), lastSeenAt: maybe(time) })),
  /** By today's policy, this very moment. */
  assessment: AssessmentView.optional(),
  candidateSince: time.optional(),
  case: CaseSummary.optional(),
  holds: z.array(HoldView),
  quarantine: z
    .object({ failures: z.int(), failure: z.string(), at: time, untilAt: time.optional() })
    .optional(),
  history: z.array(z.object({ outcome: z.string(), at: time })),
});
export type DeviceDetail = z.output<typeof DeviceDetail>;

export const readDevice = route({
  id: "readDevice",
  method: "get",
  path: "/api/v1/devices/{tenant}/{endpoint}",
  summary: "One endpoint: both records, every reason with its evidence, holds and what was done",
  needs: "viewer",
  scope: "tenants",
  params: DeviceKey,
  response: DeviceDetail,
});

export const addHold = route({
  id: "addHold",
  method: "post",
  path: "/api/v1/devices/{tenant}/{endpoint}/hold",
  summary: "Put a hold on an endpoint: it is not touched until a date",
  needs: "reviewer",
  scope: "tenants",
  params: DeviceKey,
  body: z.strictObject({ until: z.union([z.iso.date(), z.iso.datetime()]), reason: Why }),
  response: HoldView,
});

export const liftHold = route({
  id: "liftHold",
  method: "post",
  path: "/api/v1/devices/{tenant}/{endpoint}/hold/lift",
  summary: "End the hold on an endpoint",
  needs: "reviewer",
  scope: "tenants",
  params: DeviceKey,
  body: z.strictObject({ reason: Why }),
  response: z.object({ lifted: z.boolean() }),
});

export const listHolds = route({
  id: "listHolds",
  method: "get",
  path: "/api/v1/holds",
  summary: "The holds that stand, the first to end first",
  needs: "viewer",
  scope: "tenants",
  query: z.object({ all: z.stringbool().default(false) }),
  response: z.object({ items: z.array(HoldView) }),
});
