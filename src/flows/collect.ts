import { asksForGroups } from "../core/assess/rules/protected.ts";
import type { NotCoveredTenant, Tenant } from "../core/model/tenant.ts";
import type { DirectorySource } from "../ports/directory-source.ts";
import type { EndpointSource, RequestCount, TenantListing } from "../ports/endpoint-source.ts";
import type { Jobs } from "../ports/jobs.ts";
import {
  collectDirectory,
  type CollectDirectoryParts,
  type DirectoryCollection,
} from "./collect-directory.ts";
import type { UnreadGroups } from "./collect-groups.ts";
import type { TenantCollection } from "./collect-tenant.ts";
import { jobsHere } from "./jobs-here.ts";
import { noLongerListed } from "./no-longer-listed.ts";
import { readTenant, tenantLost } from "./read-tenant.ts";
import { requestsSince } from "./requests-since.ts";
import { READ_TENANT } from "./tenant-job.ts";

export interface CollectParts extends CollectDirectoryParts {
  /** undefined leaves Central out: only the directories are read. */
  readonly central: EndpointSource | undefined;
  readonly directories: readonly DirectorySource[];
  /** By tenant name or id, upper and lower case alike; an empty `include` means all. */
  readonly tenantFilter: { readonly include: readonly string[]; readonly exclude: readonly string[] };
  /** Who does a share of it; this process alone where not said, or where no run is recorded. */
  readonly jobs?: Jobs | undefined;
  readonly run?: string | undefined;
}

/** What one collecting run read. */
export interface CollectResult {
  readonly listing: TenantListing | undefined;
  readonly tenants: readonly TenantCollection[];
  readonly notCovered: readonly NotCoveredTenant[];
  readonly directories: readonly DirectoryCollection[];
  /** Tenants whose groups a protect rule asks for and that could not be read. */
  readonly groupsUnread: readonly UnreadGroups[];
  readonly requests: RequestCount;
}

/** Tenants read at once: enough to hide 100 ms of latency behind a budget of 10 requests a second. */
const TENANTS_AT_ONCE = 4;

/**
 * Reads every inventory. One source's trouble is its own coverage and stops no other; what stops the whole run is
 * thrown: Central's token, whoami or tenant listing (CENTRAL_*, CLOCK_SKEW), the store (STORE_*), CANCELLED.
 */
export async function collect(parts: CollectParts, signal: AbortSignal): Promise<CollectResult> {
  const directories: DirectoryCollection[] = [];
  for (const source of parts.directories) directories.push(await collectDirectory(source, parts, signal));
  if (parts.central === undefined) {
    const none = { total: 0, retries: 0, byPurpose: {} };
    return { listing: undefined, tenants: [], notCovered: [], directories, groupsUnread: [], requests: none };
  }
  const central = parts.central;
  const requestsBefore = central.requests();
  const listing = await central.tenants(signal);
  const isChosen = chosenBy(parts.tenantFilter);
  const chosen = listing.tenants.filter(isChosen);
  const excluded = listing.tenants.filter((tenant) => !isChosen(tenant)).map(leftOut);
  const unlisted = await noLongerListed(parts.store.inventory, listing, isChosen);
  const outOfReach = [...listing.notCovered, ...excluded, ...unlisted];
  parts.progress({ kind: "tenants_listed", covered: chosen.length, notCovered: outOfReach.length });
  // A collection is of a tenant that is known: they are saved before, and corrected by what refused us after.
  await parts.store.inventory.saveTenants(chosen, outOfReach, parts.clock.now());
  await parts.store.groups.forgetBut(
    chosen.filter((tenant) => asksForGroups(parts.policy.protect, tenant)).map(({ id }) => id),
  );
  const reading = { ...parts, source: central };
  const { run, jobs = jobsHere } = parts;
  const read = await (run === undefined ? jobsHere : jobs).spread(
    {
      kind: READ_TENANT,
      run: run ?? "",
      inputs: chosen,
      width: TENANTS_AT_ONCE,
      do: async (tenant, stop) => readTenant(tenant, reading, stop),
      arrived: ({ collected: { tenant, coverage, counted } }) => {
        const complete = coverage.kind === "complete";
        parts.progress({ kind: "tenant_finished", name: tenant.name, complete, counted });
      },
      lost: async (tenant, loss) => tenantLost(tenant, loss, reading),
    },
    signal,
  );
  const tenants = read.map(({ output }) => output.collected);
  const groupsUnread = read.flatMap(({ output }) => (output.unread === undefined ? [] : [output.unread]));
  const refused = tenants.flatMap((one) => (one.notCovered === undefined ? [] : [one.notCovered]));
  const notCovered = [...outOfReach, ...refused];
  const refusedIds = new Set(refused.map((one) => one.id));
  await remember(parts, {
    covered: chosen.filter((tenant) => !refusedIds.has(tenant.id)),
    notCovered,
  });
  const elsewhere = read.reduce((sum, { here, output }) => sum + (here ? 0 : output.requests), 0);
  const requests = requestsOfAll(requestsSince(requestsBefore, central.requests()), elsewhere);
  return { listing, tenants, notCovered, directories, groupsUnread, requests };
}

/** With those that other processes told of. */
const requestsOfAll = ({ total, retries, byPurpose }: RequestCount, elsewhere: number): RequestCount => ({
  total: total + elsewhere,
  retries,
  byPurpose: elsewhere === 0 ? byPurpose : { ...byPurpose, elsewhere },
});

async function remember(
  { store, clock }: CollectParts,
  { covered, notCovered }: { covered: readonly Tenant[]; notCovered: readonly NotCoveredTenant[] },
): Promise<void> {
  const at = clock.now();
  await store.transaction(async (tx) => {
    await tx.inventory.saveTenants(covered, notCovered, at);
    await tx.ledger.append(
      notCovered.map((one) => ({ kind: "tenant_not_covered" as const, tenant: one.id, code: one.code })),
      at,
    );
  });
}

interface Named {
  readonly id: string;
  readonly name: string;
}

/** Whether the configuration wants a tenant, by its name or id. */
function chosenBy({ include, exclude }: CollectParts["tenantFilter"]): (tenant: Named) => boolean {
  const names = (list: readonly string[]): Set<string> => new Set(list.map((one) => one.toLowerCase()));
  const [wanted, unwanted] = [names(include), names(exclude)];
  const named = ({ id, name }: Named, set: Set<string>): boolean =>
    set.has(id) || set.has(name.toLowerCase());
  return (tenant) => (wanted.size === 0 || named(tenant, wanted)) && !named(tenant, unwanted);
}

const leftOut = ({ id, name }: Named): NotCoveredTenant => ({
  id,
  name,
  code: "excluded",
  detail: "left out by sophos.tenants",
});
