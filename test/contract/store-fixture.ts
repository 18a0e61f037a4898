// What the store's suites share: a store that is emptied between tests, and inventories small enough to follow.
import type { Assessment } from "../../src/core/assess/assessment.ts";
import type { Evidence } from "../../src/core/assess/evidence.ts";
import type { Disposition, ReasonCode } from "../../src/core/assess/reason.ts";
import { computerKeys, endpointKeys } from "../../src/core/identity/keys.ts";
import { canonical } from "../../src/core/model/canonical.ts";
import type { Computer } from "../../src/core/model/computer.ts";
import type { Endpoint } from "../../src/core/model/endpoint.ts";
import type { CollectionId, Digest, PlanId, TenantId } from "../../src/core/model/ids.ts";
import { HOUR, instant, type Instant } from "../../src/core/model/instant.ts";
import type { Tenant } from "../../src/core/model/tenant.ts";
import { openConnection } from "../../src/adapters/postgres/open.ts";
import type { Connection } from "../../src/adapters/postgres/connection.ts";
import { storeOn } from "../../src/adapters/postgres/store.ts";
import { createIds } from "../../src/adapters/system/ids.ts";
import { sha256 } from "../../src/adapters/system/hash.ts";
import type { ComputerRow, EndpointRow } from "../../src/ports/inventory-store.ts";
import type { Store } from "../../src/ports/store.ts";
import { aDirectory, anEndpoint, NOW, TENANT } from "../build/evidence.ts";
import { stepClock } from "../build/step-clock.ts";

export const OTHER_TENANT = "0c5f7d1e-0f30-4a51-9b5d-6f8a57e3a001" as TenantId;
export const POLICY = sha256("policy");
export const PLAN = "01900000-0000-7000-8000-000000000001" as PlanId;

/** So many hours after the tests' now. */
export const later = (hours: number): Instant => instant(NOW + hours * HOUR);

export const silent = { debug: () => {}, info: () => {}, warn: () => {} };

export const parts = () => {
  const clock = stepClock(NOW);
  return { actor: "svc@test", hash: sha256, ids: createIds(clock), clock, log: silent };
};

/** A store under test, with the connection below it: for what no port shows. */
export interface Bench {
  readonly connection: Connection;
  readonly store: Store;
  /** Empties every table, so that one database serves a whole file: making one costs seconds. */
  empty(): Promise<void>;
}

export async function openBench(url: string): Promise<Bench> {
  const options = parts();
  const connection = await openConnection(url, options);
  return {
    connection,
    store: storeOn(connection, options),
    empty: async () => {
      const tables = await connection.query<{ name: string }>(
        `select 'rollcall.' || table_name as name from information_schema.tables
         where table_schema = 'rollcall' and table_name not in ('schema_version', 'ledger_head')`,
      );
      await connection.script(`
        alter table rollcall.ledger disable trigger user;
        truncate ${tables.map(({ name }) => name).join(", ")} restart identity;
        alter table rollcall.ledger enable trigger user;
        update rollcall.ledger_head set seq = 0, hash = repeat('0', 64);
      `);
    },
  };
}

export const aTenant = (id: TenantId = TENANT, parts: Partial<Tenant> = {}): Tenant => ({
  id,
  name: id === TENANT ? "Acme GmbH" : "Other AG",
  apiHost: "https://api-eu01.central.example",
  dataRegion: "eu01",
  ...parts,
});

export const endpointRow = (endpoint: Endpoint): EndpointRow => {
  const { lastSeenAt: _lastSeenAt, online: _online, ...lasting } = endpoint;
  return { endpoint, ...endpointKeys(endpoint), hash: sha256(canonical(lasting)) };
};

/** Retired when it is disabled: as good a rule as any for a store. */
export const computerRow = (computer: Computer): ComputerRow => ({
  computer,
  ...computerKeys(computer),
  retired: computer.enabled === false,
  hash: sha256(canonical(computer)),
});

/** Reads a tenant whole: begin, stage, merge. */
export async function collectTenant(
  store: Store,
  endpoints: readonly Endpoint[],
  at: Instant,
  tenant: TenantId = TENANT,
) {
  const id = await store.inventory.begin({ kind: "tenant", tenant }, at);
  await store.inventory.stageEndpoints(id, endpoints.map(endpointRow));
  return store.inventory.mergeEndpoints(id, { expected: endpoints.length, requests: 1, at });
}

/** Reads a directory: whole, unless the extent says otherwise. */
export async function collectDirectory(
  store: Store,
  computers: readonly Computer[],
  at: Instant,
  rest: Partial<Parameters<Store["inventory"]["mergeComputers"]>[1]> = {},
) {
  const context = rest.context ?? aDirectory();
  const id = await store.inventory.begin({ kind: "directory", directory: context.directory }, at);
  await store.inventory.stageComputers(id, computers.map(computerRow));
  return store.inventory.mergeComputers(id, {
    expected: undefined,
    requests: 1,
    at,
    extent: "full",
    context,
    bookmark: undefined,
    ...rest,
  });
}

/** A reading that broke off. */
export async function discardTenant(
  store: Store,
  endpoints: readonly Endpoint[],
  at: Instant,
): Promise<CollectionId> {
  const id = await store.inventory.begin({ kind: "tenant", tenant: TENANT }, at);
  await store.inventory.stageEndpoints(id, endpoints.map(endpointRow));
  await store.inventory.discard(id, {
    coverage: { kind: "incomplete", gaps: [{ code: "page_malformed", detail: "cut off" }] },
    expected: 5,
    requests: 2,
    at,
  });
  return id;
}

export const anAssessment = (
  { endpoint }: Pick<Evidence, "endpoint">,
  disposition: Disposition,
  reasons: readonly ReasonCode[] = [],
  rest: Partial<Assessment> = {},
): Assessment => ({
  tenant: endpoint.tenant,
  endpoint: endpoint.id,
  disposition,
  reasons: reasons.map((code) => ({ code, evidence: {}, accepted: false })),
  findings: [],
  match: "exact",
  computer: undefined,
  daysInactive: 60,
  evidenceHash: sha256(endpoint.id),
  reviewAt: undefined,
  ...rest,
});

/** All that a generator yields. */
export async function gathered<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** Judges everything that waits, and tells whom: ids in order. */
export async function judgeAll(
  store: Store,
  at: Instant,
  judge: (evidence: Evidence) => Assessment = (evidence) => anAssessment(evidence, "retire"),
  policy: Digest = POLICY,
): Promise<readonly string[]> {
  const judged: string[] = [];
  for await (const chunk of store.assessments.pending(policy, at)) {
    judged.push(...chunk.map(({ endpoint }) => endpoint.id));
    await store.assessments.save(chunk.map(judge), policy, at);
  }
  return judged.sort();
}

/** Kept for having been seen recently. */
export const kept = (evidence: Evidence): Assessment => anAssessment(evidence, "keep", ["recently_seen"]);

/** One tenant, one directory and these endpoints, all judged. */
export async function settled(
  store: Store,
  endpoints: readonly Endpoint[] = [anEndpoint()],
  judge?: (evidence: Evidence) => Assessment,
): Promise<void> {
  await store.inventory.saveTenants([aTenant()], [], NOW);
  await collectDirectory(store, [], NOW);
  await collectTenant(store, endpoints, NOW);
  await judgeAll(store, NOW, judge);
}
