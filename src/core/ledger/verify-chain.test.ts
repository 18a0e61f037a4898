import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aLedger, FACTS, ledgers } from "../../../test/build/facts.ts";
import { asJson, mutationOf } from "../../../test/build/mutation.ts";
import { NOW } from "../../../test/build/plan-input.ts";
import { sha256 } from "../../adapters/system/hash.ts";
import { instant } from "../model/instant.ts";
import { chainEntry, entryHash, GENESIS } from "./chain.ts";
import type { LedgerEntry } from "./fact.ts";
import {
  endVerification,
  startVerification,
  verifyNext,
  type ChainBreak,
  type ChainWarning,
  type ExpectedHead,
} from "./verify-chain.ts";

const LEDGER = aLedger(Object.values(FACTS));

interface Verified {
  readonly broken: ChainBreak | undefined;
  readonly warnings: readonly ChainWarning[];
}

function verifyAll(entries: readonly LedgerEntry[], expectedHead?: ExpectedHead): Verified {
  let state = startVerification();
  const warnings: ChainWarning[] = [];
  for (const entry of entries) {
    const step = verifyNext(state, entry, sha256);
    if (step.kind === "broken") return { broken: step, warnings };
    if (step.warning !== undefined) warnings.push(step.warning);
    state = step.state;
  }
  const end = endVerification(state, expectedHead);
  return { broken: end.kind === "broken" ? end : undefined, warnings };
}

const headOf = (entries: readonly LedgerEntry[]): ExpectedHead => ({
  seq: entries.length,
  hash: entries.at(-1)?.hash ?? GENESIS,
});

/** A hash that a forger made fit the entry's new content. */
const rehashed = (entry: LedgerEntry): LedgerEntry => ({ ...entry, hash: entryHash(entry, sha256) });

describe("verifying a ledger", () => {
  it("finds a true one whole, and says how long it is", () => {
    const end = LEDGER.reduce((state, entry) => {
      const step = verifyNext(state, entry, sha256);
      return step.kind === "ok" ? step.state : state;
    }, startVerification());

    expect(endVerification(end, headOf(LEDGER))).toStrictEqual({
      kind: "whole",
      entries: LEDGER.length,
      head: LEDGER.at(-1)?.hash,
    });
  });

  it("finds an empty one whole, unless it is known not to be empty", () => {
    expect(verifyAll([])).toStrictEqual({ broken: undefined, warnings: [] });
    expect(verifyAll([], headOf([])).broken).toBeUndefined();
    expect(verifyAll([], headOf(LEDGER)).broken).toMatchObject({ seq: 1, flaw: "head_mismatch" });
  });

  const third = LEDGER[2] as LedgerEntry;
  it.each<readonly [string, readonly LedgerEntry[], object]>([
    [
      "an entry that was changed",
      LEDGER.with(2, { ...third, actor: "somebody" }),
      { seq: 3, flaw: "hash_mismatch", found: third.hash },
    ],
    [
      "an entry that was changed and hashed anew, at the one after it",
      LEDGER.with(2, rehashed({ ...third, actor: "somebody" })),
      { seq: 4, flaw: "previous_mismatch", found: third.hash },
    ],
    [
      "an entry that was removed",
      LEDGER.toSpliced(2, 1),
      { seq: 3, flaw: "seq_gap", expected: "3", found: "4" },
    ],
    ["a first entry that was removed", LEDGER.slice(1), { seq: 1, flaw: "seq_gap" }],
    ["an entry that stands twice", LEDGER.toSpliced(2, 0, third), { seq: 4, flaw: "seq_gap" }],
    [
      "an entry that was slipped in under the next number",
      LEDGER.toSpliced(
        2,
        0,
        chainEntry(third.previous, 3, third.at, "forger", FACTS.tenant_not_covered, sha256),
      ),
      { seq: 4, flaw: "seq_gap" },
    ],
    [
      "two entries that changed places",
      LEDGER.with(2, LEDGER[3] as LedgerEntry).with(3, third),
      { seq: 3, flaw: "seq_gap" },
    ],
    [
      "two entries that changed places and numbers",
      LEDGER.with(2, { ...(LEDGER[3] as LedgerEntry), seq: 3 }).with(3, { ...third, seq: 4 }),
      { seq: 3, flaw: "previous_mismatch" },
    ],
  ])("finds %s", (_, entries, flaw) => {
    expect(verifyAll(entries).broken).toMatchObject(flaw);
  });

  it("finds a tail that was cut off only by a head that is known from elsewhere", () => {
    const cut = LEDGER.slice(0, -2);

    expect(verifyAll(cut).broken).toBeUndefined();
    expect(verifyAll(cut, headOf(LEDGER)).broken).toMatchObject({
      seq: LEDGER.length - 1,
      flaw: "head_mismatch",
    });
  });

  it("finds a last entry that was written anew by the known head", () => {
    const last = LEDGER.at(-1) as LedgerEntry;
    const forged = LEDGER.with(LEDGER.length - 1, rehashed({ ...last, actor: "somebody" }));

    expect(verifyAll(forged, headOf(LEDGER)).broken).toMatchObject({
      seq: LEDGER.length,
      flaw: "head_mismatch",
    });
  });

  it("finds entries after the known head", () => {
    expect(verifyAll(LEDGER, headOf(LEDGER.slice(0, -1))).broken).toMatchObject({
      seq: LEDGER.length,
      flaw: "head_mismatch",
    });
  });

  it("warns of time that ran backwards, and goes on", () => {
    const [first, second] = aLedger([FACTS.apply_started, FACTS.apply_finished]) as [
      LedgerEntry,
      LedgerEntry,
    ];
    const earlier = chainEntry(first.hash, 2, instant(NOW - 5), second.actor, second.fact, sha256);

    expect(verifyAll([first, earlier])).toStrictEqual({
      broken: undefined,
      warnings: [{ code: "time_backwards", seq: 2, byMs: 5 }],
    });
  });
});

