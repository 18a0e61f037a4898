import { MINUTE } from "../core/model/instant.ts";
import type { Clock } from "../ports/clock.ts";
import type { ConfiguredSink } from "../ports/event-sink.ts";
import type { Store } from "../ports/store.ts";
import { inParallel } from "./in-parallel.ts";
import { tellSink, type Telling } from "./tell-sink.ts";

export interface DeliverParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly sinks: readonly ConfiguredSink[];
}

export interface DeliverTerms {
  /** No batch is begun later than this, in ms. */
  readonly forMs: number;
  /** A person asks: also a sink that is left alone for a while after a failure is tried. */
  readonly byPerson: boolean;
}

/** What one delivery came to for one sink. */
export interface SinkReport extends Omit<Telling, "state"> {
  readonly sink: string;
  readonly type: string;
  /** `waiting`: not tried, since it failed a short while ago. `busy`: another process delivers to it. `behind`: time was up. */
  readonly state: Telling["state"] | "waiting";
  /** Entries that it has still to get. */
  readonly behind: number;
}

/** Longer than a batch takes. Whoever has not moved his sink for so long has lost it. */
const LEASE_FOR = 5 * MINUTE;

/**
 * Tells every sink what it has not been told, all at once, so that a dead one costs no other anything; what fails is tried
 * again by a later call. Changes nothing but the outbox, and the ledger when a sink is parked. Faults: STORE_*, CANCELLED.
 */
export async function deliver(
  parts: DeliverParts,
  terms: DeliverTerms,
  signal: AbortSignal,
): Promise<readonly SinkReport[]> {
  const { sinks, clock } = parts;
  const until = clock.monotonic() + terms.forMs;
  return inParallel(sinks, sinks.length, async (sink) =>
    deliverTo(sink, parts, { byPerson: terms.byPerson, until }, signal),
  );
}

async function deliverTo(
  sink: ConfiguredSink,
  { store, clock }: DeliverParts,
  { until, byPerson }: { readonly until: number; readonly byPerson: boolean },
  signal: AbortSignal,
): Promise<SinkReport> {
  const { name, type } = sink;
  const head = (await store.ledger.head()).seq;
  const { cursor, parked, retryAt, failure } = await store.outbox.open(
    name,
    sink.startsAt === "head" ? head : 0,
  );
  const waiting = async (): Promise<number> =>
    (await store.outbox.setAside(name)).filter(({ due }) => due).length;
  const behind = head - cursor + (await waiting());
  const untold = { sink: name, type, behind, taken: 0, refused: 0, code: undefined, retryAt: undefined };
  if (parked !== undefined) return { ...untold, state: "parked", code: parked.because };
  if (behind <= 0) return { ...untold, state: "up_to_date", behind: 0 };
  if (!byPerson && retryAt !== undefined && retryAt > clock.now())
    return { ...untold, state: "waiting", code: failure, retryAt };
  const token = await store.outbox.take(name, clock.now(), LEASE_FOR);
  if (token === undefined) return { ...untold, state: "busy" };
  try {
    const telling = await tellSink(sink, { store, clock, token, until }, signal);
    const after = await store.outbox.open(name, 0);
    const left = (await store.ledger.head()).seq - after.cursor + (await waiting());
    return { sink: name, type, ...telling, behind: Math.max(0, left) };
  } finally {
    await store.outbox.release(name, token);
  }
}
