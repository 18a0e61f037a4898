import { endpointKeys } from "../core/identity/keys.ts";
import { canonical } from "../core/model/canonical.ts";
import type { Collection, Coverage, Gap } from "../core/model/coverage.ts";
import type { Endpoint } from "../core/model/endpoint.ts";
import type { CollectionId, Hash } from "../core/model/ids.ts";
import { reconcile } from "../core/model/reconcile.ts";
import type { NotCoveredTenant, Tenant } from "../core/model/tenant.ts";
import type { Clock } from "../ports/clock.ts";
import type { EndpointSource, WalkEnd } from "../ports/endpoint-source.ts";
import { Fault } from "../ports/fault.ts";
import type { EndpointRow, MergeFigures } from "../ports/inventory-store.ts";
import type { Store } from "../ports/store.ts";
import { drain } from "./drain.ts";
import type { Progress } from "./progress.ts";

export interface CollectTenantParts {
  readonly store: Store;
  readonly source: EndpointSource;
  readonly clock: Clock;
  readonly hash: Hash;
  readonly progress: Progress;
  /** The run that this is a part of, where its work is spread: in one run a tenant is read whole once. */
  readonly run?: string | undefined;
}

/** What came of one tenant. */
export interface TenantCollection {
  readonly tenant: Tenant;
  readonly coverage: Coverage;
  readonly counted: number;
  readonly expected: number | undefined;
  readonly figures: MergeFigures | undefined;
  /** Set when the tenant answered 403: it is not covered, and that is no fault of the run. */
  readonly notCovered: NotCoveredTenant | undefined;
}

interface Walk {
  readonly collection: CollectionId;
  readonly distinct: number;
  readonly end: WalkEnd;
  readonly gaps: readonly Gap[];
}

/** A live collection that moved under the first walk has, as a rule, settled by the second; a third would only hide a fault. */
const WALKS = 2;

/**
 * Reads one tenant's endpoints whole, or not at all: pages are staged, and merged in one transaction with the ledger's
 * fact only when the counts reconcile. Throws CANCELLED and STORE_* faults; Central's trouble becomes the coverage.
 */
export async function collectTenant(
  tenant: Tenant,
  parts: CollectTenantParts,
  signal: AbortSignal,
): Promise<TenantCollection> {
  const source = { kind: "tenant", tenant: tenant.id } as const;
  const before = await parts.store.inventory.currentCount(source);
  for (let attempt = 1; ; attempt++) {
    const begun = await begin(tenant, parts);
    if (typeof begun !== "string") return alreadyRead(tenant, begun);
    const walk = await walkOnce(tenant, begun, parts, signal);
    const gaps = [...walk.gaps, ...emptied(before, walk.distinct, walk.gaps)];
    const [first, ...rest] = gaps;
    if (first === undefined) return merge(tenant, walk, parts);
    const moved = gaps.every((gap) => gap.code === "count_mismatch");
    if (moved && attempt < WALKS) {
      await close(tenant, walk, { kind: "incomplete", gaps: [first, ...rest] }, parts);
      continue;
    }
    return giveUp(tenant, walk, [first, ...rest], parts);
  }
}

/** A tenant that had endpoints and now lists none is far likelier a fault than a truth. */
function emptied(before: number | undefined, distinct: number, gaps: readonly Gap[]): Gap[] {
  if (before === undefined || before === 0 || distinct > 0 || gaps.length > 0) return [];
  return [{ code: "shrunken", detail: `listed no endpoint at all, where it had ${before}` }];
}

/**
 * Marks a tenant as not read, where whoever was to read it has not: what an earlier run read of it must not decide in this one. If
 * it was read whole after all, and only the news of it was lost, that stands. Faults: STORE_*.
 */
export async function leaveUnread(
  tenant: Tenant,
  gap: Gap,
  parts: CollectTenantParts,
): Promise<TenantCollection> {
  const begun = await begin(tenant, parts);
  if (typeof begun !== "string") return alreadyRead(tenant, begun);
  const end = { expectedFirst: undefined, expectedLast: undefined, gaps: [gap], requests: 0 };
  return giveUp(tenant, { collection: begun, distinct: 0, end, gaps: [gap] }, [gap], parts);
}

/** Begins a collection; or gives the one that has read the tenant whole in this run. */
async function begin(
  { id }: Tenant,
  { store, clock, run }: CollectTenantParts,
): Promise<CollectionId | Collection> {
  const source = { kind: "tenant", tenant: id } as const;
  if (run === undefined) return store.inventory.begin(source, clock.now());
  return (await store.inventory.beginIn(run, source, clock.now())).collection;
}

const alreadyRead = (tenant: Tenant, { counted, expected }: Collection): TenantCollection => ({
  tenant,
  coverage: { kind: "complete" },
  counted,
  expected,
  // Whoever read it had them.
  figures: undefined,
  notCovered: undefined,
});

