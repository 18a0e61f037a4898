import { expect, it } from "vitest";
import { entryHash, GENESIS } from "../../src/core/ledger/chain.ts";
import type { Fact, LedgerEntry } from "../../src/core/ledger/fact.ts";
import { sha256 } from "../../src/adapters/system/hash.ts";
import { anEndpointId, NOW, TENANT } from "../build/evidence.ts";
import { type Bench, gathered, later, PLAN } from "./store-fixture.ts";

const fact = (hostname: string): Fact => ({
  kind: "removal_settled",
  plan: PLAN,
  tenant: TENANT,
  endpoint: anEndpointId(1),
  hostname,
  outcome: "retired",
  answer: undefined,
  settledBy: "restart",
});

/** Holds the chain together from the first entry on. */
export function expectChain(entries: readonly LedgerEntry[]): void {
  let previous = GENESIS;
  for (const [index, entry] of entries.entries()) {
    expect(entry.seq).toBe(index + 1);
    expect(entry.previous).toBe(previous);
    expect(entryHash(entry, sha256)).toBe(entry.hash);
    previous = entry.hash;
  }
}

export function ledgerSuite(bench: () => Bench): void {
  const ledger = () => bench().store.ledger;
  const all = async (from = 1) => (await gathered(ledger().entries(from))).flat();

  it("entries are chained in order, and come back as they were hashed", async () => {
    expect(await ledger().head()).toEqual({ seq: 0, hash: GENESIS });
    const added = await ledger().append([fact("A"), fact("odd \0 \ud800 name")], NOW);
    await ledger().append([fact("C")], later(1));
    expect(await ledger().append([], later(2))).toEqual([]);

    const entries = await all();

    expect(entries.slice(0, 2)).toEqual(added);
    expect(entries.map((entry) => [entry.seq, entry.at, entry.actor])).toEqual([
      [1, NOW, "svc@test"],
      [2, NOW, "svc@test"],
      [3, later(1), "svc@test"],
    ]);
    expectChain(entries);
    expect(await ledger().head()).toEqual({ seq: 3, hash: entries[2]?.hash });
    expect(await ledger().count()).toBe(3);
    expect((await all(3)).map(({ seq }) => seq)).toEqual([3]);
    expect((await ledger().newest(2)).map(({ seq }) => seq)).toEqual([2, 3]);
    expect(await ledger().newest(0)).toEqual([]);
  });

  it("appends at the same time do not fork the chain", async () => {
    await Promise.all(
      Array.from({ length: 20 }, async (_, n) => ledger().append([fact(`H${n}`), fact(`I${n}`)], NOW)),
    );

    const entries = await all();

    expect(entries).toHaveLength(40);
    expectChain(entries);
  });

  it("an entry whose transaction fails was never written", async () => {
    await ledger().append([fact("A")], NOW);

    const failing = bench().store.transaction(async (tx) => {
      await tx.ledger.append([fact("B")], NOW);
      throw new Error("after the fact");
    });

    await expect(failing).rejects.toThrow("after the fact");
    await ledger().append([fact("C")], NOW);
    expectChain(await all());
    expect(await ledger().count()).toBe(2);
  });

  it.each([
    "update rollcall.ledger set actor = 'nobody'",
    "delete from rollcall.ledger",
    "truncate rollcall.ledger",
  ])("the database itself refuses: %s", async (statement) => {
    await ledger().append([fact("A")], NOW);

    await expect(bench().connection.query(statement)).rejects.toThrow("23000");

    expect(await ledger().count()).toBe(1);
  });

  it("is read backwards from any entry, as much as is asked for", async () => {
    await ledger().append([fact("A"), fact("odd \0 \ud800 name"), fact("C")], NOW);
    const entries = await all();

    expect(await ledger().below(4, 2)).toEqual([entries[2], entries[1]]);
    expect(await ledger().below(2, 9)).toEqual([entries[0]]);
    expect(await ledger().below(1, 9)).toEqual([]);
  });

  it("more entries than a batch come in order and once", async () => {
    await ledger().append(
      Array.from({ length: 2_300 }, (_, n) => fact(`H${n}`)),
      NOW,
    );

    const batches = await gathered(ledger().entries(1));

    expect(batches.map((batch) => batch.length)).toEqual([1_000, 1_000, 300]);
    expectChain(batches.flat());
  });
}