describe("for any ledger", () => {
  it("a true one is whole", () => {
    fc.assert(
      fc.property(ledgers, (entries) => {
        expect(verifyAll(entries, headOf(entries))).toStrictEqual({ broken: undefined, warnings: [] });
      }),
    );
  });

  it("any change anywhere in any entry is found, at that entry", () => {
    const changes = ledgers.chain((entries) =>
      fc
        .nat(entries.length - 1)
        .chain((at) => fc.tuple(fc.constant(entries), fc.constant(at), mutationOf(asJson(entries[at])))),
    );
    fc.assert(
      fc.property(changes, ([entries, at, changed]) => {
        const forged = entries.with(at, changed as unknown as LedgerEntry);
        expect(verifyAll(forged).broken).toMatchObject({ seq: at + 1 });
      }),
      { numRuns: 500 },
    );
  });

  it("any entry that is written anew with a fitting hash is found, by the next one or by the head", () => {
    const forgeries = ledgers.chain((entries) => fc.tuple(fc.constant(entries), fc.nat(entries.length - 1)));
    fc.assert(
      fc.property(forgeries, ([entries, at]) => {
        const forged = entries.with(at, rehashed({ ...(entries[at] as LedgerEntry), actor: "somebody" }));
        expect(verifyAll(forged, headOf(entries)).broken).toBeDefined();
      }),
    );
  });

  it("any removal, any repetition and any swap is found", () => {
    const places = ledgers.chain((entries) =>
      fc.tuple(
        fc.constant(entries),
        fc.uniqueArray(fc.nat(entries.length - 1), { minLength: 2, maxLength: 2 }),
      ),
    );
    fc.assert(
      fc.property(places, ([entries, [one = 0, other = 0]]) => {
        const head = headOf(entries);
        const a = entries[one] as LedgerEntry;
        const b = entries[other] as LedgerEntry;
        expect(verifyAll(entries.toSpliced(one, 1), head).broken).toBeDefined();
        expect(verifyAll(entries.toSpliced(other, 0, a), head).broken).toBeDefined();
        expect(verifyAll(entries.with(one, b).with(other, a), head).broken).toBeDefined();
      }),
    );
  });
});
