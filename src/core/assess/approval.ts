import type { Digest } from "../model/ids.ts";
import type { Instant } from "../model/instant.ts";
import { REASONS, type Reason, type ReasonCode } from "./reason.ts";

/**
 * The doubts that a person may answer with yes. An approval answers a doubt, it replaces no proof: whose computer it is, that
 * it is retired and since when the device is silent must be proved whatever anybody says, or the live look before the deletion
 * would have nothing to compare. So no identity but the exact one, no device without a computer, no unknown date, and no record
 * of a machine that lives under another one can be approved; nor a hold, which is lifted, nor what only the live look sees.
 */
export const APPROVABLE = [
  "vip_owner",
  "vip_unknown",
  "os_build_mismatch",
  "os_family_mismatch",
  "os_build_unknown",
  "vanished_from_directory",
  "never_checked_in",
  "server",
  "retired_but_enabled",
  "directory_activity_after_retirement",
  "cloned",
] as const satisfies readonly ReasonCode[];

/** What people have approved of one endpoint, and on which evidence. */
export interface Approval {
  /** It holds for this evidence and for no other. */
  readonly evidenceHash: Digest;
  /** The doubts that were answered; another one that arises is not. */
  readonly reasons: readonly ReasonCode[];
  /** Everyone who agreed. */
  readonly by: readonly string[];
  readonly at: Instant;
  /** The first instant at which it no longer holds. */
  readonly expires: Instant;
}

/** Whether a reason stands between a device and its retirement: in review, and not let through by the policy. */
export const isDoubt = ({ code, accepted }: Pick<Reason, "code" | "accepted">): boolean =>
  REASONS[code] === "review" && !accepted;

/** Whether an approval may answer a doubt at all: one of which the rule itself says that nobody may pass it is never answered. */
export const isApprovable = ({ code, final }: Pick<Reason, "code" | "final">): boolean =>
  final !== true && (APPROVABLE as readonly string[]).includes(code);

/**
 * The reasons with those marked that an approval answers: all doubts or none, since a person who was not asked about one of
 * them has not agreed to what is now to be done.
 */
export function withApproval(
  reasons: readonly Reason[],
  approval: Approval | undefined,
  found: Digest,
  now: Instant,
  twoPeople: readonly string[],
): readonly Reason[] {
  if (approval === undefined || approval.evidenceHash !== found || !(now < approval.expires)) return reasons;
  const doubts = reasons.filter(isDoubt);
  const enough = doubts.some(({ code }) => twoPeople.includes(code)) ? 2 : 1;
  const answered =
    new Set(approval.by).size >= enough &&
    doubts.every((doubt) => isApprovable(doubt) && approval.reasons.includes(doubt.code));
  return answered
    ? reasons.map((reason) => (isDoubt(reason) ? { ...reason, approved: true as const } : reason))
    : reasons;
}
