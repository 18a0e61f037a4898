// The whole house over a simulated world: real adapters, the embedded store, one moved clock for everything.
import { mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openFileDirectory } from "../../src/adapters/directory-file/file-source.ts";
import { openStore } from "../../src/adapters/postgres/open.ts";
import { connectCentral, type CentralOptions } from "../../src/adapters/sophos-central/connect-central.ts";
import type { CentralConnection } from "../../src/adapters/sophos-central/connection.ts";
import { endpointReader } from "../../src/adapters/sophos-central/endpoint-reader.ts";
import { noWriteRemover } from "../../src/adapters/sophos-central/no-write-remover.ts";
import { createIds } from "../../src/adapters/system/ids.ts";
import { createLog } from "../../src/adapters/system/log.ts";
import { createMovedClock, type MovedClock } from "../../src/adapters/system/moved-clock.ts";
import { sha256 } from "../../src/adapters/system/hash.ts";
import { passwordSource } from "../../src/adapters/sophos-central/tamper-protection.ts";
import type { Digest, DirectoryName, Hash } from "../../src/core/model/ids.ts";
import { DAY, instant } from "../../src/core/model/instant.ts";
import type { Limits, Policy, RetirementRule } from "../../src/core/model/policy.ts";
import type { Mode, Plan } from "../../src/core/plan/plan.ts";
import type { Ramp } from "../../src/core/plan/ramp.ts";
import { apply, type ApplyParts, type ApplyRefusal, type ApplyResult } from "../../src/flows/apply.ts";
import { assess, type AssessResult } from "../../src/flows/assess.ts";
import { durableBudget, rehearsedBudget } from "../../src/flows/attempt-budgets.ts";
import { collect, type CollectResult } from "../../src/flows/collect.ts";
import { emptyHandedKeeper, vaultKeeper } from "../../src/flows/dossier-keepers.ts";
import { plan } from "../../src/flows/plan.ts";
import type { Progress } from "../../src/flows/progress.ts";
import { durableLease, rehearsedLease } from "../../src/flows/run-leases.ts";
import { tendCases, type TendParts, type TendResult } from "../../src/flows/tend-cases.ts";
import { settleIntents } from "../../src/flows/settle-intents.ts";
import { brakeRequests } from "../../src/main/brake-file.ts";
import type { DeskTerms } from "../../src/flows/ticket-parts.ts";
import type { AllowedHours } from "../../src/ports/allowed-hours.ts";
import type { BrakeRequests } from "../../src/ports/brake-requests.ts";
import type { DirectorySource } from "../../src/ports/directory-source.ts";
import type { DossierKeeper } from "../../src/ports/dossier-keeper.ts";
import type { EndpointRemover } from "../../src/ports/endpoint-remover.ts";
import type { EndpointSource } from "../../src/ports/endpoint-source.ts";
import type { Log } from "../../src/ports/log.ts";
import type { Store } from "../../src/ports/store.ts";
import type { Vault } from "../../src/ports/vault.ts";
import { aVault } from "./vault.ts";
import type { SimCredential } from "../../src/simulator/estate.ts";
import { startSimulator, type Simulator, type SimulatorOptions } from "../../src/simulator/simulator.ts";
import { createWorld } from "../../src/simulator/world/create-world.ts";
import type { Truth, World, WorldDirectory } from "../../src/simulator/world/world.ts";

/** A Tuesday in autumn: nothing depends on it but the dates in what is printed. */
export const STORY_START = instant(Date.UTC(2026, 8, 1, 6));

export interface HouseOptions {
  readonly endpoints?: number;
  readonly tenants?: number;
  readonly seed?: number;
  readonly limits?: Partial<Limits>;
  /** By default one that stands in nobody's way. */
  readonly ramp?: Ramp;
  readonly hours?: AllowedHours;
  readonly spacingMs?: number;
  /** Where a pull of the brake may wait. */
  readonly brakeFile?: string;
  readonly policy?: Partial<Policy>;
  readonly review?: Partial<TendParts["review"]>;
  readonly simulator?: Partial<Omit<SimulatorOptions, "estate" | "clock">>;
  /** How the deleting credential's connection is made a remover; only contract tests and main may import one. */
  readonly remover?: (connection: CentralConnection) => EndpointRemover;
  readonly credential?: (credentials: readonly SimCredential[]) => SimCredential;
  readonly store?: string;
  /** A service desk, and who may answer there. */
  readonly tickets?: DeskTerms;
  readonly vault?: Vault;
  /** A world made by hand; by default one is made of endpoints, tenants and seed. */
  readonly world?: World;
  /** Time-outs or rates of both credentials' connections. */
  readonly central?: Partial<CentralOptions>;
  readonly progress?: Progress;
  /** Where the story starts, epoch ms. */
  readonly start?: number;
  /** Another source for a directory of the world than its export; undefined leaves the export. */
  readonly directory?: (
    directory: WorldDirectory,
    shared: {
      readonly name: DirectoryName;
      readonly retired: RetirementRule;
      readonly vipGroups: readonly string[];
      readonly clock: MovedClock;
      readonly log: Log;
    },
  ) => Promise<DirectorySource | undefined>;
}

