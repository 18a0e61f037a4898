// One run of Rollcall in a process of its own, which says what was acknowledged, a line each, and may be killed at any moment:
// `open`, `head SEQ HASH`, and at its end `end` with how the run ended.
import { writeSync } from "node:fs";
import { createMovedClock } from "../../src/adapters/system/moved-clock.ts";
import type { Mode } from "../../src/core/plan/plan.ts";
import { Fault } from "../../src/ports/fault.ts";
import { openProofStore, runOnce, type Environment, type RunEnd } from "./proof-session.ts";

const [, , path = "", now = "", mode = "observe"] = process.argv;
const env = Object.fromEntries(
  Object.entries(process.env).filter((one): one is [string, string] => one[1] !== undefined),
) satisfies Environment;
const clock = createMovedClock(Number(now));
// Written at once and by itself: what stands there was acknowledged before.
const say = (line: string): void => {
  writeSync(1, `${line}\n`);
};

async function life(): Promise<RunEnd> {
  const store = await openProofStore(path, env, clock);
  say("open");
  try {
    return await runOnce({
      path,
      env,
      clock,
      store,
      mode: mode as Mode,
      pending: new Set(),
      watch: {
        before: () => {},
        after: () => {},
        committed: (entries) => {
          for (const { seq, hash } of entries) say(`head ${seq} ${hash}`);
        },
      },
    });
  } finally {
    await store.close();
  }
}

/** A store that cannot be opened or closed is a clear end too. */
async function end(): Promise<RunEnd> {
  try {
    return await life();
  } catch (error) {
    if (error instanceof Fault) return { kind: "fault", code: error.code, message: error.message };
    throw error;
  }
}

say(`end ${JSON.stringify(await end())}`);
