import { ledgerPage } from "../../flows/ledger-page.ts";
import { verifyLedger } from "../../flows/verify-ledger.ts";
import type { Handlers } from "./handler.ts";
import { timeText } from "./time-views.ts";

/** The record: looked through, and proved. @param kinds every kind of fact, for whoever narrows the list */
export const ledgerHandlers = (kinds: readonly string[]): Pick<Handlers, "listLedger" | "verifyLedger"> => ({
  listLedger: async ({ query }, _caller, { store }) => {
    const { items, next } = await ledgerPage(
      {
        before: query.before,
        most: query.limit,
        kinds: query.kind?.split(","),
        actor: query.actor,
        about: query.about,
      },
      store.ledger,
    );
    return {
      items: items.map(({ seq, at, actor, fact, hash, text }) => ({
        seq,
        at: timeText(at),
        actor,
        kind: fact.kind,
        text,
        fact: { ...fact },
        hash,
      })),
      ...(next !== undefined && { next }),
      entries: (await store.ledger.head()).seq,
      kinds: [...kinds],
    };
  },
  verifyLedger: async (_input, _caller, { store, hash }) => {
    const { ok, entries, head, broken } = await verifyLedger(store.ledger, hash);
    return {
      whole: ok,
      entries,
      head,
      ...(broken !== undefined && { broken: { seq: broken.seq, why: broken.flaw } }),
    };
  },
});
