import { once } from "node:events";
import { utimes } from "node:fs/promises";
import type { App } from "../cli/app.ts";
import { createSimClock } from "../simulator/clock.ts";
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
  const { simulator, files } = await serve(flags, world, start);
  try {
    // Exports are as old as the simulator's clock says, wherever that was set.
    for (const path of files.directories) await utimes(path, start / 1_000, start / 1_000);
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
  start: number,
) {
  try {
    return await serveSimulator({
      rehearsal,
      portBase: flags.port,
      directory: flags.dir,
      latencyMs: flags.latencyMs,
      enforceLimits: flags.limits,
      clock: createSimClock(start, { flows: true }),
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
