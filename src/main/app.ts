import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { openStore } from "../adapters/postgres/open.ts";
import { currentActor } from "../adapters/system/actor.ts";
import { writeFileAtomically } from "../adapters/system/atomic-file.ts";
import { sha256 } from "../adapters/system/hash.ts";
import { createIds } from "../adapters/system/ids.ts";
import { createLog } from "../adapters/system/log.ts";
import { createPasswords, newSecret } from "../adapters/system/passwords.ts";
import type { App, CommonFlags, Session } from "../cli/app.ts";
import { factText } from "../core/ledger/fact-text.ts";
import { planFileText } from "../core/plan/plan-file.ts";
import { Fault } from "../ports/fault.ts";
import type { Store } from "../ports/store.ts";
import { takeBrakeRequest } from "../flows/brake.ts";
import { askPassword, passwordFromFile } from "./ask-password.ts";
import { brakeFile, requestBrake } from "./brake-file.ts";
import { checkAll } from "./check.ts";
import { configJsonSchema } from "./config/json-schema.ts";
import { loadConfig } from "./config/load-config.ts";
import { renderProblem } from "./config/config-problem.ts";
import { parseDuration } from "./config/duration.ts";
import type { Environment } from "./config/secrets.ts";
import type { RollcallConfig } from "./config/normalise.ts";
import { confirm } from "./confirm.ts";
import { demo } from "./demo.ts";
import { inTurn, serve, type Opener } from "./serve.ts";
import { sessionOver, type World } from "./session.ts";
import { simulate } from "./simulate.ts";
import { tellSinks, thenTellSinks } from "./tell-sinks.ts";
import { clockFor } from "./time.ts";
import { VERSION } from "./version.ts";

/** Composes the house for the command line: the only place that builds adapters. */
export function createApp(env: Environment, talk: (text: string) => void, signal: AbortSignal): App {
  /** The configuration of a command, with its warnings told, and the effects it runs on. */
  const open = async (flags: CommonFlags) => {
    const { config, warnings } = loadConfig(flags.config, env);
    for (const warning of warnings) talk(`warning: ${renderProblem(warning)}\n`);
    const clock = await clockFor(flags.now, config);
    const world: World = {
      clock,
      ids: createIds(clock),
      log: createLog({ level: flags.verbose ? "debug" : "warn" }),
    };
    return { config, world, warnings };
  };
  return {
    version: VERSION,
    sentenceOf: (entry) => factText(entry.fact),
    planFileText,
    configSchema: configJsonSchema,
    durationMs: (text) => {
      const ms = parseDuration(text);
      return typeof ms === "number" ? ms : undefined;
    },
    writeFile: async (path, text) => {
      await makeDirectory(dirname(path));
      await writeFileAtomically(path, text);
    },
    withSession: async (flags, work) => {
      const { config, world } = await open(flags);
      return inStore(config, world, async (store) =>
        inSession(config, store, world, async (session) => thenTellSinks(session, work, talk, signal)),
      );
    },
    serve: async (flags, tell, stop) => {
      const { config, world } = await open(flags);
      const after = async (session: Session): Promise<void> => tellSinks(session, talk, stop);
      const shared = { config, tell, after, signal: stop };
      if (isEmbedded(config)) {
        // A run may have the store, or want it: it is opened for each request alone.
        const once: Opener = async (work) =>
          inStore(config, world, async (store) => inSession(config, store, world, work));
        return serve({ ...shared, open: inTurn(once) });
      }
      return inStore(config, world, async (store) =>
        serve({ ...shared, open: async (work) => inSession(config, store, world, work) }),
      );
    },
    requestBrake: async (flags, reason) => {
      const { config } = loadConfig(flags.config, env);
      const path = brakeFile(config.store.read().reveal());
      if (path === undefined) return false;
      await requestBrake(path, { reason, by: currentActor() });
      return true;
    },
    check: async function* check(flags, signal) {
      const { config, world, warnings } = await open(flags);
      yield* checkAll(config, warnings, world, signal);
    },
    confirm: async (question, signal) => confirm(question, signal),
    askPassword: async (question, signal) => askPassword(question, signal),
    passwordFromFile,
    passwords: createPasswords(),
    newSecret,
    simulate,
    demo: async (flags, tell, signal) => demo(flags, tell, signal),
  };
}

const isEmbedded = (config: RollcallConfig): boolean => config.store.read().reveal().startsWith("pglite:");

/** Work on the store, which is closed whatever happens. */
async function inStore<T>(
  config: RollcallConfig,
  world: World,
  work: (store: Store) => Promise<T>,
): Promise<T> {
  const options = { actor: currentActor(), hash: sha256, ...world };
  const store = await openStore(config.store.read().reveal(), options);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** Work in a session, after what waits beside the store was taken in. */
async function inSession<T>(
  config: RollcallConfig,
  store: Store,
  world: World,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const session = sessionOver(config, store, world);
  try {
    await takeBrakeRequest(session);
    return await work(session);
  } finally {
    await session.close();
  }
}

async function makeDirectory(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    throw new Fault("OUTPUT_UNWRITABLE", `The directory ${path} cannot be made.`, { path }, error);
  }
}
