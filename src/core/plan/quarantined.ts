import type { Instant } from "../model/instant.ts";

/** What failed deletions mean for planning an endpoint again. */
export interface Quarantined {
  /** Attempts that failed since it was last released, of whatever class. */
  readonly failures: number;
  /** Until when it is left alone; undefined: until a person releases it. */
  readonly until: Instant | undefined;
}

/** Whether it is left alone at this instant. Written so that an end that is not a number never comes. */
export const isQuarantined = ({ until }: Quarantined, now: Instant): boolean =>
  until === undefined || !(now >= until);
