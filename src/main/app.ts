import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { refuseMoved } from "../adapters/postgres/moved-mark.ts";
import { currentActor } from "../adapters/system/actor.ts";
import { writeFileAtomically } from "../adapters/system/atomic-file.ts";
import { createIds } from "../adapters/system/ids.ts";
import { createLog } from "../adapters/system/log.ts";
import { createPasswords, newSecret } from "../adapters/system/passwords.ts";
import type { App, CommonFlags } from "../cli/app.ts";
import { runCli } from "../cli/main.ts";
import { factText } from "../core/ledger/fact-text.ts";
import { planFileText } from "../core/plan/plan-file.ts";
import { noticeCopy } from "../flows/notice-copy.ts";
import type { CarryOut } from "../ports/errand.ts";
import { Fault } from "../ports/fault.ts";
import { askPassword, passwordFromFile } from "./ask-password.ts";
import { brakeFile, requestBrake } from "./brake-file.ts";
import { configJsonSchema } from "./config/json-schema.ts";
import { loadConfig } from "./config/load-config.ts";
import { renderProblem } from "./config/config-problem.ts";
import { parseDuration } from "./config/duration.ts";
import type { Environment } from "./config/secrets.ts";
import { confirm } from "./confirm.ts";
import { elsewhereOf, guestIo, type Guest, type OpenHouse } from "./guest.ts";
import { inSession } from "./in-session.ts";
import type { World } from "./session.ts";
import { soundText } from "./init/sound-text.ts";
import { prompts } from "./init/prompts.ts";
import { readAnswers } from "./init/read-answers.ts";
import { openOwn, openServed, type StoreOpener } from "./store-opener.ts";
import { thenTellSinks } from "./tell-sinks.ts";
import { clockFor } from "./time.ts";
import { VERSION } from "./version.ts";

/**
 * Composes the house for the command line: the only place that builds adapters.
 * @param guest whose command it is, when another process asked this one
 */
export function createApp(
  env: Environment,
  talk: (text: string) => void,
  signal: AbortSignal,
  guest?: Guest,
): App {
  const at = (path: string): string => (guest === undefined ? path : resolve(guest.errand.cwd, path));
  const load = (flags: CommonFlags) => loadConfig(at(flags.config), env);
  const openStoreOf: StoreOpener =
    guest === undefined ? openOwn : openServed(guest.house.url, guest.house.stores, guest.errand.actor);
  /** The configuration of a command, with its warnings told, and the effects it runs on. */
  const open = async (flags: CommonFlags) => {
    const { config, warnings } = load(flags);
    for (const warning of warnings) talk(`warning: ${renderProblem(warning)}\n`);
    if (guest !== undefined)
      return { config, world: { ...guest.house.world, actor: guest.errand.actor }, warnings };
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
    init: {
      asker: (stop) => prompts(stop),
      exists: existsSync,
      readAnswers,
      check: async function* check(answers, part, flags, stop) {
        const { checkAnswers } = await import("./init/check-answers.ts");
        yield* checkAnswers(answers, part, flags, env, stop);
      },
      configText: (answers, path) => soundText(answers, path, env),
    },
    sentenceOf: (entry) => factText(entry.fact),
    planFileText,
    configSchema: configJsonSchema,
    durationMs: (text) => {
      const ms = parseDuration(text);
      return typeof ms === "number" ? ms : undefined;
    },
    writeFile: async (path, text) => {
      await makeDirectory(dirname(at(path)));
      await writeFileAtomically(at(path), text);
    },
    elsewhere: guest === undefined ? elsewhereOf(env, signal) : async () => Promise.resolve(undefined),
    withSession: async (flags, work) => {
      const { config, world } = await open(flags);
      const store = await openStoreOf(config, world);
      try {
        return await inSession(config, store, world, async (session) => {
          await noticeCopy(session);
          return thenTellSinks(
            { ...session, admit: async (path, mode) => session.admit(at(path), mode) },
            work,
            talk,
            signal,
          );
        });
      } finally {
        await store.close();
      }
    },
    serve: async (flags, tell, stop) => {
      const { config, world } = await open(flags);
      const carryOut =
        (house: OpenHouse): CarryOut =>
        async (errand, asker, leaving) => {
          const stopping = AbortSignal.any([leaving, stop]);
          const app = createApp(env, (text) => asker.talk(text), stopping, { errand, asker, house });
          const entrance = { version: VERSION, open: async () => Promise.resolve(app) };
          return runCli(entrance, guestIo({ errand, asker }), errand.argv, stopping);
        };
      // Server and simulator are loaded by those who want them: every other command starts without.
      const { keepHouse } = await import("./keep-house.ts");
      return keepHouse({ config, world, tell, talk, carryOut, signal: stop });
    },
    worker: async (flags, tell, stop) => {
      const { config, world } = await open(flags);
      return (await import("./work.ts")).work({ config, world, tell, signal: stop });
    },
    requestBrake: async (flags, reason) => {
      const { config } = load(flags);
      const path = brakeFile(config.store.read().reveal());
      if (path === undefined) return false;
      await requestBrake(path, { reason, by: guest?.errand.actor ?? currentActor() });
      // Whoever moves the store marks it first and looks for a brake last: one of both finds the other.
      await refuseMoved(dirname(path));
      return true;
    },
    moveStore: async (flags, asked, told, stop) => {
      const { config, world } = await open(flags);
      return (await import("./move-store.ts")).moveStoreOf({ config, world, env, told }, asked, stop);
    },
    check: async function* check(flags, signal) {
      const { config, world, warnings } = await open(flags);
      const { checkAll } = await import("./check.ts");
      yield* checkAll(config, warnings, { world, openStoreOf }, signal);
    },
    confirm: async (question, signal) =>
      guest === undefined ? confirm(question, signal) : guest.asker.confirm(question),
    askPassword: async (question, signal) =>
      guest === undefined ? askPassword(question, signal) : guest.asker.password(question),
    passwordFromFile: (path) => passwordFromFile(at(path)),
    passwords: createPasswords(),
    newSecret,
    simulate: async (flags, ready, stop) => (await import("./simulate.ts")).simulate(flags, ready, stop),
    demo: async (flags, tell, stop) => (await import("./demo.ts")).demo(flags, tell, stop),
  };
}

async function makeDirectory(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    throw new Fault("OUTPUT_UNWRITABLE", `The directory ${path} cannot be made.`, { path }, error);
  }
}