async function walkOnce(
  tenant: Tenant,
  collection: CollectionId,
  parts: CollectTenantParts,
  signal: AbortSignal,
): Promise<Walk> {
  const { store, source, hash, progress } = parts;
  let counted = 0;
  try {
    const end = await drain(source.endpoints(tenant, signal), async (page) => {
      await store.inventory.stageEndpoints(
        collection,
        page.map((endpoint) => endpointRow(endpoint, hash)),
      );
      counted += page.length;
      progress({ kind: "tenant_page", name: tenant.name, counted, expected: undefined });
    });
    const distinct = await store.inventory.stagedCount(collection);
    const gaps = end.gaps.length > 0 ? end.gaps : reconcile({ distinct, ...end });
    return { collection, distinct, end, gaps };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const gap = gapOf(error);
    if (gap === undefined) throw error;
    const walk: Walk = {
      collection,
      distinct: counted,
      end: { expectedFirst: undefined, expectedLast: undefined, gaps: [gap], requests: requestsOf(error) },
      gaps: [gap],
    };
    if (gap.code !== "cancelled") return walk;
    await close(tenant, walk, { kind: "incomplete", gaps: [gap] }, parts);
    throw error;
  }
}

/** The gap a fault of Central leaves; undefined for what is not Central's: that is thrown on. */
function gapOf(error: Fault): Gap | undefined {
  if (error.code === "CANCELLED") return { code: "cancelled", detail: error.message };
  if (error.code === "CENTRAL_FORBIDDEN" || error.code === "CENTRAL_AUTH")
    return { code: "not_authorised", detail: error.message };
  if (error.code.startsWith("CENTRAL_") || error.code === "CLOCK_SKEW")
    return { code: "source_unavailable", detail: error.message };
  return undefined;
}

/** A walk that broke off tells its requests in the fault; one that broke off before the first has none to tell. */
function requestsOf({ details }: Fault): number {
  const { requests } = details;
  return typeof requests === "number" ? requests : 0;
}

async function merge(tenant: Tenant, walk: Walk, parts: CollectTenantParts): Promise<TenantCollection> {
  const { store, clock, progress } = parts;
  const at = clock.now();
  const { requests } = walk.end;
  const expected = walk.end.expectedLast ?? walk.distinct;
  const figures = await store.transaction(async (tx) => {
    const merged = await tx.inventory.mergeEndpoints(walk.collection, { expected, requests, at });
    await tx.ledger.append(
      [
        {
          kind: "collection_finished",
          collection: walk.collection,
          source: { kind: "tenant", tenant: tenant.id },
          coverage: { kind: "complete" },
          counted: walk.distinct,
          requests,
        },
        ...merged.vanished
          .filter((one) => !one.byUs)
          .map((one) => ({
            kind: "endpoint_vanished" as const,
            tenant: one.tenant,
            endpoint: one.endpoint,
            hostname: one.hostname,
            finding: "removed_by_others" as const,
          })),
      ],
      at,
    );
    return merged;
  });
  progress({ kind: "tenant_finished", name: tenant.name, complete: true, counted: walk.distinct });
  return {
    tenant,
    coverage: { kind: "complete" },
    counted: walk.distinct,
    expected,
    figures,
    notCovered: undefined,
  };
}

async function giveUp(
  tenant: Tenant,
  walk: Walk,
  gaps: readonly [Gap, ...Gap[]],
  parts: CollectTenantParts,
): Promise<TenantCollection> {
  const coverage = { kind: walk.distinct > 0 ? "incomplete" : "failed", gaps } as const;
  await close(tenant, walk, coverage, parts);
  parts.progress({ kind: "tenant_finished", name: tenant.name, complete: false, counted: walk.distinct });
  // Refused before its first page: the tenant as a whole is out of reach. Later, it is a reading that broke off.
  const forbidden = walk.distinct === 0 && gaps.every((gap) => gap.code === "not_authorised");
  return {
    tenant,
    coverage,
    counted: walk.distinct,
    expected: walk.end.expectedLast,
    figures: undefined,
    notCovered: forbidden
      ? { id: tenant.id, name: tenant.name, code: "forbidden", detail: gaps[0].detail }
      : undefined,
  };
}

async function close(
  tenant: Tenant,
  walk: Walk,
  coverage: Exclude<Coverage, { kind: "complete" }>,
  { store, clock }: CollectTenantParts,
): Promise<void> {
  const at = clock.now();
  const { requests } = walk.end;
  await store.transaction(async (tx) => {
    await tx.inventory.discard(walk.collection, {
      coverage,
      expected: walk.end.expectedLast,
      requests,
      at,
    });
    await tx.ledger.append(
      [
        {
          kind: "collection_finished",
          collection: walk.collection,
          source: { kind: "tenant", tenant: tenant.id },
          coverage,
          counted: walk.distinct,
          requests,
        },
      ],
      at,
    );
  });
}

/** The record's digest leaves out what moves with every report: it must not make the whole fleet look changed each day. */
export function endpointRow(endpoint: Endpoint, hash: Hash): EndpointRow {
  const { lastSeenAt: _lastSeenAt, online: _online, ...lasting } = endpoint;
  return { endpoint, ...endpointKeys(endpoint), hash: hash(canonical(lasting)) };
}
