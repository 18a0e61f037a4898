import type { SimulatorClock } from "./clock.ts";
import { createSimClock } from "./clock.ts";
import type { Rehearsal, RehearsalFiles } from "./rehearsal-files.ts";
import { writeRehearsalFiles } from "./rehearsal-files.ts";
import type { Simulator, SimulatorOptions } from "./simulator.ts";
import { startSimulator } from "./simulator.ts";

export interface ServeOptions extends Omit<SimulatorOptions, "estate" | "clock" | "ports"> {
  /** The estate alone, or a world with its directories. */
  readonly rehearsal: Rehearsal;
  /** Sophos ID listens here, the global API on the next port, the regions in alphabetical order after it. Free ports if 0 or not said. */
  readonly portBase?: number;
  /** Where `ca.pem`, `rollcall.yaml` and what it names are written. */
  readonly directory: string;
  /** The machine's real time if not said. */
  readonly clock?: SimulatorClock;
}

/** A running simulator, what was written for it, and what to tell the person who started it. */
export interface ServedSimulator {
  readonly simulator: Simulator;
  readonly files: RehearsalFiles;
  readonly lines: readonly string[];
}

function portsFrom(base: number | undefined, rehearsal: Rehearsal): SimulatorOptions["ports"] {
  if (base === undefined || base === 0) return {};
  const regions = [...new Set([...rehearsal.estate.tenants.values()].map(({ region }) => region))].toSorted();
  return {
    id: base,
    api: base + 1,
    regions: Object.fromEntries(regions.map((region, index) => [region, base + 2 + index])),
  };
}

function describe(simulator: Simulator, rehearsal: Rehearsal, files: RehearsalFiles): readonly string[] {
  const tenants = [...rehearsal.estate.tenants.values()];
  const endpoints = tenants.reduce((sum, tenant) => sum + tenant.endpoints.size, 0);
  return [
    `A simulated Sophos Central with ${tenants.length} tenants and ${endpoints} endpoints answers at`,
    `  Sophos ID   ${simulator.urls.id}`,
    `  API         ${simulator.urls.api}`,
    ...Object.entries(simulator.urls.regions).map(([region, url]) => `  ${region.padEnd(10)}  ${url}`),
    `Its certificate authority is ${files.ca}`,
    `Work against it with --config ${files.config}`,
  ];
}

/**
 * Starts a simulator for a person to rehearse against and writes the files that point Rollcall at it. Rejects when a port or
 * the directory cannot be had; nothing keeps listening then.
 */
export async function serveSimulator(options: ServeOptions): Promise<ServedSimulator> {
  const { rehearsal, portBase, directory, clock, ...rest } = options;
  const ports = portsFrom(portBase, rehearsal);
  const simulator = await startSimulator({
    ...rest,
    estate: rehearsal.estate,
    clock: clock ?? createSimClock(Date.now(), { flows: true }),
    ...(ports === undefined ? {} : { ports }),
  });
  try {
    const files = await writeRehearsalFiles(simulator, rehearsal, directory);
    return { simulator, files, lines: describe(simulator, rehearsal, files) };
  } catch (error) {
    await simulator.stop();
    throw error;
  }
}
