// A simulated Central in this process, and in a folder of its own what Rollcall's users have: configurations, exports, a store.
import { cp, mkdtemp, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { createSimClock, type SimClock } from "../../src/simulator/clock.ts";
import { serveSimulator } from "../../src/simulator/serve-simulator.ts";
import type { Simulator } from "../../src/simulator/simulator.ts";
import { createWorld } from "../../src/simulator/world/create-world.ts";
import type { Truth, World } from "../../src/simulator/world/world.ts";
import { resultOf, run, start, type Ran, type Running } from "./command.ts";

const DAY = 86_400_000;
const START = Date.UTC(2026, 8, 1, 6);

/** A configuration as plain data, as deep as the tests change it. */
export interface ConfigData {
  store: string;
  mode: string;
  sophos: {
    idUrl: string;
    apiUrl: string;
    allowedHosts: string[];
    reader: Record<string, string>;
    deleter?: Record<string, string>;
    tls: Record<string, string>;
    tenants?: Record<string, string[]>;
  };
  directories: Record<string, unknown>[];
  tenantDomains: Record<string, string[]>;
  policy?: Record<string, unknown>;
  limits: Record<string, unknown>;
  review?: Record<string, unknown>;
  server?: Record<string, unknown>;
  schedule?: Record<string, unknown>[];
}

export interface Stage extends AsyncDisposable {
  readonly dir: string;
  readonly world: World;
  readonly simulator: Simulator;
  readonly clock: SimClock;
  /** Deletions as the simulator carried them out, with the truth at that moment. */
  readonly deleted: readonly (Truth | undefined)[];
  /** DELETE requests as the simulator saw them, carried out or not: their paths. */
  deletes(): readonly string[];
  /** Moves to the n-th day: the world goes on, the directories are exported anew. */
  day(n: number): Promise<void>;
  /** Writes a configuration of this name, changed from the simulator's own; gives its path. */
  config(name: string, change?: (data: ConfigData) => void): Promise<string>;
  /** A copy of a store's folder, as the value of `store`. */
  copyStore(from: string, to: string): Promise<string>;
  /** Runs a command at the simulator's time, unless it is given another. */
  run(config: string, ...args: readonly string[]): Promise<Ran>;
  start(config: string, ...args: readonly string[]): Running;
  /** Runs it with --json, and gives what it resulted in too. */
  json(
    config: string,
    ...args: readonly string[]
  ): Promise<Ran & { readonly result: Readonly<Record<string, unknown>> }>;
  /** Every secret that must stand in no output. */
  readonly secrets: readonly string[];
}

/** Sets a stage: about as many endpoints, in so many tenants and two directories. */
export async function aStage({ endpoints = 150, seed = 7, tenants = 2, latencyMs = 0 } = {}): Promise<Stage> {
  const dir = await mkdtemp(join(tmpdir(), "rollcall-system-"));
  const clock = createSimClock(START, { flows: true });
  const world = createWorld({ seed, endpoints, tenants, directories: 2, start: START });
  const deleted: (Truth | undefined)[] = [];
  const { simulator, files } = await serveSimulator({
    rehearsal: world,
    directory: dir,
    clock,
    enforceLimits: false,
    latencyMs,
    onDelete: (tenant, endpoint) => void deleted.push(world.truth.get(`${tenant}/${endpoint}`)),
  });
  const base = await readFile(files.config, "utf8");
  const exportAll = async (): Promise<void> => {
    const at = clock.now() / 1_000;
    for (const directory of world.directories) {
      const path = join(dir, `${directory.name}.ldif`);
      await writeFile(path, directory.ldif());
      await utimes(path, at, at);
    }
  };
  await exportAll();
  const at = (config: string, args: readonly string[]): string[] => {
    const now = args.includes("--now") ? [] : ["--now", new Date(clock.now()).toISOString()];
    return [...args, "--config", config, ...now];
  };
  return {
    dir,
    world,
    simulator,
    clock,
    deleted,
    deletes: () => simulator.log.filter(({ method }) => method === "DELETE").map(({ path }) => path),
    async day(n) {
      // Each run starts ten minutes later than the day before, so that a day has passed for certain.
      clock.set(START + n * (DAY + 600_000));
      world.advanceTo(clock.now());
      await exportAll();
    },
    async config(name, change = () => {}) {
      const data = parse(base) as ConfigData;
      data.limits = {
        perRun: 30,
        perTenantPerDay: 15,
        maxShareOfTenant: 0.25,
        ramp: { steps: [100], advanceAfterCleanDays: 3 },
        // These tests run at the machine's own speed.
        spacing: "PT0S",
      };
      change(data);
      const path = join(dir, `${name}.yaml`);
      await writeFile(path, stringify(data));
      return path;
    },
    async copyStore(from, to) {
      await cp(join(dir, from), join(dir, to), { recursive: true });
      return `pglite:${join(dir, to)}`;
    },
    run: async (config, ...args) => run(at(config, args), { cwd: dir }),
    start: (config, ...args) => start(at(config, args), { cwd: dir }),
    async json(config, ...args) {
      const ran = await run(at(config, [...args, "--json"]), { cwd: dir });
      return { ...ran, result: resultOf(ran) };
    },
    secrets: world.estate.credentials.map(({ clientSecret }) => clientSecret),
    async [Symbol.asyncDispose]() {
      await simulator.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
