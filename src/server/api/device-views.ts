import type * as z from "zod";
import type {
  AssessmentView,
  ComputerRecord,
  Device,
  DeviceDetail,
  EndpointRecord,
  HoldView,
} from "../../api/devices.ts";
import type { Assessment } from "../../core/assess/assessment.ts";
import type { KnownComputer } from "../../core/assess/evidence.ts";
import type { Endpoint } from "../../core/model/endpoint.ts";
import type { Explanation } from "../../flows/explain.ts";
import type { DeviceLine } from "../../flows/list-devices.ts";
import { tellFinding, tellReason } from "../../flows/tell-reason.ts";
import type { KnownHold } from "../../ports/hold-store.ts";
import { caseSummary } from "../case-views.ts";
import { maybeList, maybeTime, timeOrNone, timeText } from "./time-views.ts";

/** A device as a list shows it. */
export function deviceView(line: DeviceLine): Device {
  const { tenantName, endpoint, deviceClass, daysInactive, disposition, reasons, findings, candidateSince } =
    line;
  return {
    tenant: endpoint.tenant,
    tenantName,
    endpoint: endpoint.id,
    hostname: endpoint.hostname,
    deviceClass,
    osName: endpoint.os.name,
    person: endpoint.person.name,
    lastSeenAt: maybeTime(endpoint.lastSeenAt),
    daysInactive,
    disposition,
    reasons: [...reasons],
    findings: [...findings],
    candidateSince: timeOrNone(candidateSince),
    case: line.case && { ...line.case },
  };
}

/** Everything known about one device. What is about others, such as the members of a VIP group, is not in it. */
export function deviceDetail(one: Explanation): DeviceDetail {
  const { evidence, assessment, stored, quarantine } = one;
  return {
    tenant: one.tenant,
    tenantName: one.tenantName,
    endpoint: one.endpoint,
    firstSeenAt: timeText(one.firstSeenAt),
    goneAt: timeOrNone(one.goneAt),
    record: evidence && endpointRecord(evidence.endpoint),
    computers: (evidence?.computers ?? []).map((computer) => computerRecord(computer, assessment?.computer)),
    siblings: (evidence?.siblings ?? []).map(({ id, hostname, lastSeenAt }) => ({
      endpoint: id,
      hostname,
      lastSeenAt: maybeTime(lastSeenAt),
    })),
    assessment: assessment && assessmentView(assessment),
    candidateSince: timeOrNone(stored?.candidateSince),
    case: one.case && caseSummary(one.case),
    holds: one.holds.map(holdView),
    quarantine: quarantine && {
      failures: quarantine.failures,
      failure: quarantine.failure,
      at: timeText(quarantine.at),
      untilAt: timeOrNone(quarantine.until),
    },
    history: one.history.map(({ outcome, at }) => ({ outcome, at: timeText(at) })),
  };
}

function endpointRecord(endpoint: Endpoint): z.output<typeof EndpointRecord> {
  const { os, person, groupId, groupName } = endpoint;
  const inNone = typeof groupId !== "string" && typeof groupName !== "string";
  return {
    hostname: endpoint.hostname,
    type: endpoint.type,
    osName: os.name,
    osPlatform: os.platform,
    osBuild: os.build,
    lastSeenAt: maybeTime(endpoint.lastSeenAt),
    registeredAt: maybeTime(endpoint.registeredAt),
    personName: person.name,
    personLogin: person.viaLogin,
    serialNumber: endpoint.serialNumber,
    macAddresses: maybeList(endpoint.macAddresses),
    group: inNone ? groupId : { id: groupId, name: groupName },
    tags: maybeList(endpoint.tags),
    isolation: endpoint.isolation,
    lockdown: endpoint.lockdown,
    online: endpoint.online,
    tamperProtection: endpoint.tamperProtectionEnabled,
  };
}

function computerRecord(
  { computer, retiredSeenAt, goneAt }: KnownComputer,
  taken: Assessment["computer"],
): z.output<typeof ComputerRecord> {
  return {
    directory: computer.directory,
    id: computer.id,
    name: computer.name,
    dnsHostName: computer.dnsHostName,
    domain: computer.domain.dns,
    dn: computer.dn,
    osName: computer.osName,
    osVersion: computer.osVersion,
    enabled: computer.enabled,
    createdAt: maybeTime(computer.createdAt),
    changedAt: maybeTime(computer.changedAt),
    lastLogonAt: maybeTime(computer.lastLogonAt),
    passwordSetAt: maybeTime(computer.passwordSetAt),
    managedBy: computer.managedBy,
    roles: maybeList(computer.roles),
    deleted: computer.deleted,
    retiredSeenAt: timeOrNone(retiredSeenAt),
    goneAt: timeOrNone(goneAt),
    matched: taken?.directory === computer.directory && taken.id === computer.id,
  };
}

const assessmentView = (assessment: Assessment): z.output<typeof AssessmentView> => ({
  disposition: assessment.disposition,
  reasons: assessment.reasons.map(tellReason).map(({ code, pushes, text, evidence, accepted, approved }) => ({
    code,
    pushes,
    text,
    evidence: { ...evidence },
    accepted,
    approved: approved === true,
  })),
  findings: assessment.findings.map(tellFinding).map(({ evidence, ...told }) => ({
    ...told,
    evidence: { ...evidence },
  })),
  match: assessment.match,
  daysInactive: assessment.daysInactive,
  evidenceHash: assessment.evidenceHash,
  reviewAt: timeOrNone(assessment.reviewAt),
});

/** A hold as it stands, or as it ended. */
export const holdView = (hold: KnownHold): z.output<typeof HoldView> => ({
  tenant: hold.tenant,
  tenantName: hold.tenantName,
  endpoint: hold.endpoint,
  hostname: hold.hostname,
  untilAt: timeText(hold.until),
  reason: hold.reason,
  owner: hold.owner,
  addedAt: timeOrNone(hold.addedAt),
  endedAt: timeOrNone(hold.ended?.at),
});
