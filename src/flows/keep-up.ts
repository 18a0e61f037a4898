import { MINUTE } from "../core/model/instant.ts";
import type { Clock } from "../ports/clock.ts";
import type { RunRecord } from "../ports/run-store.ts";
import { deliver, type DeliverParts, type SinkReport } from "./deliver.ts";
import { SILENT_FOR } from "./recorded-run.ts";

/** A sink that failed is due again after a minute at the soonest, and lost runs are told by ten of them. */
const EVERY = MINUTE;

export interface KeepUpParts {
  readonly clock: Clock;
  /** Opens the house for one round. Faults: STORE_*. */
  readonly open: <T>(work: (parts: DeliverParts) => Promise<T>) => Promise<T>;
  readonly tell: {
    readonly lost: (run: RunRecord) => void;
    /** How a sink stands, when that has changed. */
    readonly sink: (report: SinkReport) => void;
    readonly trouble: (error: unknown) => void;
  };
}

/**
 * What has to be done from time to time while somebody serves, until the signal: runs whose process died are recorded as lost, and
 * sinks are told what could not be told when it arose. Several processes may do it on one store: a row's lock and the lease on a sink
 * let one of them. Never rejects: trouble is told, and the next round is another try.
 */
export async function keepUp({ clock, open, tell }: KeepUpParts, signal: AbortSignal): Promise<void> {
  const stood = new Map<string, string>();
  const round = async (parts: DeliverParts): Promise<void> => {
    for (const run of await parts.store.runs.settleLost(clock.now(), SILENT_FOR)) tell.lost(run);
    // Its end tells of all of it at once: people are not to be written to piece by piece.
    if (parts.sinks.length === 0 || (await parts.store.runs.current()) !== undefined) return;
    for (const report of await deliver(parts, { forMs: EVERY, byPerson: false }, signal)) {
      const stands = `${report.state}/${report.code ?? ""}`;
      const known = stood.get(report.sink);
      // That another process tells it is no news, nor that it still waits, nor what has been told.
      if (report.state === "busy" || report.state === "waiting") continue;
      if (report.refused === 0 && known === stands) continue;
      stood.set(report.sink, stands);
      tell.sink(report);
    }
  };
  while (!signal.aborted) {
    await untilAborted(clock, EVERY, signal);
    if (signal.aborted) return;
    try {
      await open(round);
    } catch (error) {
      if (!signal.aborted) tell.trouble(error);
    }
  }
}

async function untilAborted(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  try {
    await clock.sleep(ms, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
