import type { LedgerEntry } from "../../core/ledger/fact.ts";
import type { Delivery, RefusedEntry, SinkTrouble } from "../../ports/event-sink.ts";

/** What became of one request. */
export type Sent =
  /** All of it up to `through` (by default its end), but for those refused; `trouble` says why not the rest. */
  | {
      readonly kind: "taken";
      readonly refused: readonly RefusedEntry[];
      readonly rest?: { readonly through: number | undefined; readonly trouble: SinkTrouble };
    }
  /** Nothing of it, for the sake of one entry. */
  | { readonly kind: "one_refused"; readonly entry: RefusedEntry }
  /** Nothing of it: it is too large for one request. */
  | { readonly kind: "too_large" }
  | { readonly kind: "trouble"; readonly trouble: SinkTrouble };

/** A sink that refuses more of a batch than this, and most of it, refuses us and not the entries: all would be set aside one by one. */
const MOST_REFUSED = 20;

/** Sends a batch in as many requests as it takes: without the entries that are refused, and in halves where it is too large. */
export async function sendInParts(
  entries: readonly LedgerEntry[],
  send: (part: readonly LedgerEntry[]) => Promise<Sent>,
): Promise<Delivery> {
  let through: number | undefined;
  const refused: RefusedEntry[] = [];
  const ended = (trouble: SinkTrouble | undefined): Delivery =>
    refused.length > MOST_REFUSED && refused.length * 2 > entries.length
      ? { through: undefined, refused: [], trouble: { code: "misconfigured" } }
      : { through, refused: refused.filter(({ seq }) => through !== undefined && seq <= through), trouble };
  // With where each part ends: its last entry may have been refused and left out.
  const parts = [{ entries, end: entries.at(-1)?.seq }];
  for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
    const [only] = part.entries;
    if (only === undefined) {
      through = part.end;
      continue;
    }
    const sent = await send(part.entries);
    if (sent.kind === "trouble") return ended(sent.trouble);
    if (sent.kind === "taken") {
      refused.push(...sent.refused);
      through = sent.rest === undefined ? part.end : (sent.rest.through ?? through);
      if (sent.rest !== undefined) return ended(sent.rest.trouble);
    } else if (sent.kind === "one_refused" || part.entries.length === 1) {
      const entry = sent.kind === "one_refused" ? sent.entry : { seq: only.seq, code: "too_large" };
      refused.push(entry);
      if (refused.length > MOST_REFUSED && refused.length * 2 > entries.length) return ended(undefined);
      parts.unshift({ entries: part.entries.filter(({ seq }) => seq !== entry.seq), end: part.end });
    } else {
      const half = Math.ceil(part.entries.length / 2);
      const [left, right] = [part.entries.slice(0, half), part.entries.slice(half)];
      parts.unshift({ entries: left, end: left.at(-1)?.seq }, { entries: right, end: part.end });
    }
  }
  return ended(undefined);
}
