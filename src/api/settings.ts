import * as z from "zod";
import { route } from "./route.ts";
import { Role } from "./roles.ts";
import { line, Mode, time } from "./value.ts";

export const Me = z.object({
  name: z.string(),
  /** As the ledger writes it. */
  actor: z.string(),
  via: z.enum(["session", "token"]),
  grants: z.array(z.object({ role: Role, tenants: z.union([z.literal("all"), z.array(z.string())]) })),
  /** What the console offers: the most that any grant allows. */
  role: Role,
  allTenants: z.boolean(),
  mode: Mode,
  version: z.string(),
});
export type Me = z.output<typeof Me>;

export const readMe = route({
  id: "readMe",
  method: "get",
  path: "/api/v1/me",
  summary: "Who asks, and what they may",
  needs: "viewer",
  scope: "self",
  response: Me,
});

/** What the configuration says, without its secrets. */
export const Settings = z.object({
  version: z.string(),
  mode: Mode,
  store: z.enum(["pglite", "postgresql"]),
  directories: z.array(z.object({ name: z.string(), type: z.string() })),
  tickets: z.object({ desk: z.string(), per: z.string().optional() }).optional(),
  siem: z.array(z.object({ name: z.string(), type: z.string() })),
  notify: z.array(z.object({ name: z.string(), type: z.string() })),
  hooks: z.array(z.object({ name: z.string(), may: z.array(z.string()) })),
  signIn: z.object({ oidc: z.string().optional(), local: z.boolean() }),
  roles: z.array(
    z.object({ group: z.string(), role: Role, tenants: z.union([z.literal("all"), z.array(z.string())]) }),
  ),
  vault: z.boolean(),
});

export const readSettings = route({
  id: "readSettings",
  method: "get",
  path: "/api/v1/settings",
  summary: "What the configuration says, without its secrets",
  needs: "operator",
  scope: "fleet",
  response: Settings,
});

export const TokenView = z.object({
  name: z.string(),
  role: Role,
  tenants: z.union([z.literal("all"), z.array(z.string())]),
  createdAt: time,
  createdBy: z.string(),
  expiresAt: time,
  lastUsedAt: time.optional(),
});

export const listTokens = route({
  id: "listTokens",
  method: "get",
  path: "/api/v1/tokens",
  summary: "API tokens; never the tokens themselves",
  needs: "administrator",
  scope: "fleet",
  response: z.object({ items: z.array(TokenView) }),
});

export const createToken = route({
  id: "createToken",
  method: "post",
  path: "/api/v1/tokens",
  summary: "Make an API token; it is shown this once",
  needs: "administrator",
  scope: "fleet",
  body: z.strictObject({
    name: line(100),
    role: Role,
    tenants: z.union([z.literal("all"), z.array(z.string()).min(1)]),
    days: z.int().min(1).max(365),
  }),
  secret: true,
  response: z.object({ token: z.string(), view: TokenView }),
});

export const revokeToken = route({
  id: "revokeToken",
  method: "post",
  path: "/api/v1/tokens/{name}/revoke",
  summary: "End an API token",
  needs: "administrator",
  scope: "fleet",
  params: z.object({ name: z.string() }),
  body: z.strictObject({}),
  response: z.object({ revoked: z.boolean() }),
});
