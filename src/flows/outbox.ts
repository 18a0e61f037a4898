import { isUsable, unusable } from "../core/review/hold.ts";
import type { Clock } from "../ports/clock.ts";
import type { ConfiguredSink } from "../ports/event-sink.ts";
import type { SetAside, SinkState } from "../ports/outbox-store.ts";
import type { Store } from "../ports/store.ts";

export interface OutboxParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly sinks: readonly ConfiguredSink[];
}

/** A sink as it stands. */
export interface SinkStanding extends Omit<SinkState, "unsure"> {
  /** undefined: the configuration does not name it any more. */
  readonly type: string | undefined;
  /** Entries of the ledger that it has still to get. */
  readonly behind: number;
  /** Entries that it has refused. */
  readonly setAside: readonly SetAside[];
}

/** Every sink that is configured or ever was. Changes nothing. Faults: STORE_*. */
export async function outboxStatus({ store, sinks }: OutboxParts): Promise<readonly SinkStanding[]> {
  const head = (await store.ledger.head()).seq;
  const known = await store.outbox.list();
  const fresh = sinks.filter(({ name }) => known.every(({ sink }) => sink !== name));
  const standings: SinkStanding[] = fresh.map((sink) => untold(sink, head));
  for (const { unsure: _unsure, ...state } of known) {
    standings.push({
      ...state,
      type: sinks.find(({ name }) => name === state.sink)?.type,
      behind: Math.max(0, head - state.cursor),
      setAside: await store.outbox.setAside(state.sink),
    });
  }
  return standings.toSorted((a, b) => (a.sink < b.sink ? -1 : 1));
}

/** One that nothing has been sent to yet. */
function untold({ name, type, startsAt }: ConfiguredSink, head: number): SinkStanding {
  const cursor = startsAt === "head" ? head : 0;
  return {
    sink: name,
    type,
    cursor,
    behind: head - cursor,
    setAside: [],
    deliveredAt: undefined,
    failures: 0,
    failure: undefined,
    failedAt: undefined,
    retryAt: undefined,
    parked: undefined,
  };
}

/** Why a sink was neither parked nor resumed. */
export interface SinkRefusal {
  readonly kind: "refused";
  readonly code: "sink_unknown" | "sink_parked" | "reason_unusable";
  readonly detail: string;
}

const unknown = (sink: string): SinkRefusal => ({
  kind: "refused",
  code: "sink_unknown",
  detail: `No sink is named ${sink}.`,
});

/** Sends nothing more to a sink until a person resumes it; nothing is lost. Faults: STORE_*. */
export async function parkSink(
  asked: { readonly sink: string; readonly reason: string },
  { store, clock, sinks }: OutboxParts,
): Promise<{ readonly kind: "parked" } | SinkRefusal> {
  const { sink } = asked;
  const reason = asked.reason.trim();
  if (!isUsable(reason)) return { kind: "refused", code: "reason_unusable", detail: unusable("reason") };
  return store.transaction(async (tx) => {
    const configured = sinks.find(({ name }) => name === sink);
    const known = await tx.outbox.find(sink);
    if (known?.parked !== undefined) {
      const detail = `${sink} is parked already (${known.parked.because}).`;
      return { kind: "refused", code: "sink_parked", detail };
    }
    if (known === undefined) {
      if (configured === undefined) return unknown(sink);
      const head = (await tx.ledger.head()).seq;
      await tx.outbox.open(sink, configured.startsAt === "head" ? head : 0);
    }
    const at = clock.now();
    await tx.outbox.park(sink, { parkedAt: at, because: "person", reason });
    await tx.ledger.append([{ kind: "sink_parked", sink, because: "person", reason }], at);
    return { kind: "parked" };
  });
}

/**
 * Lets a sink be tried again at once, parked or not, and with it what it has refused. The next delivery does it.
 * @returns how many refused entries are sent again. Faults: STORE_*.
 */
export async function resumeSink(
  sink: string,
  { store, clock }: Pick<OutboxParts, "store" | "clock">,
): Promise<{ readonly kind: "resumed"; readonly again: number } | SinkRefusal> {
  return store.transaction(async (tx) => {
    const known = await tx.outbox.find(sink);
    if (known === undefined) return unknown(sink);
    const again = await tx.outbox.resume(sink, true);
    // A sink that nothing kept from going on is no news.
    if (known.parked !== undefined || again > 0)
      await tx.ledger.append([{ kind: "sink_resumed", sink, again }], clock.now());
    return { kind: "resumed", again };
  });
}