/** What one collecting run of a test is to be different in. */
export interface Collecting {
  readonly signal?: AbortSignal;
  /** Another reader than the house's own. */
  readonly central?: EndpointSource;
  /** false leaves the directories as they are. */
  readonly directories?: boolean;
}

export interface House extends AsyncDisposable {
  readonly world: World;
  readonly clock: MovedClock;
  readonly simulator: Simulator;
  readonly store: Store;
  readonly central: EndpointSource;
  readonly directories: readonly DirectorySource[];
  readonly policy: Policy;
  readonly policyHash: Digest;
  readonly limits: Limits;
  readonly ramp: Ramp;
  readonly hours: AllowedHours | undefined;
  readonly spacingMs: number;
  readonly brakeRequests: BrakeRequests;
  /** Its runs do not ask first whether Central answers: a fault is to strike where a test puts it. */
  readonly centralAnswered: boolean;
  readonly review: TendParts["review"];
  readonly actor: string;
  readonly tickets: DeskTerms | undefined;
  readonly hash: Hash;
  /** Where the dossiers of its deletions are sealed. */
  readonly vault: Vault;
  /** The keeper that its deletions use. */
  readonly dossiers: DossierKeeper;
  /** Deletions as the simulator saw them, with the truth at that moment. */
  readonly deleted: readonly (Truth | undefined)[];
  /** Moves to the n-th day: the world goes on, the directories are exported anew. */
  day(n: number): Promise<void>;
  export(): Promise<void>;
  collect(how?: Collecting): Promise<CollectResult>;
  assess(signal?: AbortSignal): Promise<AssessResult>;
  tend(): Promise<TendResult>;
  plan(mode: Mode): Promise<Plan>;
  apply(
    plan: Plan,
    mode: Mode,
    signal?: AbortSignal,
    how?: Partial<Pick<ApplyParts, "centralAnswered" | "tickets">>,
  ): Promise<ApplyResult | ApplyRefusal>;
  settle(): ReturnType<typeof settleIntents>;
  /** A further connection of the reading credential; the caller closes it. */
  connect(overrides: Partial<CentralOptions>): CentralConnection;
}

const LIMITS: Limits = {
  perRun: 25,
  perTenantPerDay: 25,
  maxShareOfTenant: 0.25,
  maxShrink: 0.1,
  minSeenLastDay: 1,
  maxFailures: 3,
};

const REVIEW = { answerWithinMs: 14 * DAY, twoPeople: ["vip_owner"], newCasesPerRun: 25 };

const never = new AbortController().signal;

