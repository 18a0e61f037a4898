// A simulated Central over a world, its exports and a configuration in a folder of their own, and what was deleted there.
import { utimesSync, writeFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { createMovedClock, type MovedClock } from "../../src/adapters/system/moved-clock.ts";
import { DAY, instant, MINUTE } from "../../src/core/model/instant.ts";
import type { SimCredential } from "../../src/simulator/estate.ts";
import { startSimulator, type Simulator } from "../../src/simulator/simulator.ts";
import type { World } from "../../src/simulator/world/world.ts";
import type { Environment } from "./proof-session.ts";

/** A Tuesday in autumn: nothing depends on it. */
export const PROOF_START = Date.UTC(2026, 8, 1, 6);

/** A deletion as the simulator carried it out, with the truth at that very moment. */
export interface Deletion {
  readonly at: number;
  readonly tenant: string;
  readonly endpoint: string;
  /** The machine lives, or the world does not know it. */
  readonly wrong: boolean;
  readonly story: string;
}

export interface ProofLimits {
  readonly perRun: number;
  readonly perTenantPerDay: number;
  /** Deletions a day over all tenants, step by step. */
  readonly ramp: readonly number[];
}

export interface ProofHouse extends AsyncDisposable {
  readonly dir: string;
  readonly world: World;
  readonly clock: MovedClock;
  readonly simulator: Simulator;
  readonly config: string;
  readonly env: Environment;
  readonly limits: ProofLimits;
  readonly deletions: readonly Deletion[];
  /** Moves to the n-th day, or not at all when the clock is beyond it: the world goes on, the directories are exported. */
  day(n: number): void;
  /** At once: what changes in the middle of a run must be there before its next step. */
  export(): void;
  /** Is called at each deletion, when it has been carried out. */
  onDelete: () => void;
}

/**
 * @param store the store's URL: `pglite:memory`, `pglite:./DIR` in the house's own folder, or PostgreSQL's.
 * @param policy as the configuration has it, where it is not the default
 */
export async function aProofHouse(
  world: World,
  store: string,
  limits: ProofLimits,
  policy: object = {},
): Promise<ProofHouse> {
  const clock = createMovedClock(PROOF_START);
  const dir = await mkdtemp(join(tmpdir(), "rollcall-proof-"));
  const deletions: Deletion[] = [];
  const hooks = { onDelete: (): void => {} };
  const simulator = await startSimulator({
    estate: world.estate,
    clock,
    enforceLimits: false,
    onDelete: (tenant, endpoint) => {
      const truth = world.truth.get(`${tenant}/${endpoint}`);
      const wrong = truth === undefined || truth.alive;
      deletions.push({ at: clock.now(), tenant, endpoint, wrong, story: truth?.story ?? "unknown" });
      hooks.onDelete();
    },
  });
  await simulator.writeCa(join(dir, "ca.pem"));
  const config = join(dir, "rollcall.yaml");
  await writeFile(config, stringify({ ...configuration(world, simulator, limits), policy }));
  const exportAll = (): void => {
    const at = new Date(clock.now());
    for (const directory of world.directories) {
      const path = join(dir, `${directory.name}.ldif`);
      writeFileSync(path, directory.ldif());
      utimesSync(path, at, at);
    }
  };
  exportAll();
  return {
    dir,
    world,
    clock,
    simulator,
    config,
    env: {
      ...secretsOf(world.estate.credentials),
      STORE_URL: store.replace(/^pglite:\.\//, `pglite:${dir}/`),
    },
    limits,
    deletions,
    export: exportAll,
    day(n) {
      // Ten minutes later each day, so that a day has passed for certain; a run that waited for hours is not undone.
      clock.set(instant(Math.max(clock.now(), PROOF_START + n * (DAY + 10 * MINUTE))));
      world.advanceTo(clock.now());
      exportAll();
    },
    get onDelete() {
      return hooks.onDelete;
    },
    set onDelete(act) {
      hooks.onDelete = act;
    },
    async [Symbol.asyncDispose]() {
      await simulator.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

const partner = (credentials: readonly SimCredential[], role: SimCredential["role"]): SimCredential => {
  const found = credentials.find((one) => one.kind === "partner" && one.role === role);
  if (found === undefined) throw new Error(`the world has no partner credential of role ${role}`);
  return found;
};

function secretsOf(credentials: readonly SimCredential[]): Environment {
  const [reader, deleter] = [partner(credentials, "readOnly"), partner(credentials, "management")];
  return {
    ROLLCALL_READER_ID: reader.clientId,
    ROLLCALL_READER_SECRET: reader.clientSecret,
    ROLLCALL_DELETER_ID: deleter.clientId,
    ROLLCALL_DELETER_SECRET: deleter.clientSecret,
    VAULT_KEY: Buffer.alloc(32, "a key of the proof").toString("base64"),
  };
}

function configuration(world: World, { urls }: Simulator, limits: ProofLimits) {
  return {
    store: "env:STORE_URL",
    mode: "enforce",
    sophos: {
      idUrl: urls.id,
      apiUrl: urls.api,
      allowedHosts: [urls.api, ...Object.values(urls.regions)].map((url) => new URL(url).host),
      reader: { clientId: "env:ROLLCALL_READER_ID", clientSecret: "env:ROLLCALL_READER_SECRET" },
      deleter: { clientId: "env:ROLLCALL_DELETER_ID", clientSecret: "env:ROLLCALL_DELETER_SECRET" },
      tls: { ca: "file:./ca.pem" },
      rate: { perSecond: 1_000, perMinute: 10_000, perHour: 100_000, perDay: 200_000 },
    },
    directories: world.directories.map((directory) => ({
      name: directory.name,
      type: "file",
      path: `./${directory.name}.ldif`,
      domain: { dns: directory.dns, netbios: directory.netbios },
      retired: { ous: [directory.retiredOu], deletedObjects: true },
      vipGroups: [directory.vipGroup],
    })),
    vault: { key: "env:VAULT_KEY" },
    tenantDomains: Object.fromEntries([...world.tenantDomains].map(([id, domains]) => [id, [...domains]])),
    limits: {
      perRun: limits.perRun,
      perTenantPerDay: limits.perTenantPerDay,
      maxShareOfTenant: 1,
      ramp: { steps: [...limits.ramp], advanceAfterCleanDays: 1 },
      breakers: { maxShrink: 0.25, minSeenLastDay: 1, maxFailures: 3 },
    },
  };
}
