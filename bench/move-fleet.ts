import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openConnection } from "../src/adapters/postgres/open.ts";
import { openStoreMove } from "../src/adapters/postgres/store-move.ts";
import { sha256 } from "../src/adapters/system/hash.ts";
import { createIds } from "../src/adapters/system/ids.ts";
import { createLog } from "../src/adapters/system/log.ts";
import { createMovedClock } from "../src/adapters/system/moved-clock.ts";
import { moveStore } from "../src/flows/move-store.ts";
import { startPostgres } from "../test/build/postgres-peer.ts";
import { fillFleet } from "./api-fleet.ts";
import { BENCH_NOW } from "./synthetic-record.ts";

export interface MoveInput {
  readonly devices: number;
}

export interface MoveAnswer {
  readonly rows: number;
  readonly moveMs: number;
  /** pg_dump of what was moved, and pg_restore of it. */
  readonly restoreMs: number;
  /** Resident memory before the move, with the embedded store open, and at its peak. */
  readonly beforeMb: number;
  readonly peakMb: number;
}

/** Fills an embedded store, moves it, and has PostgreSQL's own tools carry the same from one database to another. */
export async function moveFleet({ devices }: MoveInput): Promise<MoveAnswer> {
  await using stack = new AsyncDisposableStack();
  const clock = createMovedClock(BENCH_NOW);
  const effects = { clock, ids: createIds(clock), log: createLog({ level: "silent" }) };
  const peer = await startPostgres();
  stack.defer(async () => peer.close());
  const directory = await mkdtemp(join(tmpdir(), "rollcall-bench-"));
  stack.defer(async () => rm(directory, { recursive: true }));
  const filling = await openConnection(`pglite:${directory}`, effects);
  await fillFleet(filling, devices);
  await filling.close();
  const url = await peer.database();
  const move = await openStoreMove(`pglite:${directory}`, url, { ...effects, actor: "bench", hash: sha256 });
  if ("kind" in move) throw new Error(move.detail);
  stack.defer(async () => move.close());
  const beforeMb = process.memoryUsage().rss / 2 ** 20;
  let peakMb = beforeMb;
  const watching = setInterval(() => {
    peakMb = Math.max(peakMb, process.memoryUsage().rss / 2 ** 20);
  }, 100);
  const parts = { move, clock, hash: sha256, by: "bench", from: directory, to: "env:URL" };
  const begun = performance.now();
  const moved = await moveStore(parts, { dryRun: false }, () => {}, new AbortController().signal);
  const moveMs = performance.now() - begun;
  clearInterval(watching);
  if (moved.kind === "refused") throw new Error(moved.detail);
  const dumped = performance.now();
  await peer.restore(peer.backUp(url));
  const restoreMs = performance.now() - dumped;
  const rows = moved.tables.reduce((sum, table) => sum + table.rows, 0);
  return { rows, moveMs, restoreMs, beforeMb, peakMb };
}
