import { resolve } from "node:path";
import { embeddedDirectory, openStore } from "../adapters/postgres/open.ts";
import { openStoreMove } from "../adapters/postgres/store-move.ts";
import { currentActor } from "../adapters/system/actor.ts";
import { sha256 } from "../adapters/system/hash.ts";
import { moveStore, type MovedStore } from "../flows/move-store.ts";
import { Fault } from "../ports/fault.ts";
import type { CopiedTable, MoveRefusal } from "../ports/store-move.ts";
import { brakeFile, brakeRequests } from "./brake-file.ts";
import { storeUrl } from "./config/fields.ts";
import { storeRef, type RollcallConfig } from "./config/normalise.ts";
import type { Environment } from "./config/secrets.ts";
import { inSession } from "./in-session.ts";
import type { World } from "./session.ts";

export interface MoveStoreParts {
  readonly config: RollcallConfig;
  readonly world: World;
  readonly env: Environment;
  readonly told: (table: CopiedTable) => void;
}

/** Moves the store of a configuration to another, written as `store` would be. Faults: CONFIG_INVALID, SECRET_UNREADABLE, and those of the flow. */
export async function moveStoreOf(
  { config, world, env, told }: MoveStoreParts,
  { to, dryRun }: { readonly to: string; readonly dryRun: boolean },
  signal: AbortSignal,
): Promise<MovedStore | MoveRefusal> {
  const problem = storeUrl.safeParse(to).error?.issues[0];
  if (problem !== undefined) throw new Fault("CONFIG_INVALID", `The new store (--to) ${problem.message}.`);
  const from = config.store.read().reveal();
  const target = storeRef(to, resolve(config.path, ".."), env).read().reveal();
  const options = { ...world, actor: world.actor ?? currentActor(), hash: sha256 };
  const move = await openStoreMove(from, target, options);
  if ("kind" in move) return move;
  let moved: MovedStore | MoveRefusal;
  try {
    const parts = { move, ...options, by: options.actor, from: embeddedDirectory(from) ?? from, to };
    // In a session: a brake that waits beside the store moves along.
    moved = await inSession(config, move.source, world, async () =>
      moveStore(parts, { dryRun }, told, signal),
    );
  } finally {
    await move.close();
  }
  if (moved.kind === "copied" && !dryRun) await bringBrakeAlong(config, world, target, options.actor);
  return moved;
}

/** Pulls in the new store what was pulled beside the old one while it was moved: nobody would look there again. */
async function bringBrakeAlong(
  config: RollcallConfig,
  world: World,
  target: string,
  actor: string,
): Promise<void> {
  const waiting = await brakeRequests(brakeFile(config.store.read().reveal())).waiting();
  if (waiting === undefined) return;
  const store = await openStore(target, { ...world, actor, hash: sha256 });
  try {
    await inSession(config, store, world, async () => Promise.resolve());
  } finally {
    await store.close();
  }
}
