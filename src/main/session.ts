import { openLdapDirectory } from "../adapters/active-directory/ldap-source.ts";
import { openFileDirectory } from "../adapters/directory-file/file-source.ts";
import { openSplunkDirectory } from "../adapters/splunk-search/splunk-source.ts";
import { connectCentral } from "../adapters/sophos-central/connect-central.ts";
import type { CentralConnection } from "../adapters/sophos-central/connection.ts";
import { endpointReader } from "../adapters/sophos-central/endpoint-reader.ts";
import { noWriteRemover } from "../adapters/sophos-central/no-write-remover.ts";
import { ownRateBudget, windowsOf, type RateBudget } from "../adapters/sophos-central/rate-budget.ts";
import { endpointRemover } from "../adapters/sophos-central/remover.ts";
import type { Timeouts } from "../adapters/system/transport.ts";
import { passwordSource } from "../adapters/sophos-central/tamper-protection.ts";
import { currentActor } from "../adapters/system/actor.ts";
import { sha256 } from "../adapters/system/hash.ts";
import type { Session } from "../cli/app.ts";
import { invariant } from "../core/model/invariant.ts";
import { durableBudget, rehearsedBudget } from "../flows/attempt-budgets.ts";
import { durableLease, rehearsedLease } from "../flows/run-leases.ts";
import { emptyHandedKeeper, vaultKeeper } from "../flows/dossier-keepers.ts";
import type { Clock } from "../ports/clock.ts";
import type { DirectorySource } from "../ports/directory-source.ts";
import type { DossierKeeper } from "../ports/dossier-keeper.ts";
import type { EndpointRemover } from "../ports/endpoint-remover.ts";
import type { EndpointSource } from "../ports/endpoint-source.ts";
import type { Ids } from "../ports/ids.ts";
import type { Log } from "../ports/log.ts";
import type { RunWatcher } from "../ports/run-watcher.ts";
import type { Store } from "../ports/store.ts";
import type { Vault } from "../ports/vault.ts";
import { admitFile } from "./admit-file.ts";
import { brakeFile, brakeRequests } from "./brake-file.ts";
import type { CredentialConfig, DirectoryConfig, RollcallConfig } from "./config/normalise.ts";
import { allowedHours } from "./config/hours.ts";
import { limitsOf, policyHash, policyOf } from "./config/policy-of.ts";
import { runsUnwatched } from "./run-heartbeat.ts";
import { sendTest } from "./send-test.ts";
import { jobsOver, type JobQueues } from "./job-queues.ts";
import { sinksOf } from "./sinks.ts";
import { deskTerms } from "./tickets.ts";
import { timetablesOf } from "./timetables.ts";
import { openVault } from "./vault.ts";
import { USER_AGENT } from "./version.ts";

/** What effects a session is built on; a demo brings its own clock. */
export interface World {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** Time-outs of Central's connections, for rehearsals of a Central that hangs; the product's own where not said. */
  readonly timeouts?: Partial<Timeouts>;
  /** Who looks on while runs go on; nobody where not said. */
  readonly watcher?: RunWatcher;
  /** What all connections to Central share, of this process or of all on its store; one of their own where not said. */
  readonly budget?: RateBudget;
  /** The queues of jobs that this process keeps open, and the worker it is itself. */
  readonly working?: { readonly queues: JobQueues; readonly worker: string };
  /** Who works here; the account this process runs as where not said. */
  readonly actor?: string;
}

/** Builds the sources of a configuration: secrets are read when a source is first asked for. */
export function sourcesOf(config: RollcallConfig, world: World) {
  const { clock, ids, log, timeouts } = world;
  const { sophos } = config;
  // Central counts by account and source address: one budget for both credentials.
  const budget = world.budget ?? ownRateBudget(windowsOf(sophos.rate), clock);
  const connect = ({ clientId, clientSecret }: CredentialConfig): CentralConnection =>
    connectCentral({
      idUrl: sophos.idUrl,
      apiUrl: sophos.apiUrl,
      allowedHosts: sophos.allowedHosts,
      credential: { clientId: clientId.read().reveal(), clientSecret: clientSecret.read().reveal() },
      rate: sophos.rate,
      budget,
      ...(sophos.ca !== undefined && { ca: sophos.ca.read().reveal() }),
      ...(timeouts !== undefined && { timeouts }),
      clock,
      ids,
      log,
      userAgent: USER_AGENT,
    });
  return {
    reader: () => connect(sophos.reader),
    deleter: () => {
      invariant(sophos.deleter !== undefined, "the configuration refuses enforce without a deleter");
      return connect(sophos.deleter);
    },
    directory: (one: DirectoryConfig) => openDirectory(one, { clock, log }),
  };
}

