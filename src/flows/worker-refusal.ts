import { MINUTE, type Instant } from "../core/model/instant.ts";
import type { JobAsk } from "../ports/jobs.ts";
import type { WorkerRefusal } from "../ports/worker-store.ts";

/** Central's own bound for a clock is of this size; a reading by a worse one could not be compared. */
const CLOCK_OFF_BY = 5 * MINUTE;

/** What a worker knows of itself and of what it would work on. */
export interface WorkerState {
  readonly own: JobAsk;
  /** Of the jobs that wait; undefined where none does. */
  readonly asked: JobAsk | undefined;
  /** Version of the schema that is in the database. */
  readonly stored: number;
  /** This machine's clock and the database's, at the same time. */
  readonly clock: Instant;
  readonly storeClock: Instant;
  readonly secretsThere: boolean;
}

/** Why a worker may not take jobs now; undefined: it may. What it knows of itself comes before what it is asked. */
export function workerRefusal({
  own,
  asked,
  stored,
  clock,
  storeClock,
  secretsThere,
}: WorkerState): WorkerRefusal | undefined {
  if (stored !== own.schema) return "schema_differs";
  if (Math.abs(clock - storeClock) > CLOCK_OFF_BY) return "clock_off";
  if (!secretsThere) return "secret_missing";
  if (asked === undefined) return undefined;
  if (asked.schema !== own.schema) return "schema_differs";
  return asked.config === own.config ? undefined : "config_differs";
}
