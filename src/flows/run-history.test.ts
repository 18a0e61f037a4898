import { expect, it } from "vitest";
import type { Fact, LedgerEntry } from "../core/ledger/fact.ts";
import type { Digest, PlanId } from "../core/model/ids.ts";
import { instant } from "../core/model/instant.ts";
import type { LedgerStore } from "../ports/ledger-store.ts";
import { runHistory } from "./run-history.ts";

const plan = (n: number) => `plan-${n}` as PlanId;
const frozen = (n: number): Fact => ({
  kind: "plan_frozen",
  plan: plan(n),
  planHash: "h" as Digest,
  policyHash: "p" as Digest,
  mode: "enforce",
  items: 3,
  leftOut: 2,
  breakers: ["a", "b"].map((directory) => ({
    code: "tenant_silent",
    tenant: undefined,
    directory: directory as never,
    figures: {},
    groups: undefined,
  })),
});

/** Two batches, as a ledger gives them. */
function ledgerOf(...facts: readonly Fact[]): LedgerStore {
  const entries = facts.map(
    (fact, index) => ({ seq: index + 1, at: instant(index + 1), fact }) as LedgerEntry,
  );
  return {
    async *entries() {
      yield entries.slice(0, 2);
      yield entries.slice(2);
    },
  } as Partial<LedgerStore> as LedgerStore;
}

it("a run is its plan and what became of it, the newest first", async () => {
  const { runs } = await runHistory(
    ledgerOf(
      frozen(1),
      {
        kind: "apply_finished",
        plan: plan(1),
        mode: "dry-run",
        outcomes: { withheld: 3 },
        stoppedBy: "cancelled",
      },
      frozen(2),
      { kind: "apply_finished", plan: plan(9), mode: "enforce", outcomes: {}, stoppedBy: undefined },
    ),
  );
  expect(runs).toEqual([
    {
      plan: plan(2),
      mode: "enforce",
      frozenAt: 3,
      items: 3,
      leftOut: 2,
      breakers: ["tenant_silent"],
      outcomes: undefined,
      stoppedBy: undefined,
    },
    expect.objectContaining({
      plan: plan(1),
      mode: "dry-run",
      outcomes: { withheld: 3 },
      stoppedBy: "cancelled",
    }),
  ]);
});

it("brake and ramp are told apart from the runs, the newest first", async () => {
  const { turns } = await runHistory(
    ledgerOf({ kind: "brake_pulled", reason: "smoke", by: "a@b" }, frozen(1), {
      kind: "brake_released",
      reason: "no fire",
      by: "a@b",
    }),
  );
  expect(turns.map(({ fact }) => fact.kind)).toEqual(["brake_released", "brake_pulled"]);
});