function openDirectory(
  directory: DirectoryConfig,
  { clock, log }: Pick<World, "clock" | "log">,
): DirectorySource {
  const { name, retired, vipGroups } = directory;
  if (directory.type === "file") {
    const { path, domain, maxAgeMs } = directory;
    return openFileDirectory({ name, path, domain, retired, vipGroups, maxAgeMs, clock, log });
  }
  if (directory.type === "splunk") {
    const { token, ca, ...search } = directory;
    return openSplunkDirectory({
      ...search,
      token: token.read().reveal(),
      ca: ca?.read().reveal(),
      userAgent: USER_AGENT,
      clock,
      log,
    });
  }
  const { url, bind, baseDn, ca } = directory;
  return openLdapDirectory({
    name,
    url,
    bind: { user: bind.user, password: bind.password.read().reveal() },
    tls: ca === undefined ? {} : { ca: ca.read().reveal() },
    baseDn,
    retired,
    vipGroups,
    clock,
    log,
  });
}

/** A session over an open store; closing it closes its sources, and leaves the store to whoever opened it. */
export function sessionOver(
  config: RollcallConfig,
  store: Store,
  world: World,
): Session & { close(): Promise<void> } {
  const sources = sourcesOf(config, world);
  const limits = limitsOf(config);
  const { ramp, hours, spacingMs } = config.limits;
  const caps = { perTenantPerDay: limits.perTenantPerDay, ramp };
  let reader: EndpointSource | undefined;
  let directories: readonly DirectorySource[] | undefined;
  let vault: { readonly opened: Vault | undefined } | undefined;
  let acting: { readonly remover: EndpointRemover; readonly dossiers: DossierKeeper } | undefined;
  const central = (): EndpointSource => (reader ??= endpointReader(sources.reader()));
  const openedVault = (): Vault | undefined => (vault ??= { opened: openVault(config.vault) }).opened;
  // What deletes, and what saves the way back first: passwords are read by the credential that may delete, for the reader
  // may not be allowed to, and they are read for nothing else.
  const actingHand = () => {
    const opened = openedVault();
    const connection = sources.deleter();
    const dossiers =
      opened === undefined
        ? emptyHandedKeeper(central(), "none")
        : vaultKeeper({
            central: central(),
            passwords: passwordSource(connection),
            vault: opened,
            clock: world.clock,
          });
    return { remover: endpointRemover(connection), dossiers };
  };
  const tickets = config.tickets && deskTerms(config.tickets, world);
  const policy = policyOf(config);
  const hash = policyHash(config, sha256);
  const shared = jobsOver(config, store, world);
  return {
    mode: config.mode,
    policy,
    policyHash: hash,
    limits,
    ramp,
    hours: hours && allowedHours(hours),
    spacingMs,
    brakeRequests: brakeRequests(brakeFile(config.store.read().reveal())),
    review: config.review,
    tickets,
    mirrorsIn: (mode) => mode === "enforce" || (mode === "dry-run" && config.tickets?.inDryRun === true),
    tenantFilter: config.sophos.tenants,
    store,
    ...world,
    actor: world.actor ?? currentActor(),
    jobs: shared?.jobs,
    watcher: world.watcher ?? runsUnwatched,
    hash: sha256,
    directoryNames: config.directories.map((one) => one.name),
    central,
    directories: () => (directories ??= config.directories.map((one) => sources.directory(one))),
    hand: (mode) => {
      // The one place that decides whether anything can be deleted.
      if (mode !== "enforce") {
        return {
          remover: noWriteRemover(),
          budget: rehearsedBudget(store, caps),
          lease: rehearsedLease(store, world.clock),
          dossiers: emptyHandedKeeper(central(), undefined),
        };
      }
      acting ??= actingHand();
      const lease = durableLease(store, world.clock);
      return { ...acting, lease, budget: durableBudget(store, caps, lease) };
    },
    vault: openedVault,
    timetables: timetablesOf(config.schedule),
    sinks: sinksOf(config, { ...world, tenants: async () => store.inventory.tenants() }),
    recipients: config.notify.map((one) => ({
      name: one.name,
      type: one.type,
      test: async (signal) => sendTest(one, world, signal),
    })),
    dossiersKeptMs: config.vault.keptMs,
    admit: async (path, mode) =>
      admitFile(path, { store, mode, policyHash: hash, now: world.clock.now(), hash: sha256 }),
    close: async () => {
      await shared?.close();
      await reader?.close();
      await acting?.remover.close();
      await tickets?.close();
      for (const directory of directories ?? []) await directory.close();
    },
  };
}
