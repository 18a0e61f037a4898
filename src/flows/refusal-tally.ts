import type { Fact } from "../core/ledger/fact.ts";
import { canonical } from "../core/model/canonical.ts";
import type { Clock } from "../ports/clock.ts";
import { Fault } from "../ports/fault.ts";
import type { Store } from "../ports/store.ts";

type Refusal = Extract<Fact, { readonly kind: "sign_in_refused" | "action_refused" }>;
/** A refusal that happened once. */
export type Refused = Refusal extends infer One ? (One extends Refusal ? Omit<One, "count"> : never) : never;

/** Different refusals of one minute that are told apart; those beyond are told without what sets them apart. */
const MOST_APART = 20;

export interface TallyParts {
  /** Opens the store for a piece of work. Faults: STORE_*. */
  readonly withStore: <T>(
    work: (parts: { readonly store: Store; readonly clock: Clock }) => Promise<T>,
  ) => Promise<T>;
}

/**
 * Writes refusals to the ledger, so that a stranger who is refused again and again does not fill it: the first of its kind at
 * once, and the others together when the minute is over.
 */
export interface RefusalTally {
  note(refused: Refused): Promise<void>;
  /** Writes what has come together and begins anew: once a minute, and at the end. Faults: STORE_*; nothing is lost by one. */
  flush(): Promise<void>;
}

export function refusalTally({ withStore }: TallyParts): RefusalTally {
  let kinds = new Map<string, { readonly refused: Refused; held: number }>();
  const write = async (facts: readonly Refusal[]): Promise<void> =>
    withStore(async ({ store, clock }) => {
      await store.ledger.append(facts, clock.now());
    });
  const hold = (refused: Refused, count: number): void => {
    const key = canonical(refused);
    kinds.set(key, { refused, held: (kinds.get(key)?.held ?? 0) + count });
  };
  return {
    note: async (refused) => {
      const apart = kinds.size < MOST_APART || kinds.has(canonical(refused)) ? refused : withoutWhom(refused);
      if (kinds.has(canonical(apart))) return hold(apart, 1);
      hold(apart, 0);
      try {
        await write([counted(apart, 1)]);
      } catch (error) {
        // It is held until the store is there again: who is refused is refused all the same.
        if (!(error instanceof Fault)) throw error;
        hold(apart, 1);
      }
    },
    flush: async () => {
      const held = [...kinds.values()].filter((one) => one.held > 0);
      kinds = new Map();
      if (held.length === 0) return;
      try {
        await write(held.map((one) => counted(one.refused, one.held)));
      } catch (error) {
        for (const one of held) hold(one.refused, one.held);
        throw error;
      }
    },
  };
}

const counted = (refused: Refused, count: number): Refusal => ({ ...refused, count });

/** There are as many of these as there are codes and people, and no more. */
const withoutWhom = (refused: Refused): Refused =>
  refused.kind === "sign_in_refused"
    ? { kind: refused.kind, way: refused.way, code: refused.code }
    : { kind: refused.kind, by: refused.by, action: "further actions", needs: refused.needs };
