import type { Instant } from "../core/model/instant.ts";

/** When something runs by itself. */
export interface Timetable {
  readonly name: string;
  readonly cron: string;
  readonly zone: string;
  /** What becomes of a slot at which no process was there: at most the newest one is made up for. */
  readonly missed: "run" | "skip";
  /** So long after its time it is still made up for. */
  readonly missedWithinMs: number;
  /**
   * The first slot after an instant; undefined when there is none. A time of day that the clocks leap over comes right after the
   * leap, and one that they show twice comes once.
   */
  readonly next: (after: Instant) => Instant | undefined;
}
