import type { Scope } from "../../ports/device-list.ts";
import { reaches, type Caller } from "./handler.ts";

/**
 * The tenants that a list is about: one that is asked for, or all that the caller reaches. Undefined for one that they do not:
 * whether it is there is not for them to know.
 */
export const tenantsAsked = (
  tenant: string | undefined,
  caller: Pick<Caller, "tenants">,
): Scope | undefined => {
  if (tenant === undefined) return caller.tenants;
  return reaches(caller, tenant) ? [tenant] : undefined;
};
