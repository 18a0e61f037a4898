import { openDoor } from "../adapters/door/open-door.ts";
import { embeddedDirectory, isShared, openStores } from "../adapters/postgres/open.ts";
import { currentActor } from "../adapters/system/actor.ts";
import { sha256 } from "../adapters/system/hash.ts";
import type { ServeTells, Session } from "../cli/app.ts";
import { keepSchedule } from "../flows/keep-schedule.ts";
import { keepUp } from "../flows/keep-up.ts";
import { noticeCopy } from "../flows/notice-copy.ts";
import { SILENT_FOR } from "../flows/recorded-run.ts";
import type { CarryOut } from "../ports/errand.ts";
import { Fault } from "../ports/fault.ts";
import { createLive } from "../server/api/live.ts";
import { createRunDesk } from "../server/worker/run-desk.ts";
import { createRunWatch } from "../server/worker/run-watch.ts";
import type { RollcallConfig } from "./config/normalise.ts";
import type { OpenHouse } from "./guest.ts";
import { inSession } from "./in-session.ts";
import { jobQueues } from "./job-queues.ts";
import { openRate } from "./open-rate.ts";
import { beating } from "./run-heartbeat.ts";
import { serve } from "./serve.ts";
import { openServerApp } from "./server-app.ts";
import type { World } from "./session.ts";
import { talkOfSink, tellSinks, thenTellSinks } from "./tell-sinks.ts";
import { timetablesOf } from "./timetables.ts";
import { workBeside } from "./work.ts";
import { VERSION } from "./version.ts";

export interface KeepHouseParts {
  readonly config: RollcallConfig;
  readonly world: World;
  readonly tell: ServeTells;
  readonly talk: (text: string) => void;
  /** Carries out what other commands ask, once the house is open. */
  readonly carryOut: (house: OpenHouse) => CarryOut;
  readonly signal: AbortSignal;
}

/**
 * One process that keeps the store open until the signal: takes decisions, runs by the schedule, and carries out what other
 * commands ask where they could not open the store themselves. Faults: CONFIG_INVALID, SECRET_UNREADABLE, LISTEN_FAILED, STORE_*.
 */
export async function keepHouse(parts: KeepHouseParts): Promise<void> {
  const { config, tell, talk } = parts;
  // What goes on here ends with the server, also with one that could not listen.
  const stopping = new AbortController();
  const signal = AbortSignal.any([parts.signal, stopping.signal]);
  const { server } = config;
  const signIn = server?.signIn;
  if (config.schedule.length === 0 && (server?.hooks.length ?? 0) === 0 && signIn === undefined)
    throw new Fault(
      "CONFIG_INVALID",
      "There is nothing to serve: the configuration has neither server.signIn nor server.hooks nor schedule.",
    );
  const url = config.store.read().reveal();
  const live = createLive();
  const watch = createRunWatch(live, beating);
  const queues = isShared(url) ? jobQueues(url, parts.world.log) : undefined;
  const rate = openRate(config, parts.world);
  const world: World = {
    ...parts.world,
    ...(queues !== undefined && { working: { queues, worker: parts.world.ids.uuid() } }),
    watcher: watch,
    // A run and a command beside it are one to Central.
    budget: rate.budget,
  };
  const stores = await openStores(url, { hash: sha256, ...world });
  try {
    const own = currentActor();
    const inName = async <T>(actor: string, work: (session: Session) => Promise<T>): Promise<T> =>
      inSession(config, stores.as(actor), { ...world, actor }, work);
    await inName(own, noticeCopy);
    const lost = await stores.as(own).runs.settleLost(world.clock.now(), SILENT_FOR);
    for (const run of lost) tell.lost(run);
    const desk = createRunDesk({
      // In the ledger stands an account, also where the schedule began it.
      withSession: async (begunBy, work) =>
        inName(begunBy === "schedule" ? own : begunBy, async (session) =>
          thenTellSinks(session, work, talk, signal),
        ),
      watch,
      trouble: (error) => tell.trouble(error),
      signal,
    });
    const directory = embeddedDirectory(url);
    const carryOut = parts.carryOut({ url, stores, world });
    const door = directory && (await openDoor({ directory, version: VERSION, carryOut }));
    const working = workBeside({
      config,
      store: stores.as(own),
      world,
      busy: () => desk.current() !== undefined,
      tell: { state: (refuses) => tell.worker(refuses), trouble: (error) => tell.trouble(error) },
      signal,
    });
    const keeping = keepUp(
      {
        clock: world.clock,
        open: async (work) => inName(own, work),
        tell: {
          lost: (run) => tell.lost(run),
          sink: (report) => talkOfSink(report, talk),
          trouble: (error) => tell.trouble(error),
        },
      },
      signal,
    );
    const timetables = timetablesOf(config.schedule);
    const scheduling = keepSchedule(
      {
        timetables,
        store: stores.as(own),
        clock: world.clock,
        begin: async (slot) => {
          const start = await desk.start({ kind: "run", begunBy: "schedule", slot, dryRun: false });
          return start.kind === "started" ? { run: start.run.id } : "under_way";
        },
        tell: { slot: (slot) => tell.slot(slot), trouble: (error) => tell.trouble(error) },
      },
      signal,
    );
    try {
      const after = async (session: Session): Promise<void> => tellSinks(session, talk, signal);
      const openApp =
        server === undefined || signIn === undefined
          ? undefined
          : async (origin: () => string, deliver: () => void) =>
              openServerApp(server, signIn, {
                config,
                inName,
                own,
                store: stores.as(own),
                desk,
                live,
                timetables,
                deliver,
                origin,
                tell,
              });
      await serve({ config, open: async (work) => inName(own, work), tell, after, openApp, signal });
    } finally {
      stopping.abort(new Fault("CANCELLED", "The server has ended."));
      await scheduling;
      await keeping;
      await working;
      await desk.ended();
      if (door !== undefined && door !== "") await door.close();
    }
  } finally {
    try {
      await queues?.close();
    } finally {
      try {
        await rate.close();
      } finally {
        await stores.close();
      }
    }
  }
}
