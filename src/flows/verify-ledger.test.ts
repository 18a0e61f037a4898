import { expect, it } from "vitest";
import { aLedger, FACTS } from "../../test/build/facts.ts";
import { sha256 } from "../adapters/system/hash.ts";
import { GENESIS } from "../core/ledger/chain.ts";
import type { LedgerEntry } from "../core/ledger/fact.ts";
import type { LedgerStore } from "../ports/ledger-store.ts";
import { verifyLedger } from "./verify-ledger.ts";

const CHAIN = aLedger([FACTS.dossiers_purged, FACTS.brake_pulled, FACTS.brake_released, FACTS.ramp_moved]);
const headOf = (count: number) => ({ seq: count, hash: CHAIN[count - 1]?.hash ?? GENESIS });

/** A ledger of these entries, with what its head row says at the first and at every later look. */
function ledgerOf(
  entries: readonly LedgerEntry[],
  ...heads: readonly ReturnType<typeof headOf>[]
): LedgerStore {
  let looks = 0;
  return {
    head: async () => heads[Math.min(looks++, heads.length - 1)],
    async *entries() {
      for (const entry of entries) yield [entry];
    },
  } as Partial<LedgerStore> as LedgerStore;
}

const verified = async (ledger: LedgerStore) => verifyLedger(ledger, sha256);

it.each([
  ["empty", ledgerOf([], headOf(0))],
  ["as its head says", ledgerOf(CHAIN, headOf(4))],
  ["appended to while its end was read", ledgerOf(CHAIN, headOf(2), headOf(4))],
  ["appended to after its end was read", ledgerOf(CHAIN.slice(0, 3), headOf(3), headOf(4))],
])("a ledger that is %s holds", async (_, ledger) => {
  expect((await verified(ledger)).broken).toBeUndefined();
});

it.each([
  ["whose end was cut off", ledgerOf(CHAIN.slice(0, 3), headOf(4)), 4],
  ["that is empty and should not be", ledgerOf([], headOf(4)), 1],
  ["with an entry beyond its head", ledgerOf(CHAIN, headOf(3)), 4],
  ["whose head is another's", ledgerOf(CHAIN, { ...headOf(4), hash: sha256("another") }), 4],
  [
    "whose head was another's when it was passed",
    ledgerOf(CHAIN, { ...headOf(2), hash: sha256("another") }, headOf(4)),
    2,
  ],
  ["that lacks an entry", ledgerOf([...CHAIN.slice(0, 1), ...CHAIN.slice(2)], headOf(4)), 2],
])("a ledger %s is broken, and says where", async (_, ledger, seq) => {
  expect((await verified(ledger)).broken?.seq).toBe(seq);
});
