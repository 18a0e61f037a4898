// A run that dies at a step: before or after any call of a port. What was committed stays, what was not is rolled back.
import { dice as diceOf } from "../../src/simulator/world/prng.ts";
import type { Tally } from "./invariants.ts";
import { aKillStage, countUnsettled, LATER, rehearse, runStage, type KillStage } from "./kill-stage.ts";
import { quiet, type Pending, type PortCall, type Watch } from "./port-watch.ts";
import { Killed, openProofStore } from "./proof-session.ts";

/** Counts steps, and dies at one of them: from then on every call fails, as nobody is there to make it. */
function dyingAt(step: number): {
  readonly watch: Partial<Watch>;
  readonly steps: () => number;
  diedAt: () => string;
} {
  let steps = 0;
  let diedAt = "";
  const count =
    (side: string) =>
    ({ port, method }: PortCall): void => {
      steps++;
      if (steps < step) return;
      if (steps === step) diedAt = `${side} ${port}.${method}`;
      throw new Killed();
    };
  return {
    watch: { before: count("before"), after: count("after") },
    steps: () => steps,
    diedAt: () => diedAt,
  };
}

/** Which steps to die at: all of them when there are so many kills, else spread evenly, with a jitter of the seed's. */
function stepsToDieAt(of: number, kills: number, seed: number): number[] {
  const dice = diceOf(seed, 9_002);
  return Array.from({ length: kills }, (_, i) => 1 + Math.floor(((i + dice.next()) * of) / kills));
}

/**
 * Kills a run `kills` times at steps spread over its length, each time restarting it and letting it finish.
 * @param url the store: `pglite:memory`, or a new database of PostgreSQL
 * @returns where it died, by step
 */
export async function proveSteps(
  url: string,
  kills: number,
  seed: number,
  tally: Tally,
): Promise<readonly string[]> {
  await using stage = await aKillStage(url, kills + 1, tally);
  const { house, witness } = stage;
  // In memory, what was rehearsed must not be closed: one store for all, the process alone is thought to die.
  const store = await openProofStore(house.config, house.env, house.clock);
  try {
    await rehearse(stage, store);
    let day = 2;
    house.day(day);
    const whole = dyingAt(Number.POSITIVE_INFINITY);
    await runStage(stage, store, "enforce", whole.watch);
    await witness.check(store, "the whole run");
    const places: string[] = [];
    for (const step of stepsToDieAt(whole.steps(), kills, seed)) {
      house.day(++day);
      places.push(await killAndFinish(stage, store, step, tally));
    }
    return places;
  } finally {
    await store.close();
  }
}

async function killAndFinish(
  stage: KillStage,
  store: Awaited<ReturnType<typeof openProofStore>>,
  step: number,
  tally: Tally,
): Promise<string> {
  const { house, witness } = stage;
  const dying = dyingAt(step);
  const pending: Pending = new Set();
  const end = await runStage(stage, store, "enforce", dying.watch, pending);
  await quiet(pending);
  const what = `killed ${dying.diedAt()} (step ${step}), ${end.kind}`;
  // Two restarts: at once, and when what is unclear can be settled.
  for (const later of [0, LATER]) {
    house.clock.advance(later);
    house.export();
    const next = await runStage(stage, store, later === 0 ? "observe" : "enforce");
    if (next.kind !== "ended") tally.broken.push(`${what}: the restart ended as ${JSON.stringify(next)}`);
  }
  await witness.check(store, what);
  await countUnsettled(store, tally, what);
  return dying.diedAt();
}
