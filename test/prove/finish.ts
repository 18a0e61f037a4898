// What follows a run that was cut off: another process finishes, and everything is looked at.
import type { Store } from "../../src/ports/store.ts";
import { childRun, type ChildEnd } from "./child-run.ts";
import type { Tally } from "./invariants.ts";
import { countUnsettled, LATER, type KillStage } from "./kill-stage.ts";
import { openProofStore } from "./proof-session.ts";

/** Another process finishes the work, and everything is looked at. */
export async function finish(stage: KillStage, tally: Tally, what: string): Promise<void> {
  stage.house.clock.advance(LATER);
  stage.house.export();
  expectEnd(await childRun(stage, "enforce", undefined), tally, `the restart after ${what}`);
  await inStore(stage, async (store) => {
    await stage.witness.check(store, what);
    await countUnsettled(store, tally, what);
  });
}

/** Opens the stage's store for a look. */
export async function inStore({ house }: KillStage, work: (store: Store) => Promise<void>): Promise<void> {
  const store = await openProofStore(house.config, house.env, house.clock);
  try {
    await work(store);
  } finally {
    await store.close();
  }
}

/** It ended by itself, by a result or a clear fault, never by a bug. */
export function expectEnd({ end, stderr }: ChildEnd, tally: Tally, what: string): void {
  if (end === undefined) tally.broken.push(`${what}: it ended without a word: ${stderr.slice(0, 2_000)}`);
}
