import { resolve } from "node:path";
import { embeddedDirectory, type Stores } from "../adapters/postgres/open.ts";
import { knock } from "../adapters/door/knock.ts";
import { currentActor } from "../adapters/system/actor.ts";
import type { App, CommonFlags } from "../cli/app.ts";
import type { ExitCode } from "../cli/exit-code.ts";
import type { Io } from "../cli/io.ts";
import type { Asker, Errand } from "../ports/errand.ts";
import { Fault } from "../ports/fault.ts";
import { askPassword } from "./ask-password.ts";
import { loadConfig } from "./config/load-config.ts";
import type { Environment } from "./config/secrets.ts";
import { confirm } from "./confirm.ts";
import type { World } from "./session.ts";
import { VERSION } from "./version.ts";

/** The house as a process keeps it open. */
export interface OpenHouse {
  readonly url: string;
  readonly stores: Stores;
  readonly world: World;
}

/** A command of another process, carried out in the one that has the store. */
export interface Guest {
  readonly errand: Errand;
  readonly asker: Asker;
  readonly house: OpenHouse;
}

/** Has a command carried out by the process that has its embedded store, where one says that it can be asked. */
export function elsewhereOf(env: Environment, signal: AbortSignal): App["elsewhere"] {
  return async (argv, flags, io) => {
    const directory = directoryOf(flags, env);
    if (directory === undefined) return undefined;
    const errand: Errand = {
      argv: [...argv, "--config", resolve(flags.config)],
      cwd: process.cwd(),
      actor: currentActor(),
      colour: io.colour,
      interactive: io.interactive,
      columns: io.columns,
    };
    const asker: Asker = {
      data: io.data,
      talk: io.talk,
      confirm: async (question) => confirm(question, signal),
      password: async (question) => askPassword(question, signal),
    };
    return (await knock(directory, { errand, version: VERSION, asker }, signal)) as ExitCode | undefined;
  };
}

/** undefined where nobody can be asked: a rehearsal at another time, PostgreSQL, or a configuration of which the command itself will tell. */
function directoryOf(flags: CommonFlags, env: Environment): string | undefined {
  if (flags.now !== undefined) return undefined;
  try {
    return embeddedDirectory(loadConfig(flags.config, env).config.store.read().reveal());
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return undefined;
  }
}

/** What a guest's command writes to. */
export const guestIo = ({ errand, asker }: Pick<Guest, "errand" | "asker">): Io => ({
  data: (text) => asker.data(text),
  talk: (text) => asker.talk(text),
  colour: errand.colour,
  interactive: errand.interactive,
  columns: errand.columns,
});
