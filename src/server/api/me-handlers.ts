import type { Settings } from "../../api/settings.ts";
import { ROLES } from "../../api/role-names.ts";
import type * as z from "zod";
import { may, visibleTenants } from "../sign-in/may.ts";
import type { Handlers } from "./handler.ts";

/** What the house says of itself. */
export interface Self {
  readonly version: string;
  /** Without a secret. */
  readonly settings: z.input<typeof Settings>;
}

/** Who asks, and what the configuration says. */
export const meHandlers = ({ version, settings }: Self): Pick<Handlers, "readMe" | "readSettings"> => ({
  readMe: async (_input, { principal }, { mode }) => {
    const role = ROLES.findLast((one) => {
      const reach = visibleTenants(principal, one);
      return reach === "all" || reach.length > 0;
    });
    return {
      name: principal.name,
      actor: principal.actor,
      via: principal.via,
      grants: principal.grants.map(({ role: granted, tenants }) => ({
        role: granted,
        tenants: tenants === "all" ? tenants : [...tenants],
      })),
      role: role ?? "viewer",
      allTenants: may(principal, "viewer"),
      mode,
      version,
    };
  },
  readSettings: async () => settings,
});
