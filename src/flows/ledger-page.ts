import { factText } from "../core/ledger/fact-text.ts";
import type { LedgerEntry } from "../core/ledger/fact.ts";
import type { LedgerStore } from "../ports/ledger-store.ts";

/** Which entries; every field narrows. */
export interface LedgerQuery {
  /** Entries below this number; undefined from the newest on. */
  readonly before: number | undefined;
  readonly most: number;
  readonly kinds: readonly string[] | undefined;
  readonly actor: string | undefined;
  /** A value that the fact names: an endpoint's id, a plan's, a hostname. */
  readonly about: string | undefined;
}

export interface LedgerPage {
  /** The newest first, each with a sentence. */
  readonly items: readonly (LedgerEntry & { readonly text: string })[];
  /** Where to go on; undefined at the first entry. There may be nothing more that fits. */
  readonly next: number | undefined;
}

const BATCH = 1_000;
/** As many as are looked through for one page: some 100 ms. Facts are JSON that SQL does not take apart. */
const MOST_READ = 20_000;

/** A page of the record, the newest first. Faults: STORE_*. */
export async function ledgerPage(query: LedgerQuery, ledger: LedgerStore): Promise<LedgerPage> {
  const items: (LedgerEntry & { readonly text: string })[] = [];
  let below = query.before ?? (await ledger.head()).seq + 1;
  for (let read = 0; read < MOST_READ && below > 1;) {
    const batch = await ledger.below(below, query.kinds === undefined ? query.most : BATCH);
    if (batch.length === 0) return { items, next: undefined };
    for (const entry of batch) {
      below = entry.seq;
      if (!fits(entry, query)) continue;
      items.push({ ...entry, text: factText(entry.fact) });
      if (items.length === query.most) return { items, next: below > 1 ? below : undefined };
    }
    read += batch.length;
  }
  return { items, next: below > 1 ? below : undefined };
}

const fits = ({ fact, actor }: LedgerEntry, query: LedgerQuery): boolean =>
  (query.kinds === undefined || query.kinds.includes(fact.kind)) &&
  (query.actor === undefined || actor === query.actor) &&
  (query.about === undefined || names(fact, query.about.toLowerCase()));

/** Whether any value in it is this text. */
function names(value: unknown, text: string): boolean {
  if (typeof value === "string") return value.toLowerCase() === text;
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some((one) => names(one, text));
}
