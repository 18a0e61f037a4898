import * as z from "zod";
import { route } from "./route.ts";
import { Facts, page, paging, time, words } from "./value.ts";

export const FINDING_CODES = [
  "silent_agent",
  "retired_but_reporting",
  "unprotected_computer",
  "stale_in_directory",
  "removed_by_others",
] as const;

export const FindingRow = z.object({
  code: z.enum(FINDING_CODES),
  hostname: z.string(),
  /** Of an endpoint. */
  tenant: z.string().optional(),
  tenantName: z.string().optional(),
  endpoint: z.string().optional(),
  /** Of a computer. */
  directory: z.string().optional(),
  computer: z.string().optional(),
  dn: z.string().optional(),
  evidence: Facts,
  foundAt: time,
});

export const listFindings = route({
  id: "listFindings",
  method: "get",
  path: "/api/v1/findings",
  summary: "What is worth telling although nothing is deleted",
  needs: "viewer",
  scope: "tenants",
  query: z.object({ ...paging, code: words(FINDING_CODES).optional(), tenant: z.string().optional() }),
  response: page(FindingRow).extend({ counts: z.record(z.string(), z.int()) }),
});
