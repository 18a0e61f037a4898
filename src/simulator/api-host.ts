import type { SimTenant } from "./estate.ts";
import type { AnswerFault } from "./fault-action.ts";
import { faultOf } from "./list-faults.ts";
import type { SimulatorUrls } from "./urls.ts";
import { sameUuid } from "./uuid.ts";

/** What Central says where a tenant's data is; undefined: it says nothing. */
export function apiHostOf(
  tenant: SimTenant,
  urls: SimulatorUrls,
  faults: readonly AnswerFault[],
): string | undefined {
  const concerns = (fault: { readonly tenant?: string } | undefined): boolean =>
    fault !== undefined && (fault.tenant === undefined || sameUuid(fault.tenant, tenant.id));
  if (!tenant.hasApiHost || concerns(faultOf(faults, "noApiHost"))) return undefined;
  const foreign = faultOf(faults, "foreignApiHost");
  return foreign !== undefined && concerns(foreign) ? foreign.apiHost : urls.regions[tenant.region];
}
