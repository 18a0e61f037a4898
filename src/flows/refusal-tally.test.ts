import { describe, expect, it } from "vitest";
import type { Fact } from "../core/ledger/fact.ts";
import { Fault } from "../ports/fault.ts";
import type { LedgerStore } from "../ports/ledger-store.ts";
import type { Store } from "../ports/store.ts";
import { refusalTally, type Refused } from "./refusal-tally.ts";
import { stepClock } from "../../test/build/step-clock.ts";

/** A tally over a ledger that may be out of reach, and what was written there. */
function aTally() {
  const written: Fact[] = [];
  const state = { gone: false };
  const ledger: Pick<LedgerStore, "append"> = {
    append: async (facts) => {
      written.push(...facts);
      return Promise.resolve([]);
    },
  };
  const tally = refusalTally({
    withStore: async (work) => {
      if (state.gone) throw new Fault("STORE_LOCKED", "A run has it.");
      return work({ store: { ledger } as unknown as Store, clock: stepClock() });
    },
  });
  return { tally, written, state };
}

const WRONG: Refused = { kind: "sign_in_refused", way: "local", code: "password_wrong" };
const noRole = (n: number): Refused => ({
  kind: "sign_in_refused",
  way: "oidc",
  code: "no_role",
  by: `oidc:p${n}`,
  subject: `${n}`,
});
const action = (action: string, by = "oidc:eve"): Refused => ({
  kind: "action_refused",
  by,
  action,
  needs: "operator",
});

describe("refusals", () => {
  it("are written at once, and those of one kind and minute together", async () => {
    const { tally, written } = aTally();
    for (let n = 0; n < 1_000; n += 1) await tally.note(WRONG);
    await tally.note(action("startRun"));
    expect(written).toEqual([
      { ...WRONG, count: 1 },
      { ...action("startRun"), count: 1 },
    ]);
    await tally.flush();
    expect(written.slice(2)).toEqual([{ ...WRONG, count: 999 }]);
    await tally.flush();
    await tally.note(WRONG);
    expect(written.slice(3)).toEqual([{ ...WRONG, count: 1 }]);
  });

  it("of many at once are few entries all the same, and none is left out", async () => {
    const { tally, written } = aTally();
    for (let n = 0; n < 500; n += 1) await tally.note(noRole(n));
    for (let n = 0; n < 500; n += 1) await tally.note(action(`route${n}`));
    await tally.flush();
    expect(written.length).toBeLessThan(30);
    const counted = written.map((fact) => ("count" in fact ? fact.count : 0));
    expect(counted.reduce((sum, one) => sum + one, 0)).toBe(1_000);
    expect(written).toContainEqual({ ...action("further actions"), count: 499 });
  });

  it("are written when the ledger is there again", async () => {
    const { tally, written, state } = aTally();
    state.gone = true;
    await tally.note(WRONG);
    await tally.note(WRONG);
    await expect(tally.flush()).rejects.toMatchObject({ code: "STORE_LOCKED" });
    await tally.note(WRONG);
    await expect(tally.flush()).rejects.toMatchObject({ code: "STORE_LOCKED" });
    expect(written).toEqual([]);
    state.gone = false;
    await tally.flush();
    expect(written).toEqual([{ ...WRONG, count: 3 }]);
  });
});
