import type * as z from "zod";
import type { Settings } from "../api/settings.ts";
import type { RollcallConfig } from "./config/normalise.ts";
import { VERSION } from "./version.ts";

/** What the configuration says, without its secrets. */
export const settingsView = (config: RollcallConfig): z.input<typeof Settings> => {
  const { mode, store, directories, siem, notify, server, tickets, vault } = config;
  const signIn = server?.signIn;
  return {
    version: VERSION,
    mode,
    store: store.read().reveal().startsWith("pglite:") ? "pglite" : "postgresql",
    directories: directories.map(({ name, type }) => ({ name, type })),
    ...(tickets !== undefined && { tickets: { desk: tickets.type, per: tickets.per } }),
    siem: siem.map(({ name, type }) => ({ name, type })),
    notify: notify.map(({ name, type }) => ({ name, type })),
    hooks: (server?.hooks ?? []).map(({ name, may }) => ({ name, may: [...may] })),
    signIn: {
      ...(signIn?.oidc !== undefined && { oidc: signIn.oidc.issuer }),
      local: signIn?.local ?? false,
    },
    roles: (signIn?.roles ?? []).map(({ group, role, tenants }) => ({
      group,
      role,
      tenants: tenants === "all" ? "all" : [...tenants],
    })),
    vault: vault.keys !== undefined,
  };
};
