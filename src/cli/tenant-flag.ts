import type { Tenant } from "../core/model/tenant.ts";
import { findTenant } from "../flows/find-tenant.ts";
import type { Store } from "../ports/store.ts";
import { UsageError } from "./usage-error.ts";

/** The tenant that `--tenant` names; undefined when the flag is not given. Thrown: UsageError. Faults: STORE_*. */
export async function askedTenant(
  text: string | undefined,
  store: Pick<Store, "inventory">,
): Promise<Tenant | undefined> {
  if (text === undefined) return undefined;
  const tenant = await findTenant(text, store);
  if (tenant === undefined)
    throw new UsageError(`--tenant ${text}: no covered tenant has this name or id; was it collected?`);
  return tenant;
}
