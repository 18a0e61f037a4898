// Processes that are killed with -9 at moments that nobody chose, and two that apply at once.
import { setTimeout as pause } from "node:timers/promises";
import { dice as diceOf, type Dice } from "../../src/simulator/world/prng.ts";
import { childRun, type ChildEnd, type Death } from "./child-run.ts";
import type { Tally } from "./invariants.ts";
import { expectEnd, finish, inStore } from "./finish.ts";
import { aKillStage, countUnsettled, LATER, rehearse } from "./kill-stage.ts";

/**
 * Kills processes until `kills` of them have died before their end; each time another process finishes the work.
 * @param url `pglite:./DIR`, or a new database of PostgreSQL
 * @returns how many died before their end
 */
export async function proveProcesses(
  url: string,
  kills: number,
  seed: number,
  tally: Tally,
): Promise<number> {
  // Some come to their end before they are killed: those days delete too.
  const most = 2 * kills + 3;
  await using stage = await aKillStage(url, most, tally);
  const { house } = stage;
  await inStore(stage, async (store) => rehearse(stage, store));
  const dice = diceOf(seed, 9_003);
  let day = 2;
  house.day(day);
  const whole = await childRun(stage, "enforce", undefined);
  expectWhole(whole);
  let died = 0;
  while (died < kills && day < most) {
    house.day(++day);
    const death = randomDeath(dice, whole.ms);
    const end = await childRun(stage, "enforce", death);
    const what = `kill -9, ${JSON.stringify(death)}, day ${day}`;
    if (end.killed) died++;
    else expectEnd(end, tally, what);
    await finish(stage, tally, what);
  }
  if (died < kills) tally.broken.push(`only ${died} of ${kills} processes died before their end`);
  return died;
}

/** A third at a deletion that was carried out and whose answer never comes, the rest anywhere. */
const randomDeath = (dice: Dice, wholeMs: number): Death =>
  dice.chance(0.33) ? { atDeletion: dice.whole(1, 2) } : { afterMs: dice.next() * wholeMs };

/**
 * Stops the database server in the middle of a run, as a power cut would, and starts it again; another run finishes.
 * @param crash ends the server without a word and starts it again
 */
export async function proveStops(
  url: string,
  stops: number,
  seed: number,
  crash: () => Promise<void>,
  tally: Tally,
): Promise<void> {
  await using stage = await aKillStage(url, stops + 2, tally);
  const { house } = stage;
  await inStore(stage, async (store) => rehearse(stage, store));
  const dice = diceOf(seed, 9_004);
  house.day(2);
  const whole = await childRun(stage, "enforce", undefined);
  expectWhole(whole);
  for (let day = 3; day < stops + 3; day++) {
    house.day(day);
    const afterMs = dice.next() * whole.ms;
    const what = `the database stopped ${Math.round(afterMs)} ms into the run of day ${day}`;
    const end = await childRun(stage, "enforce", undefined, async () => {
      await pause(afterMs);
      await crash();
    });
    expectEnd(end, tally, what);
    await finish(stage, tally, what);
  }
}

/** Two processes at once, on one database, day after day. */
export async function proveTwoAtOnce(url: string, rounds: number, tally: Tally): Promise<void> {
  await using stage = await aKillStage(url, rounds + 1, tally);
  const { house, witness } = stage;
  await inStore(stage, async (store) => rehearse(stage, store));
  for (let day = 2; day < rounds + 2; day++) {
    house.day(day);
    const ends = await Promise.all([1, 2].map(async () => childRun(stage, "enforce", undefined)));
    const what = `two at once, day ${day}`;
    for (const end of ends) expectEnd(end, tally, what);
    house.clock.advance(LATER);
    house.export();
    expectEnd(await childRun(stage, "observe", undefined), tally, `after ${what}`);
    await inStore(stage, async (store) => {
      await witness.check(store, what);
      await countUnsettled(store, tally, what);
    });
  }
}

/** The undisturbed run is the measure of the others: without it nothing is proven. */
function expectWhole({ end, stderr }: ChildEnd): void {
  if (end === undefined) throw new Error(`an undisturbed run ended without a word: ${stderr}`);
}
