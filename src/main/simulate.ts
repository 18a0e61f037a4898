import { once } from "node:events";
import { utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { App } from "../cli/app.ts";
import { createSimClock, type SimClock } from "../simulator/clock.ts";
import { serveSimulator } from "../simulator/serve-simulator.ts";
import { createWorld } from "../simulator/world/create-world.ts";
import { Fault } from "../ports/fault.ts";
import { instantArgument } from "./time.ts";

/** Runs a simulated Central over a made-up world until the signal. Fault: OUTPUT_UNWRITABLE for ports and directories. */
export const simulate: App["simulate"] = async (flags, ready, signal) => {
  const start = flags.now === undefined ? Date.now() : instantArgument("--now", flags.now);
  const world = createWorld({
    seed: flags.seed,
    endpoints: flags.endpoints,
    tenants: flags.tenants,
    directories: 2,
    start,
  });
  const clock = createSimClock(start, { flows: true });
  const { simulator, files } = await serve(flags, world, clock);
  try {
    exportDirectories(world, flags.dir, start);
    ready({
      idUrl: simulator.urls.id,
      apiUrl: simulator.urls.api,
      ca: files.ca,
      config: files.config,
      directories: files.directories,
    });
    if (!signal.aborted) await once(signal, "abort");
  } finally {
    await simulator.stop();
  }
};

async function serve(
  flags: Parameters<App["simulate"]>[0],
  rehearsal: ReturnType<typeof createWorld>,
  clock: SimClock,
) {
  try {
    return await serveSimulator({
      rehearsal,
      portBase: flags.port,
      directory: flags.dir,
      latencyMs: flags.latencyMs,
      enforceLimits: flags.limits,
      clock,
      moveClock: (at) => {
        if (at < clock.now()) return "past";
        clock.set(at);
        rehearsal.advanceTo(at);
        exportDirectories(rehearsal, flags.dir, at);
        return "moved";
      },
    });
  } catch (error) {
    const why = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
    throw new Fault(
      "OUTPUT_UNWRITABLE",
      `The simulator could not start in ${flags.dir} on ports from ${flags.port}${why}.`,
      { port: flags.port, dir: flags.dir },
      error,
    );
  }
}

/** The exports as they are at this instant (epoch ms), and as old: wherever the simulator's clock was set. */
function exportDirectories(world: ReturnType<typeof createWorld>, dir: string, at: number): void {
  for (const directory of world.directories) {
    const path = join(dir, `${directory.name}.ldif`);
    writeFileSync(path, directory.ldif());
    utimesSync(path, at / 1_000, at / 1_000);
  }
}
