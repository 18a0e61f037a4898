import { fold } from "../core/identity/text.ts";
import type { Tenant } from "../core/model/tenant.ts";

/** Which tenants some names and ids mean. */
export interface NamedTenants {
  readonly ids: readonly string[];
  readonly unknown: readonly string[];
  /** Names that several tenants have: whose they are is for the customer to choose, and none of them is meant. */
  readonly ambiguous: readonly string[];
}

/** The ids behind names and ids of tenants. An id beats a name, so that nobody takes another's rights by a name. */
export function namedTenants(
  names: readonly string[],
  tenants: readonly Pick<Tenant, "id" | "name">[],
): NamedTenants {
  const found = names.map((name) => {
    const asked = fold(name);
    const byId = tenants.filter(({ id }) => id === asked);
    return {
      name,
      ids: (byId.length > 0 ? byId : tenants.filter((one) => fold(one.name) === asked)).map(({ id }) => id),
    };
  });
  return {
    ids: [...new Set(found.flatMap(({ ids }) => (ids.length === 1 ? ids : [])))],
    unknown: found.filter(({ ids }) => ids.length === 0).map(({ name }) => name),
    ambiguous: found.filter(({ ids }) => ids.length > 1).map(({ name }) => name),
  };
}
