import type { Computer, OrganizationalUnit } from "../model/computer.ts";
import { containersBetween, dnKey, liesIn } from "../model/dn.ts";
import { instant, type Instant } from "../model/instant.ts";
import type { RetirementRule } from "../model/policy.ts";
import { isKnown, missing, unreadable, type Maybe } from "../model/unknown.ts";
import type { KnownComputer } from "./evidence.ts";

/** Whether a computer is retired by its directory's rule; unknown where the rule asks for what is not known. */
export function isRetired(computer: Computer, rule: RetirementRule): Maybe<boolean> {
  if (computer.deleted && rule.deletedObjects) return true;
  if (isInRetiredOu(computer, rule)) return true;
  if (!rule.disabledAccounts) return false;
  return isKnown(computer.enabled) ? !computer.enabled : unreadable;
}

/** Whether a computer lies in one of the retired OUs, at any depth. */
export const isInRetiredOu = (computer: Computer, rule: RetirementRule): boolean =>
  rule.ous.some((ou) => liesIn(computer.dn, ou));

/**
 * Since when a retired computer has certainly been retired: the earlier of our own first sighting and the directory's
 * latest change that could have been the retirement. Unknown when neither is known.
 */
export function retiredSince(
  known: KnownComputer,
  rule: RetirementRule,
  ous: ReadonlyMap<string, OrganizationalUnit>,
): Maybe<Instant> {
  const dates = [known.retiredSeenAt, latestChange(known.computer, rule, ous)].filter(
    (date) => date !== undefined,
  );
  return dates.length === 0 ? missing : instant(Math.min(...dates));
}

/**
 * The later of the computer's own change and that of every container from its parent up to and including the retired OU:
 * moving a whole OU touches no child. The retired OU itself counts because renaming an OU to be the retired one touches
 * no child either. One unknown date on the way makes the whole unknown.
 */
function latestChange(
  computer: Computer,
  rule: RetirementRule,
  ous: ReadonlyMap<string, OrganizationalUnit>,
): Instant | undefined {
  // Where retired OUs lie in one another, the outermost: its path holds those of the others.
  const paths = rule.ous.map((ou) => containersBetween(computer.dn, ou));
  const containers = paths.reduce((longest, path) => (path.length > longest.length ? path : longest), []);
  const dates = containers.map((dn) => ous.get(dnKey(dn))?.changedAt ?? missing);
  const all = [computer.changedAt, ...dates];
  return all.every(isKnown) ? instant(Math.max(...all)) : undefined;
}
