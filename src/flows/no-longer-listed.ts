import type { NotCoveredTenant } from "../core/model/tenant.ts";
import type { TenantListing } from "../ports/endpoint-source.ts";
import type { InventoryStore } from "../ports/inventory-store.ts";

interface Named {
  readonly id: string;
  readonly name: string;
}

/**
 * Tenants that Central listed before and does no longer, with nothing else said about them: a customer who has left, a
 * credential that reaches less, or a listing that is short and counts itself short. They are told until they are listed
 * again or the configuration leaves them out. To be asked before the new listing is saved. Faults: STORE_*.
 * @param isChosen whether the configuration wants the tenant
 */
export async function noLongerListed(
  inventory: Pick<InventoryStore, "tenants" | "notCovered">,
  listing: TenantListing,
  isChosen: (tenant: Named) => boolean,
): Promise<readonly NotCoveredTenant[]> {
  const listed = new Set<string>([...listing.tenants, ...listing.notCovered].map(({ id }) => id));
  const covered = await inventory.tenants();
  const told = (await inventory.notCovered()).filter(({ code }) => code === "not_listed");
  return [...covered, ...told]
    .filter(isChosen)
    .filter(({ id }) => !listed.has(id))
    .map(({ id, name }) => ({
      id,
      name,
      code: "not_listed",
      detail: "Central listed this tenant before, and does no longer",
    }));
}
