import type { Grant } from "../core/model/grant.ts";
import type { Tenant } from "../core/model/tenant.ts";
import { namedTenants } from "./named-tenants.ts";

/** What the members of a group may; its tenants by name or id, as written. */
export interface GroupRole extends Grant {
  readonly group: string;
}

/** Those of somebody's groups that some role is given to. A group is compared to the letter: providers' names are. */
export const groupsWithRoles = (
  groups: readonly string[],
  roles: readonly GroupRole[],
): readonly string[] => [...new Set(groups.filter((group) => roles.some((one) => one.group === group)))];

/** What somebody in these groups may. A role for tenants of which none is known, or whose names are not theirs alone, is none. */
export const grantsOfGroups = (
  groups: readonly string[],
  roles: readonly GroupRole[],
  tenants: readonly Pick<Tenant, "id" | "name">[],
): readonly Grant[] =>
  roles
    .filter(({ group }) => groups.includes(group))
    .map(({ role, tenants: names }): Grant => ({
      role,
      tenants: names === "all" ? "all" : namedTenants(names, tenants).ids,
    }))
    .filter((grant) => grant.tenants === "all" || grant.tenants.length > 0);
