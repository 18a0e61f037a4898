import { DAY, daysBetween, instant, type Instant } from "../model/instant.ts";

/** Sophos keeps a deleted device restorable in the console for 30 days (Sophos Central help, "Deleting devices"). */
export const RESTORABLE_DAYS = 30;

/**
 * For how long the console lists the tamper-protection password of a deleted device: one Sophos page says 60 days, another
 * 90. Both are told, and only the shorter is counted on.
 */
export const PASSWORD_LISTED_DAYS = [60, 90] as const;

/** How long dossiers are kept unless the configuration says otherwise: as long as any page of Sophos counts. */
export const DOSSIER_DAYS = 90;

/** Until when a deletion can be undone by which means. */
export interface UndoClock {
  readonly deletedAt: Instant;
  readonly restore: { readonly until: Instant; readonly open: boolean; readonly daysLeft: number };
  readonly passwordListed: readonly {
    readonly days: number;
    readonly until: Instant;
    readonly open: boolean;
  }[];
}

/** The undo clock of a deletion as it stands now. Days left are whole ones, floored: the last hours count as none. */
export function undoClock(deletedAt: Instant, now: Instant): UndoClock {
  const until = instant(deletedAt + RESTORABLE_DAYS * DAY);
  return {
    deletedAt,
    restore: { until, open: now < until, daysLeft: Math.max(0, daysBetween(now, until)) },
    passwordListed: PASSWORD_LISTED_DAYS.map((days) => {
      const end = instant(deletedAt + days * DAY);
      return { days, until: end, open: now < end };
    }),
  };
}
