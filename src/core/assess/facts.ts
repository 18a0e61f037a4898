// What several rules need to know, derived once from the evidence: no rule derives it its own way.
import type { ComputerRef, Match } from "../identity/match.ts";
import { isLiving, isSameRef, matchEndpoint } from "../identity/match-endpoint.ts";
import { sameMachine, type SameMachine } from "../identity/same-machine.ts";
import type { Domain } from "../model/computer.ts";
import type { Instant } from "../model/instant.ts";
import type { Policy, RetirementRule } from "../model/policy.ts";
import { missing, unreadable, type Maybe } from "../model/unknown.ts";
import {
  deviceClass,
  inactiveAfterDays,
  serverSigns,
  type DeviceClass,
  type ServerSigns,
} from "./device-class.ts";
import type { Evidence, KnownComputer } from "./evidence.ts";
import { readLastSeen, type LastSeen } from "./last-seen.ts";
import { lifeOf, type Life } from "./life.ts";
import { personOf, type Person } from "./person.ts";
import { isInRetiredOu, isRetired, retiredSince } from "./retirement.ts";
import { vipState, type VipState } from "./vip-state.ts";

/** The computer that an endpoint is taken for. */
export interface Subject {
  readonly known: KnownComputer;
  readonly ref: ComputerRef;
  /** Neither deleted nor gone. */
  readonly living: boolean;
  readonly retired: Maybe<boolean>;
  readonly inRetiredOu: boolean;
  readonly retiredSince: Maybe<Instant>;
}

/** Another endpoint of the tenant that is the same machine, with its own life. */
export interface Duplicate extends SameMachine {
  readonly life: Life;
}

export interface Facts {
  readonly evidence: Evidence;
  readonly match: Match;
  /** The one that the match names; where only one vanished computer has the name, that one. */
  readonly subject: Subject | undefined;
  /** Every computer that the match names: the subject, or all that are in question, vanished ones included. */
  readonly named: readonly KnownComputer[];
  readonly lastSeen: LastSeen;
  readonly serverSigns: ServerSigns;
  readonly deviceClass: DeviceClass;
  readonly inactiveAfterDays: number;
  readonly duplicates: readonly Duplicate[];
  readonly person: Person;
  readonly vip: VipState;
}

/** Derives the facts. Pure; the order of anything in the evidence changes nothing. */
export function factsOf(evidence: Evidence, policy: Policy, now: Instant): Facts {
  const { endpoint, computers, directories } = evidence;
  const domains = domainsOf(evidence);
  const input = { ...evidence, domains, tenantDomains: policy.tenantDomains };
  const match = matchEndpoint(input);
  const refs = namedBy(match);
  const named = refs.flatMap((ref) => computers.filter(({ computer }) => isSameRef(computer, ref)));
  const objects = named.map(({ computer }) => computer);
  const signs = serverSigns(endpoint, objects);
  const person = personOf(endpoint, objects, domains);
  const [one, ...others] = match.tier === "ambiguous" || match.tier === "conflicting" ? [] : named;
  return {
    evidence,
    match,
    subject: one === undefined || others.length > 0 ? undefined : subjectOf(one, evidence, policy),
    named,
    lastSeen: readLastSeen(endpoint.lastSeenAt, now),
    serverSigns: signs,
    deviceClass: deviceClass(signs),
    inactiveAfterDays: inactiveAfterDays(deviceClass(signs), policy),
    duplicates: sameMachine(input, match).map((same) => ({
      ...same,
      life: lifeOf(same.endpoint, policy, now),
    })),
    person,
    vip: vipState(
      person,
      directories,
      policy.vipPeople,
      refs.map(({ directory }) => directory),
    ),
  };
}

function namedBy(match: Match): readonly ComputerRef[] {
  switch (match.tier) {
    case "exact":
    case "likely":
      return [match.computer];
    case "ambiguous":
    case "conflicting":
      return match.computers;
    case "none":
      return match.vanished;
  }
}

// A computer's own domain is known even where its directory could not list its domains.
function domainsOf({ directories, computers }: Evidence): readonly Domain[] {
  return [
    ...directories.flatMap(({ domains }) => domains),
    ...computers.map(({ computer }) => computer.domain),
  ];
}

function subjectOf(known: KnownComputer, evidence: Evidence, policy: Policy): Subject {
  const { computer } = known;
  const rule = ruleOf(known, policy);
  const context = evidence.directories.find(({ directory }) => directory === computer.directory);
  return {
    known,
    ref: { directory: computer.directory, id: computer.id },
    living: isLiving(known),
    // A directory that the policy says nothing about retires nobody.
    retired: rule === undefined ? unreadable : isRetired(computer, rule),
    inRetiredOu: rule !== undefined && isInRetiredOu(computer, rule),
    retiredSince: rule === undefined ? missing : retiredSince(known, rule, context?.ous ?? new Map()),
  };
}

const ruleOf = ({ computer }: KnownComputer, { retirement }: Policy): RetirementRule | undefined =>
  Object.hasOwn(retirement, computer.directory) ? retirement[computer.directory] : undefined;
