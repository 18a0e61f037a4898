import { describe, expect, it } from "vitest";
import { asJson } from "../../../test/build/mutation.ts";
import { FACTS } from "../../../test/build/facts.ts";
import { NOW } from "../../../test/build/plan-input.ts";
import { sha256 } from "../../adapters/system/hash.ts";
import { Bug } from "../model/invariant.ts";
import { chainEntry, entryHash, GENESIS } from "./chain.ts";
import type { LedgerEntry } from "./fact.ts";

const FIRST = chainEntry(GENESIS, 1, NOW, "svc@host", FACTS.tenant_not_covered, sha256);

describe("a ledger entry", () => {
  it("hashes every other field in its canonical form", () => {
    const { hash, ...rest } = FIRST;
    // Written out, since everybody's stored ledger hangs on this very text.
    const text =
      `{"actor":"svc@host","at":${NOW},"fact":{"code":"forbidden","kind":"tenant_not_covered",` +
      `"tenant":"${FACTS.tenant_not_covered.tenant}"},"previous":"${"0".repeat(64)}","seq":1}`;

    expect(rest).toStrictEqual({
      seq: 1,
      at: NOW,
      actor: "svc@host",
      fact: FACTS.tenant_not_covered,
      previous: GENESIS,
    });
    expect(hash).toBe(sha256(text));
  });

  it.each(Object.values(FACTS))("of $kind keeps its hash on the way through JSON", (fact) => {
    const entry = chainEntry(FIRST.hash, 2, NOW, "svc@host", fact, sha256);

    expect(entryHash(asJson(entry) as unknown as LedgerEntry, sha256)).toBe(entry.hash);
  });

  it("hashes what somebody adds beside the known fields", () => {
    const more = { ...FIRST, approvedBy: "nobody" } as LedgerEntry;

    expect(entryHash(more, sha256)).not.toBe(FIRST.hash);
  });

  it.each([
    ["a first entry that follows another", FIRST.hash, 1],
    ["a later entry that follows nothing", GENESIS, 2],
    ["number zero", GENESIS, 0],
    ["half a number", FIRST.hash, 1.5],
  ])("refuses %s as a bug", (_, previous, seq) => {
    expect(() => chainEntry(previous, seq, NOW, "svc@host", FACTS.tenant_not_covered, sha256)).toThrow(Bug);
  });
});
