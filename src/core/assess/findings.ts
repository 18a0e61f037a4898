// What is worth telling although nothing is deleted.
import { DAY, formatInstant, instant, type Instant } from "../model/instant.ts";
import type { Computer } from "../model/computer.ts";
import type { Policy } from "../model/policy.ts";
import { invariant } from "../model/invariant.ts";
import { isKnown } from "../model/unknown.ts";
import { deviceClass, inactiveAfterDays } from "./device-class.ts";
import type { DirectoryContext, KnownComputer } from "./evidence.ts";
import type { Facts, Subject } from "./facts.ts";
import type { Finding } from "./finding.ts";
import { believableFrom, provenActivity } from "./last-seen.ts";
import { silenceTurnsAt } from "./life.ts";
import { isRetired } from "./retirement.ts";

/** Both dates of a directory are written late, lastLogonTimestamp by up to 14 days: that much silence is none. */
const DIRECTORY_LAG_DAYS = 15;

/** A directory that heard of a machine this much later than Central did shows that the agent fell silent, not the machine. */
const NEWER_BY_DAYS = 3;

/** The findings about an endpoint whose computer is known and there. */
export function endpointFindings(facts: Facts, now: Instant): readonly Finding[] {
  const { subject, duplicates } = facts;
  if (subject === undefined || !subject.living || !isKnown(subject.retired)) return [];
  if (subject.retired) return retiredButReporting(facts, subject);
  // A silent record of a machine that reports under another one says nothing about that machine.
  return duplicates.some(({ life }) => life === "alive") ? [] : silent(facts, subject, now);
}

function silent(facts: Facts, subject: Subject, now: Instant): readonly Finding[] {
  const { lastSeen, inactiveAfterDays } = facts;
  const { computer } = subject.known;
  const activity = latestActivity(computer, now);
  if (lastSeen.kind !== "seen" || isReporting(facts) || activity === undefined) return [];
  const evidence = {
    ...subject.ref,
    daysInactive: lastSeen.days,
    directoryActivity: formatInstant(activity),
  };
  if (now >= silentFrom(activity, inactiveAfterDays)) return [{ code: "stale_in_directory", evidence }];
  const newer = activity - lastSeen.at > NEWER_BY_DAYS * DAY && computer.enabled !== false;
  return newer ? [{ code: "silent_agent", evidence }] : [];
}

const isReporting = ({ evidence, lastSeen, inactiveAfterDays }: Facts): boolean =>
  evidence.endpoint.online === true || (lastSeen.kind === "seen" && lastSeen.days < inactiveAfterDays);

// A report from before the retirement is only the last one of a machine in use.
function retiredButReporting(facts: Facts, subject: Subject): readonly Finding[] {
  const { lastSeen, evidence } = facts;
  if (!isReporting(facts)) return [];
  const since = subject.retiredSince;
  const online = evidence.endpoint.online === true;
  const after = !isKnown(since) || (lastSeen.kind === "seen" && lastSeen.at > since);
  if (!online && !after) return [];
  const retired = isKnown(since) ? formatInstant(since) : "unknown";
  return [{ code: "retired_but_reporting", evidence: { ...subject.ref, online, retiredSince: retired } }];
}

/** When the passing of time alone may change the findings about an endpoint. */
export function findingsTurnAt({ subject, evidence, inactiveAfterDays }: Facts): readonly Instant[] {
  const silence = silenceTurnsAt(evidence.endpoint, inactiveAfterDays);
  return subject === undefined
    ? silence
    : [...silence, ...activityTurnsAt(subject.known.computer, inactiveAfterDays)];
}

/**
 * The findings about a computer that no endpoint answers to: alive and without protection, or silent and not retired. None
 * about one that is retired, gone, or not known to have been used: a pre-staged computer is not an unprotected one.
 * @param context of its own directory.
 */
export function computerFindings(
  known: KnownComputer,
  context: DirectoryContext,
  policy: Policy,
  now: Instant,
): readonly Finding[] {
  const { computer } = known;
  invariant(context.directory === computer.directory, "a computer is told of with its own directory");
  const rule = Object.hasOwn(policy.retirement, computer.directory)
    ? policy.retirement[computer.directory]
    : undefined;
  if (rule === undefined || computer.deleted || known.goneAt !== undefined) return [];
  if (isRetired(computer, rule) !== false || !isMachine(computer)) return [];
  const activity = latestActivity(computer, now);
  if (activity === undefined) return [];
  const evidence = {
    directory: computer.directory,
    id: computer.id,
    directoryActivity: formatInstant(activity),
  };
  const saying = isKnown(computer.osName) && /server/i.test(computer.osName) ? ["directory.osName"] : [];
  const unknown = isKnown(computer.osName) ? [] : ["directory.osName"];
  const days = inactiveAfterDays(deviceClass({ saying, unknown }), policy);
  if (now >= silentFrom(activity, days)) return [{ code: "stale_in_directory", evidence }];
  return computer.enabled === false ? [] : [{ code: "unprotected_computer", evidence }];
}

// Behind these there is no machine that an agent could run on.
const isMachine = ({ roles }: Computer): boolean =>
  !isKnown(roles) ||
  !roles.some(
    (role) => role === "cluster_name_object" || role === "managed_service_account" || role === "sso_account",
  );

const silentFrom = (activity: Instant, inactiveAfterDays: number): Instant =>
  instant(activity + (inactiveAfterDays + DIRECTORY_LAG_DAYS) * DAY);

function latestActivity(computer: Computer, now: Instant): Instant | undefined {
  const dates = [computer.lastLogonAt, computer.passwordSetAt]
    .map((at) => provenActivity(at, now))
    .filter((at) => at !== undefined);
  return dates.length === 0 ? undefined : instant(Math.max(...dates));
}

const activityTurnsAt = ({ lastLogonAt, passwordSetAt }: Computer, days: number): readonly Instant[] =>
  [lastLogonAt, passwordSetAt].flatMap((at) => [
    ...believableFrom(at),
    ...(isKnown(at) ? [silentFrom(at, days)] : []),
  ]);
