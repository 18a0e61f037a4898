import { fold } from "../core/identity/text.ts";
import type { Tenant } from "../core/model/tenant.ts";
import type { Store } from "../ports/store.ts";

/** The covered tenant that a person names, by its name or id; undefined when there is none. Faults: STORE_*. */
export async function findTenant(
  text: string,
  { inventory }: Pick<Store, "inventory">,
): Promise<Tenant | undefined> {
  const asked = fold(text);
  const tenants = await inventory.tenants();
  return tenants.find(({ id, name }) => id === asked || fold(name) === asked);
}
