// A disk that is full in the middle of a run: it ends with a clear word, and the next one on a disk with room finishes.
import { setTimeout as pause } from "node:timers/promises";
import { dice as diceOf } from "../../src/simulator/world/prng.ts";
import { startPostgres } from "../build/postgres-peer.ts";
import { childRun, type ChildEnd } from "./child-run.ts";
import type { Tally } from "./invariants.ts";
import { finish, inStore } from "./finish.ts";
import { aKillStage, rehearse } from "./kill-stage.ts";
import type { RunEnd } from "./proof-session.ts";
import type { SmallDisk } from "./small-disk.ts";

/** Room for a store and a little more; an empty one takes 40 MiB, a server with a database 70. */
export const DISK_MEBIBYTES = { pglite: 128, postgres: 256 } as const;

/** What a run may say: the disk is full, or, where a server fell over it and only that can be seen, that it is away. */
const CLEAR = {
  pglite: new Set(["STORE_FULL"]),
  postgres: new Set(["STORE_FULL", "STORE_UNAVAILABLE"]),
} as const;

/**
 * Fills the disk of the store at a random moment of a run, until `fulls` runs have fallen over it; another run is tried on the
 * full disk, and one on the disk with room finishes the work.
 * @returns how many runs fell over it
 */
export async function proveDiskFulls(
  engine: keyof typeof CLEAR,
  disk: SmallDisk,
  fulls: number,
  seed: number,
  tally: Tally,
): Promise<number> {
  if (engine === "pglite") {
    return onDisk(engine, `pglite:${disk.path}/store`, disk, fulls, seed, async () => {}, tally);
  }
  const peer = await startPostgres(disk.path);
  try {
    return await onDisk(engine, await peer.database(), disk, fulls, seed, () => peer.revive(), tally);
  } finally {
    await peer.close();
  }
}

/** @param revive starts what fell over the full disk */
async function onDisk(
  engine: keyof typeof CLEAR,
  url: string,
  disk: SmallDisk,
  fulls: number,
  seed: number,
  revive: () => Promise<void>,
  tally: Tally,
): Promise<number> {
  // Some runs find room enough in the blocks that they have: those days delete too.
  const most = 2 * fulls + 3;
  await using stage = await aKillStage(url, most, tally);
  const { house } = stage;
  await inStore(stage, async (store) => rehearse(stage, store));
  const dice = diceOf(seed, 9_005);
  let day = 2;
  house.day(day);
  const whole = await childRun(stage, "enforce", undefined);
  if (whole.end === undefined) throw new Error(`an undisturbed run ended without a word: ${whole.stderr}`);
  let met = 0;
  while (met < fulls && day < most) {
    house.day(++day);
    const afterMs = dice.next() * whole.ms;
    const what = `the disk of ${engine} full ${Math.round(afterMs)} ms into the run of day ${day}`;
    const end = await childRun(stage, "enforce", undefined, async () => {
      await pause(afterMs);
      await disk.fill();
    });
    if (spoke(end, engine, tally, what) === "fault") met++;
    // Whoever starts now is told the same, and changes nothing.
    await disk.fill();
    spoke(await childRun(stage, "enforce", undefined), engine, tally, `another run after ${what}`);
    await disk.free();
    await revive();
    await finish(stage, tally, what);
  }
  if (met < fulls) tally.broken.push(`only ${met} of ${fulls} runs fell over the full disk of ${engine}`);
  return met;
}

/** It ended by a result or by a fault that names the disk. */
function spoke(
  { end, stderr }: ChildEnd,
  engine: keyof typeof CLEAR,
  tally: Tally,
  what: string,
): RunEnd["kind"] | undefined {
  if (end === undefined) {
    tally.broken.push(`${what}: it ended without a word: ${stderr.slice(0, 2_000)}`);
    return undefined;
  }
  const said = JSON.parse(end) as RunEnd;
  if (said.kind === "fault" && !CLEAR[engine].has(said.code))
    tally.broken.push(`${what}: it said ${said.code} ${said.message}`);
  return said.kind;
}
