import type { DirectoryName } from "../core/model/ids.ts";
import type { Instant } from "../core/model/instant.ts";
import type { DirectoryFigures, TenantFigures } from "../core/plan/build-plan.ts";
import type { Store } from "../ports/store.ts";
import type { SourceState } from "./source-state.ts";

/** What breakers are asked with. */
export interface BreakerFigures {
  readonly tenants: readonly TenantFigures[];
  readonly directories: readonly DirectoryFigures[];
}

/**
 * Reads the figures of every covered tenant and of the configured directories. Faults: STORE_*.
 * @param ofTenants those of tenants, where they are only to be shown
 */
export async function breakerFigures(
  store: Store,
  names: readonly DirectoryName[],
  { incompleteTenants }: Pick<SourceState, "incompleteTenants">,
  now: Instant,
  ofTenants: (now: Instant) => Promise<readonly TenantFigures[]> = async () => store.plans.tenantFigures(now),
): Promise<BreakerFigures> {
  const incomplete = new Set(incompleteTenants);
  const tenants = (await ofTenants(now)).map((one) => ({
    ...one,
    complete: one.complete && !incomplete.has(one.tenant),
  }));
  const shrinks = new Map(
    (await store.plans.directoryShrinks()).map(({ directory, shrink }) => [directory, shrink]),
  );
  const known = (await store.inventory.directories()).filter(({ context }) =>
    names.includes(context.directory),
  );
  const directories = known.map(({ context: { directory, vips } }) => ({
    directory,
    // One whose newest collection is not complete has none; it stops the run as incomplete.
    shrink: shrinks.get(directory) ?? 0,
    unreadableGroups: vips.groups.filter(({ kind }) => kind === "unreadable").map(({ dn }) => dn),
  }));
  return { tenants, directories };
}
