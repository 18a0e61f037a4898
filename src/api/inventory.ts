import * as z from "zod";
import { NotCovered, SourceState } from "./overview.ts";
import { route } from "./route.ts";

export const TenantView = z.object({
  id: z.string(),
  name: z.string(),
  dataRegion: z.string().optional(),
  endpoints: z.int(),
  keep: z.int(),
  review: z.int(),
  retire: z.int(),
});

export const listTenants = route({
  id: "listTenants",
  method: "get",
  path: "/api/v1/tenants",
  summary: "Covered tenants with their counts, and those that are not covered, with why",
  needs: "viewer",
  scope: "tenants",
  response: z.object({ items: z.array(TenantView), notCovered: z.array(NotCovered) }),
});

export const listSources = route({
  id: "listSources",
  method: "get",
  path: "/api/v1/sources",
  summary: "Every tenant and directory, how fresh it is, and whether it may decide",
  needs: "viewer",
  scope: "tenants",
  response: z.object({ items: z.array(SourceState) }),
});
