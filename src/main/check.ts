import { access, constants, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { embeddedDirectory } from "../adapters/postgres/open.ts";
import { checkCentral } from "../adapters/sophos-central/check-central.ts";
import type { CentralConnection } from "../adapters/sophos-central/connection.ts";
import { ownRateBudget, urgently, windowsOf } from "../adapters/sophos-central/rate-budget.ts";
import { listTenants } from "../adapters/sophos-central/tenants.ts";
import type { CheckRow } from "../cli/app.ts";
import type { Fact } from "../core/ledger/fact.ts";
import type { TenantListing } from "../ports/endpoint-source.ts";
import { asksForGroups } from "../core/assess/rules/protected.ts";
import { Fault } from "../ports/fault.ts";
import { centralRow } from "./central-row.ts";
import { checkPassword } from "./check-password.ts";
import { deleterRights, readerRights, type KnownCredential } from "./check-rights.ts";
import { checkDesk } from "./check-desk.ts";
import { checkServer } from "./check-server.ts";
import { checkVault } from "./check-vault.ts";
import type { ConfigProblem } from "./config/config-problem.ts";
import type { CredentialConfig, DirectoryConfig, RollcallConfig } from "./config/normalise.ts";
import { checkSink } from "./check-sink.ts";
import { openRate, type OpenRate } from "./open-rate.ts";
import { sourcesOf, type World } from "./session.ts";
import { sinksOf } from "./sinks.ts";
import type { StoreOpener } from "./store-opener.ts";

interface StoreOpening {
  readonly world: World;
  readonly openStoreOf: StoreOpener;
}

const READER = "Sophos Central, reader";
const DELETER = "Sophos Central, deleter";

/**
 * Proves source by source what Rollcall needs, by reads alone; of one of them, in enforce, the ledger is told. One source's trouble is its row and stops no other.
 * Thrown: CANCELLED.
 */
export async function* checkAll(
  config: RollcallConfig,
  warnings: readonly ConfigProblem[],
  { world, openStoreOf }: StoreOpening,
  signal: AbortSignal,
): AsyncGenerator<CheckRow> {
  yield { source: "configuration", what: config.path, result: "ok", detail: `mode ${config.mode}` };
  for (const { field, rule, fix } of warnings) {
    yield { source: "configuration", what: field, result: "warning", detail: `${rule}; ${fix}` };
  }
  const stored = yield* checkStore(config, { world, openStoreOf });
  const rate = rateOf(config, world, stored);
  try {
    const budget = urgently(rate.budget);
    yield* checkCredentials(config, { world: { ...world, budget }, openStoreOf }, stored, signal);
  } finally {
    await rate.close();
  }
  const sources = sourcesOf(config, world);
  yield* checkServer(config.server);
  for (const directory of config.directories) {
    yield* checkDirectory(directory, () => sources.directory(directory), signal);
  }
  for (const sink of sinksOf(config, { ...world, tenants: async () => Promise.resolve([]) }))
    yield await checkSink(sink, signal);
  if (config.tickets !== undefined) yield* checkDesk(config.tickets, world, signal);
}

/** What others on the store use up is heeded. A store that does not answer stops them all, and no check: it has a row of its own. */
function rateOf(config: RollcallConfig, world: World, stored: boolean): OpenRate {
  if (world.budget === undefined && stored) return openRate(config, world);
  const budget = world.budget ?? ownRateBudget(windowsOf(config.sophos.rate), world.clock);
  return { budget, close: async () => Promise.resolve() };
}

/** Central's two credentials. Thrown: CANCELLED. */
async function* checkCredentials(
  config: RollcallConfig,
  { world, openStoreOf }: StoreOpening,
  stored: boolean,
  signal: AbortSignal,
): AsyncGenerator<CheckRow> {
  const sources = sourcesOf(config, world);
  const { reader: readerConfig, deleter: deleterConfig } = config.sophos;
  const reader = yield* checkCredential(READER, readerConfig, () => sources.reader(), config, signal);
  if (reader !== undefined) for (const row of readerRights()) yield { source: READER, ...row };
  if (config.mode === "enforce" && deleterConfig !== undefined) {
    const deleter = yield* checkCredential(DELETER, deleterConfig, () => sources.deleter(), config, signal);
    if (deleter !== undefined) {
      for (const row of deleterRights(deleter, reader)) yield { source: DELETER, ...row };
      if (config.vault.keys !== undefined) {
        const connection = sources.deleter();
        const record = stored ? recorder(config, { world, openStoreOf }) : undefined;
        try {
          const row = await checkPassword(connection, deleter.listing.tenants, record, signal);
          yield { source: DELETER, ...row };
        } finally {
          await connection.close();
        }
      }
    }
  }
}

/** Central's reading credential alone, or the last directory alone. Thrown: CANCELLED. */
export async function* checkPart(
  config: RollcallConfig,
  part: "central" | "directory",
  world: World,
  signal: AbortSignal,
): AsyncGenerator<CheckRow> {
  const sources = sourcesOf(config, world);
  if (part === "central") {
    yield* checkCredential(READER, config.sophos.reader, () => sources.reader(), config, signal);
    return;
  }
  const directory = config.directories.at(-1);
  if (directory !== undefined) yield* checkDirectory(directory, () => sources.directory(directory), signal);
}

/** Writes into the ledger, in a store of its own: it is nobody's while the sources are asked. */
const recorder =
  (config: RollcallConfig, { world, openStoreOf }: StoreOpening) =>
  async (fact: Fact): Promise<void> => {
    const store = await openStoreOf(config, world);
    try {
      await store.ledger.append([fact], world.clock.now());
    } finally {
      await store.close();
    }
  };

/** Opens a store that is there; one that is not is only asked whether it could be made. Gives whether it was opened. */
async function* checkStore(
  config: RollcallConfig,
  { world, openStoreOf }: StoreOpening,
): AsyncGenerator<CheckRow, boolean> {
  const row = (result: CheckRow["result"], detail: string): CheckRow => ({
    source: "store",
    what: config.store.reference,
    result,
    detail,
  });
  try {
    const url = config.store.read().reveal();
    const directory = embeddedDirectory(url);
    if (directory !== undefined && !(await exists(directory))) {
      await access(await nearest(dirname(directory)), constants.W_OK);
      yield row("ok", "not there yet; the first run makes it");
      yield* checkVault(config.vault, []);
      return false;
    }
    const store = await openStoreOf(config, world);
    const entries = await store.ledger.count();
    const keyIds = await store.dossiers.keyIds();
    await store.close();
    yield row("ok", `${entries} ledger entries`);
    yield* checkVault(config.vault, keyIds);
    return true;
  } catch (error) {
    if (error instanceof Fault) yield row("failed", `${error.message} ${error.remedy}`);
    else yield row("failed", `it cannot be made there: ${code(error)}`);
    return false;
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (code(error) === "ENOENT") return false;
    throw error;
  }
}

/** The nearest folder above a path that is there. */
const nearest = async (path: string): Promise<string> =>
  (await exists(path)) || dirname(path) === path ? path : nearest(dirname(path));

const code = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : String(error);

/** Yields what it proves; gives what is known of the credential when all of it worked. */
async function* checkCredential(
  source: string,
  { clientId }: CredentialConfig,
  connect: () => CentralConnection,
  config: RollcallConfig,
  signal: AbortSignal,
): AsyncGenerator<CheckRow, KnownCredential | undefined> {
  let connection: CentralConnection | undefined;
  try {
    connection = connect();
    const checks = await checkCentral(
      connection,
      (tenant) => asksForGroups(config.policy.protect, tenant),
      signal,
    );
    for (const check of checks) yield { source, ...centralRow(check) };
    // Names are checked only where the listing worked: otherwise they would all look wrong.
    if (checks.some((check) => check.code !== undefined)) return undefined;
    const listing = await listTenants(connection, signal);
    yield* checkNames(source, listing, config);
    return { clientId: clientId.read().reveal(), listing };
  } catch (error) {
    if (!(error instanceof Fault) || error.code === "CANCELLED") throw error;
    yield failed(source, "connect", error);
    return undefined;
  } finally {
    await connection?.close();
  }
}

/** Tenants that the configuration names and the credential does not list: a rule about one of them matches nothing. */
function* checkNames(
  source: string,
  { tenants, notCovered }: TenantListing,
  config: RollcallConfig,
): Generator<CheckRow> {
  const known = new Set([...tenants, ...notCovered].flatMap(({ id, name }) => [id, name.toLowerCase()]));
  const named = [
    ...Object.keys(config.tenantDomains).map((name) => ["tenantDomains", name] as const),
    ...config.sophos.tenants.include.map((name) => ["sophos.tenants.include", name] as const),
    ...config.sophos.tenants.exclude.map((name) => ["sophos.tenants.exclude", name] as const),
    ...config.policy.protect.flatMap(({ tenant }) =>
      tenant === undefined ? [] : [["policy.protect", tenant] as const],
    ),
  ];
  for (const [field, name] of named) {
    if (known.has(name.toLowerCase())) continue;
    yield { source, what: field, result: "warning", detail: `no tenant is named or has the id ${name}` };
  }
}

async function* checkDirectory(
  directory: DirectoryConfig,
  open: () => ReturnType<ReturnType<typeof sourcesOf>["directory"]>,
  signal: AbortSignal,
): AsyncGenerator<CheckRow> {
  const source = directory.name;
  let opened: ReturnType<typeof open> | undefined;
  try {
    opened = open();
    for (const { right, held, remedy } of await opened.check(signal)) {
      yield { source, what: right, result: held ? "ok" : "failed", detail: held ? "" : remedy };
    }
  } catch (error) {
    if (!(error instanceof Fault) || error.code === "CANCELLED") throw error;
    yield failed(source, "read it", error);
  } finally {
    await opened?.close();
  }
}

const failed = (source: string, what: string, fault: Fault): CheckRow => ({
  source,
  what,
  result: "failed",
  detail: `${fault.message} ${fault.remedy}`,
});
