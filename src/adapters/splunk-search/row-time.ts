import type { Gap } from "../../core/model/coverage.ts";
import { HOUR, instant, MINUTE, type Instant } from "../../core/model/instant.ts";
import { isKnown } from "../../core/model/unknown.ts";
import { dateOf } from "../directory-export/dates.ts";
import { ExportProblem, shown } from "../directory-export/export-problem.ts";
import type { Position } from "../directory-export/position.ts";
import type { Row } from "./answer-line.ts";

/** Splunk's own column for when a row was true. */
const TIME = "_time";
/** Seconds since 1970 with a fraction, as Splunk has times that it does not show. */
const EPOCH = /^\d{9,10}(?:\.\d{1,9})?$/;
/** How far ahead of our clock a row's time may be: what the product allows any clock. */
const CLOCK_TOLERANCE = 5 * MINUTE;

function timeOf(row: Row, at: Position): Instant {
  const text = row[TIME];
  if (typeof text !== "string")
    throw new ExportProblem("record", at, `the row has no ${TIME}: its age is unknown`);
  if (EPOCH.test(text)) return instant(Math.floor(Number(text) * 1_000));
  const date = /^\d{4}-/.test(text) ? dateOf({ content: text, at: () => at }) : undefined;
  if (date === undefined || !isKnown(date))
    throw new ExportProblem("record", at, `the row's ${TIME} is ${shown(text)}, which is no time`);
  return date;
}

/**
 * Watches how old the rows of a search are: what a row says was true at its time, and one that is older than the
 * configuration allows decides nothing.
 */
export function rowAges(now: Instant, maxAgeMs: number) {
  let old = 0;
  let oldest = 0;
  return {
    /** Looks at a row. Throws ExportProblem when its age is unknown. */
    take(row: Row, at: Position): void {
      const age = now - timeOf(row, at);
      if (age < -CLOCK_TOLERANCE)
        throw new ExportProblem("record", at, `the row's ${TIME} is in the future by this machine's clock`);
      if (age <= maxAgeMs) return;
      old++;
      oldest = Math.max(oldest, age);
    },
    gaps: (): readonly Gap[] =>
      old === 0
        ? []
        : [
            {
              code: "export_too_old",
              detail: `${old} rows are older than maxAge (${Math.floor(maxAgeMs / HOUR)} h), the oldest ${Math.floor(oldest / HOUR)} h`,
            },
          ],
  };
}
