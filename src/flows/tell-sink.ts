import type { LedgerEntry } from "../core/ledger/fact.ts";
import { instant, type Instant } from "../core/model/instant.ts";
import { invariant } from "../core/model/invariant.ts";
import { backoff } from "../core/tell/backoff.ts";
import { beginAgainAt, stillUnsure } from "../core/tell/unsure.ts";
import type { Clock } from "../ports/clock.ts";
import {
  SINK_TROUBLES,
  type ConfiguredSink,
  type Delivery,
  type EventSink,
  type SinkTrouble,
} from "../ports/event-sink.ts";
import { Fault } from "../ports/fault.ts";
import type { Store } from "../ports/store.ts";

export interface TellParts {
  readonly store: Store;
  readonly clock: Clock;
  /** The lease on the sink. */
  readonly token: number;
  /** Monotonic ms after which no batch is begun. */
  readonly until: number;
}

/** How far one process came with one sink. */
export interface Telling {
  readonly state: "up_to_date" | "behind" | "failed" | "parked" | "busy";
  readonly taken: number;
  readonly refused: number;
  readonly code: string | undefined;
  readonly retryAt: Instant | undefined;
}

/**
 * Tells one sink, batch by batch, what a person asked to have sent again and then what lies beyond its cursor. The cursor moves after a
 * batch was taken, and back to what is unsure when there is trouble: an entry may come twice, and none is passed over.
 * Faults: STORE_*, CANCELLED.
 */
export async function tellSink(
  sink: ConfiguredSink,
  { store, clock, token, until }: TellParts,
  signal: AbortSignal,
): Promise<Telling> {
  const { name } = sink;
  // Read again, now that nobody else can move it.
  const state = await store.outbox.find(name);
  invariant(state !== undefined, "a sink that was taken is there");
  let { cursor, unsure } = state;
  let failures = state.failures;
  let taken = 0;
  let refused = 0;
  let opened: EventSink | undefined;

  const attempt = async (entries: readonly LedgerEntry[]): Promise<Delivery> => {
    try {
      opened ??= sink.open();
      return await opened.deliver(entries, signal);
    } catch (error) {
      return { through: undefined, refused: [], trouble: troubleOf(error) };
    }
  };
  const ended = (ending: Pick<Telling, "state"> & Partial<Telling>): Telling => ({
    code: undefined,
    retryAt: undefined,
    ...ending,
    taken,
    refused,
  });
  /** Writes what was taken; false when another process has the sink now. */
  const advance = async (entries: readonly LedgerEntry[], delivery: Delivery): Promise<boolean> => {
    const at = clock.now();
    taken += entries.length - delivery.refused.length;
    refused += delivery.refused.length;
    failures = 0;
    return store.outbox.advance(name, token, { cursor, unsure, refused: delivery.refused, at });
  };
  const fail = async ({ code, retryAfterMs }: SinkTrouble): Promise<Telling> => {
    const at = clock.now();
    const parks = SINK_TROUBLES[code] === "park";
    const retryAt = parks ? undefined : instant(at + backoff(failures + 1, retryAfterMs));
    const written = await store.transaction(async (tx) => {
      if (!(await tx.outbox.fail(name, token, { code, cursor: beginAgainAt(cursor, unsure), at, retryAt })))
        return false;
      if (parks) {
        await tx.outbox.park(name, { parkedAt: at, because: code, reason: undefined });
        await tx.ledger.append([{ kind: "sink_parked", sink: name, because: code }], at);
      }
      return true;
    });
    return written ? ended({ state: parks ? "parked" : "failed", code, retryAt }) : ended({ state: "busy" });
  };

  try {
    for (const seqs of chunks(await dueSeqs(store, name), sink.batch)) {
      if (clock.monotonic() >= until) return ended({ state: "behind" });
      const entries = await store.ledger.bySeq(seqs);
      const delivery = await attempt(entries);
      const through = upTo(entries, delivery);
      if (through.length > 0) {
        if (!(await advance(through, delivery))) return ended({ state: "busy" });
        const again = new Set(delivery.refused.map(({ seq }) => seq));
        await store.outbox.settleSetAside(
          name,
          through.map(({ seq }) => seq).filter((seq) => !again.has(seq)),
        );
      }
      if (delivery.trouble !== undefined) return await fail(delivery.trouble);
    }
    for await (const page of store.ledger.entries(cursor + 1)) {
      for (const entries of chunks(page, sink.batch)) {
        if (clock.monotonic() >= until) return ended({ state: "behind" });
        const delivery = await attempt(entries);
        const through = upTo(entries, delivery);
        const [first] = through;
        if (first !== undefined) {
          cursor = delivery.through ?? cursor;
          unsure = stillUnsure(unsure, { seq: first.seq, at: clock.now() }, sink.unsureMs);
          if (!(await advance(through, delivery))) return ended({ state: "busy" });
        }
        if (delivery.trouble !== undefined) return await fail(delivery.trouble);
      }
    }
    return ended({ state: "up_to_date" });
  } finally {
    await opened?.close();
  }
}

const dueSeqs = async (store: Store, name: string): Promise<readonly number[]> =>
  (await store.outbox.setAside(name)).filter(({ due }) => due).map(({ seq }) => seq);

const upTo = (entries: readonly LedgerEntry[], { through }: Delivery): readonly LedgerEntry[] =>
  through === undefined ? [] : entries.filter(({ seq }) => seq <= through);

function* chunks<Item>(items: readonly Item[], size: number): Generator<readonly Item[]> {
  for (let from = 0; from < items.length; from += size) yield items.slice(from, from + size);
}

/** What cannot be told for want of a secret or by the configuration is the sink's trouble and stops nothing else. */
function troubleOf(error: unknown): SinkTrouble {
  if (error instanceof Fault && error.code === "SECRET_UNREADABLE") return { code: "secret_unreadable" };
  if (error instanceof Fault && error.code === "CONFIG_INVALID") return { code: "misconfigured" };
  throw error;
}
