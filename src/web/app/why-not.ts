import { ROLES } from "../../api/role-names.ts";
import type { Role } from "../../api/roles.ts";
import type { Route } from "../../api/route.ts";
import type { Me } from "../../api/settings.ts";

const reaches = (has: Role, needs: Role): boolean => ROLES.indexOf(has) >= ROLES.indexOf(needs);

/** Why this person may not call a route, as a sentence; undefined where they may. The server decides; this only explains beforehand. */
export function whyNot(
  me: Pick<Me, "role" | "grants"> | undefined,
  route: Pick<Route, "needs" | "scope">,
): string | undefined {
  if (me === undefined) return "Who you are is still being read.";
  if (!reaches(me.role, route.needs)) {
    return `Your role is ${me.role}; this needs the role ${route.needs}.`;
  }
  const wide = me.grants.some(({ role, tenants }) => tenants === "all" && reaches(role, route.needs));
  return route.scope === "fleet" && !wide
    ? `This concerns every tenant; your role ${route.needs} is for some of them only.`
    : undefined;
}
