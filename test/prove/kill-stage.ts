// A house with devices that are gone beyond doubt, rehearsed, so that every day has something to delete.
import { MINUTE } from "../../src/core/model/instant.ts";
import type { Mode } from "../../src/core/plan/plan.ts";
import type { Store } from "../../src/ports/store.ts";
import { smallWorld } from "../build/small-world.ts";
import { aWitness, type Tally, type Witness } from "./invariants.ts";
import type { Pending, Watch } from "./port-watch.ts";
import { aProofHouse, PROOF_START, type ProofHouse } from "./proof-house.ts";
import { runOnce, type RunEnd } from "./proof-session.ts";

/** So many a run: the second shows what becomes of a run whose first was cut off. The ramp is not to be in the way. */
const LIMITS = { perRun: 2, perTenantPerDay: 2, ramp: [4] };
/** Living devices of each tenant. */
const LIVING = 10;

export interface KillStage extends AsyncDisposable {
  readonly house: ProofHouse;
  readonly witness: Witness;
}

/** @param cycles how often it will be killed and restarted: each deletes two devices, or four when a day's end lies between */
export async function aKillStage(store: string, cycles: number, tally: Tally): Promise<KillStage> {
  const retired = 2 * cycles + 4;
  const world = smallWorld(
    [
      { first: 1, endpoints: retired + LIVING, retired },
      { first: retired + LIVING + 1, endpoints: retired + LIVING, retired },
    ],
    PROOF_START,
  );
  const house = await aProofHouse(world, store, LIMITS);
  return {
    house,
    witness: aWitness(house, tally),
    [Symbol.asyncDispose]: () => house[Symbol.asyncDispose](),
  };
}

const nothing: Watch = { before: () => {}, after: () => {}, committed: () => {} };

/** One run of the stage in this process. */
export async function runStage(
  { house, witness }: KillStage,
  store: Store,
  mode: Mode,
  watch: Partial<Watch> = {},
  pending: Pending = new Set(),
): Promise<RunEnd> {
  witness.begin(mode === "enforce");
  const seen: Watch = { ...nothing, committed: (entries) => witness.acknowledged(entries), ...watch };
  return runOnce({ ...house, path: house.config, store, mode, watch: seen, pending });
}

/** The first two days: one to look, one to rehearse. */
export async function rehearse(stage: KillStage, store: Store): Promise<void> {
  for (const [day, mode] of (["observe", "dry-run"] as const).entries()) {
    stage.house.day(day);
    const end = await runStage(stage, store, mode);
    if (end.kind !== "ended") throw new Error(`the rehearsal ended as ${JSON.stringify(end)}`);
    await stage.witness.check(store, `rehearsal, day ${day}`);
  }
}

/** After this what a dead process held is free, and what was unclear can be settled: a lease runs ten minutes. */
export const LATER = 15 * MINUTE;

/** Whatever a killed run left open must be settled by now. */
export async function countUnsettled(store: Store, tally: Tally, what: string): Promise<void> {
  const open = await store.plans.openIntents();
  tally.unsettled += open.length;
  for (const { endpoint } of open) tally.broken.push(`${what}: the intent of ${endpoint} stays open`);
}