/** Builds a house; without a remover it cannot write. */
export async function aHouse(options: HouseOptions = {}): Promise<House> {
  const { endpoints = 240, tenants = 2, seed = 7, start = STORY_START } = options;
  const clock = createMovedClock(start);
  const world = options.world ?? createWorld({ seed, endpoints, tenants, directories: 2, start });
  const deleted: (Truth | undefined)[] = [];
  const simulator = await startSimulator({
    enforceLimits: false,
    ...options.simulator,
    estate: world.estate,
    clock,
    onDelete: (tenant, endpoint) => void deleted.push(world.truth.get(`${tenant}/${endpoint}`)),
  });
  const dir = await mkdtemp(join(tmpdir(), "rollcall-house-"));
  const log = createLog({ level: "silent" });
  const ids = createIds(clock);
  const connect = (credential: SimCredential, overrides: Partial<CentralOptions> = {}) =>
    connectCentral({
      idUrl: simulator.urls.id,
      apiUrl: simulator.urls.api,
      allowedHosts: [simulator.urls.api, ...Object.values(simulator.urls.regions)].map(
        (url) => new URL(url).host,
      ),
      credential,
      rate: { perSecond: 1_000, perMinute: 10_000, perHour: 100_000, perDay: 200_000 },
      ca: simulator.ca,
      clock,
      ids,
      log,
      userAgent: "rollcall-test",
      ...options.central,
      ...overrides,
    });
  const credentials = world.estate.credentials;
  const of = (role: SimCredential["role"]): SimCredential => {
    const found = credentials.find((one) => one.kind === "partner" && one.role === role);
    if (found === undefined) throw new Error(`the world has no partner credential of role ${role}`);
    return found;
  };
  const reading = options.credential?.(credentials) ?? of("readOnly");
  const central = endpointReader(connect(reading));
  const acting = options.remover === undefined ? undefined : connect(of("management"));
  const remover = acting === undefined ? undefined : options.remover?.(acting);
  const pathOf = (name: string): string => join(dir, `${name}.ldif`);
  const exportAll = async (): Promise<void> => {
    for (const directory of world.directories) {
      await writeFile(pathOf(directory.name), directory.ldif());
      const at = new Date(clock.now());
      await utimes(pathOf(directory.name), at, at);
    }
  };
  await exportAll();
  const retirement: Record<DirectoryName, Policy["retirement"][DirectoryName]> = {};
  const directories: DirectorySource[] = [];
  for (const directory of world.directories) {
    const name = directory.name as DirectoryName;
    const retired = { ous: [directory.retiredOu], disabledAccounts: false, deletedObjects: true };
    const shared = { name, retired, vipGroups: [directory.vipGroup], clock, log };
    retirement[name] = retired;
    directories.push(
      (await options.directory?.(directory, shared)) ??
        openFileDirectory({
          ...shared,
          path: pathOf(directory.name),
          domain: { dns: directory.dns, netbios: directory.netbios },
          maxAgeMs: 2 * DAY,
        }),
    );
  }
  const policy: Policy = {
    inactive: { computerDays: 30, serverDays: 90 },
    graceDays: 14,
    accept: [],
    protect: [],
    vipPeople: [],
    retirement,
    tenantDomains: Object.fromEntries(world.tenantDomains),
    stable: { runs: 2, forMs: DAY },
    ...(options.review?.twoPeople !== undefined && { twoPeople: options.review.twoPeople }),
    ...options.policy,
  };
  const limits = { ...LIMITS, ...options.limits };
  const ramp = options.ramp ?? { steps: [1_000], advanceAfterCleanDays: 3 };
  const policyHash = sha256(JSON.stringify(policy));
  const store = await openStore(options.store ?? "pglite:memory", {
    actor: "tester@house",
    hash: sha256,
    ids,
    clock,
    log,
  });
  const parts = {
    store,
    central,
    directories,
    policy,
    policyHash,
    limits,
    ramp,
    hours: options.hours,
    spacingMs: options.spacingMs ?? 0,
    review: { ...REVIEW, ...options.review },
    actor: "tester@house",
    tickets: options.tickets,
    brakeRequests: brakeRequests(options.brakeFile),
    clock,
    ids,
    hash: sha256,
    progress: options.progress ?? (() => {}),
    centralAnswered: true,
  };
  const vault = options.vault ?? aVault();
  const newKeeper = (): DossierKeeper =>
    acting === undefined
      ? emptyHandedKeeper(central, undefined)
      : vaultKeeper({ central, passwords: passwordSource(acting), vault, clock });
  return {
    world,
    simulator,
    vault,
    dossiers: newKeeper(),
    deleted,
    ...parts,
    export: exportAll,
    async day(n) {
      // Each run starts ten minutes later than the day before, so that a day has passed for certain.
      clock.set(instant(start + n * (DAY + 600_000)));
      world.advanceTo(clock.now());
      await exportAll();
    },
    collect: (how = {}) =>
      collect(
        {
          ...parts,
          central: how.central ?? central,
          directories: how.directories === false ? [] : directories,
          tenantFilter: { include: [], exclude: [] },
        },
        how.signal ?? never,
      ),
    assess: (signal = never) => assess(parts, signal),
    tend: () => tendCases(parts, never),
    plan: (mode) => plan({ ...parts, mode, directories: directories.map(({ name }) => name) }, never),
    apply: (frozen, mode, signal = never, how = {}) => {
      const writes = mode === "enforce" && remover !== undefined;
      const caps = { perTenantPerDay: limits.perTenantPerDay, ramp };
      const lease = writes ? durableLease(store, clock) : rehearsedLease(store, clock);
      return apply(
        { plan: { ...frozen, mode }, frozenItems: frozen.items.length },
        {
          ...parts,
          ...how,
          remover: writes ? remover : noWriteRemover(),
          dossiers: writes ? newKeeper() : emptyHandedKeeper(central, undefined),
          lease,
          budget: writes ? durableBudget(store, caps, lease) : rehearsedBudget(store, caps),
        },
        signal,
      );
    },
    settle: () => settleIntents(parts),
    connect: (overrides) => connect(reading, overrides),
    async [Symbol.asyncDispose]() {
      await central.close();
      await remover?.close();
      for (const directory of directories) await directory.close();
      await store.close();
      await simulator.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
