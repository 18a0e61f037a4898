import { ROLES } from "../../api/role-names.ts";
import type { Role } from "../../api/roles.ts";
import type { Principal } from "../principal.ts";

type Granted = Pick<Principal, "grants">;

const reaches = (granted: Role, needed: Role): boolean => ROLES.indexOf(granted) >= ROLES.indexOf(needed);

/**
 * Whether somebody may do what needs a role.
 * @param tenant the id of the tenant that it touches. Without one it touches the house as a whole, which a role for some
 * tenants does not reach.
 */
export const may = ({ grants }: Granted, role: Role, tenant?: string): boolean =>
  grants.some(
    (grant) =>
      reaches(grant.role, role) &&
      (grant.tenants === "all" || (tenant !== undefined && grant.tenants.includes(tenant))),
  );

/** The ids of the tenants for which somebody has a role; none where it is an empty list. */
export function visibleTenants({ grants }: Granted, role: Role): "all" | readonly string[] {
  const enough = grants.filter((grant) => reaches(grant.role, role)).map(({ tenants }) => tenants);
  if (enough.includes("all")) return "all";
  return [...new Set(enough.flatMap((tenants) => (tenants === "all" ? [] : tenants)))].sort();
}
