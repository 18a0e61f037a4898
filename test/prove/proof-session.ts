// A session as the command line has it, over a configuration file: the composition that ships is the one that is proven.
import { openStore } from "../../src/adapters/postgres/open.ts";
import { sha256 } from "../../src/adapters/system/hash.ts";
import { createIds } from "../../src/adapters/system/ids.ts";
import { createLog } from "../../src/adapters/system/log.ts";
import type { MovedClock } from "../../src/adapters/system/moved-clock.ts";
import type { Session } from "../../src/cli/app.ts";
import { run } from "../../src/cli/commands/run.ts";
import type { Mode } from "../../src/core/plan/plan.ts";
import { createApp } from "../../src/main/app.ts";
import { loadConfig } from "../../src/main/config/load-config.ts";
import { sessionOver } from "../../src/main/session.ts";
import { Fault } from "../../src/ports/fault.ts";
import type { Store } from "../../src/ports/store.ts";
import { watched, type Pending, type Watch } from "./port-watch.ts";

/** How a run ended. Anything else that is thrown is a bug, and thrown on. */
export type RunEnd =
  | { readonly kind: "ended"; readonly exit: number }
  | { readonly kind: "fault"; readonly code: string; readonly message: string }
  | { readonly kind: "killed" };

/** The process died here. */
export class Killed extends Error {
  override readonly name = "Killed";
}

export type Environment = Readonly<Record<string, string>>;

/** A hang must not take half a minute. */
export const SHORT = { connect: 5_000, headers: 1_000, body: 1_000, total: 3_000 };

const never = new AbortController().signal;

/** Opens the store of a configuration; the caller closes it. */
export async function openProofStore(path: string, env: Environment, clock: MovedClock): Promise<Store> {
  const effects = { clock, ids: createIds(clock), log: createLog({ level: "silent" }) };
  return openStore(loadConfig(path, env).config.store.read().reveal(), {
    actor: "prover@proof",
    hash: sha256,
    ...effects,
  });
}

export interface ProofRun {
  readonly path: string;
  readonly env: Environment;
  readonly clock: MovedClock;
  readonly store: Store;
  readonly mode: Mode;
  readonly watch: Watch;
  readonly pending: Pending;
}

/** `rollcall run`, once: settle, collect, assess, plan, apply; every port watched. */
export async function runOnce(parts: ProofRun): Promise<RunEnd> {
  const { path, env, clock, mode, watch, pending } = parts;
  const see = <T extends object>(port: string, target: T): T => watched(port, target, watch, pending);
  const effects = { clock, ids: createIds(clock), log: createLog({ level: "silent" }), timeouts: SHORT };
  const bare = sessionOver(loadConfig(path, env).config, see("store", parts.store), effects);
  const session: Session = {
    ...bare,
    mode,
    central: () => see("central", bare.central()),
    directories: () => bare.directories().map((one) => see("directory", one)),
    hand: (wanted) => {
      const hand = bare.hand(wanted);
      return { ...hand, remover: see("remover", hand.remover) };
    },
  };
  const app = {
    ...createApp(env, () => {}, new AbortController().signal),
    withSession: withSessionOf(session),
  };
  const io = { data: () => {}, talk: () => {}, colour: false, interactive: false };
  try {
    const exit = await run(app, io, { config: path, json: true, verbose: false, now: undefined }, never);
    return { kind: "ended", exit };
  } catch (error) {
    if (error instanceof Fault) return { kind: "fault", code: error.code, message: error.message };
    if (error instanceof Killed) return { kind: "killed" };
    throw error;
  } finally {
    await bare.close();
  }
}

const withSessionOf =
  (session: Session) =>
  async <T>(_flags: unknown, work: (session: Session) => Promise<T>): Promise<T> =>
    work(session);
