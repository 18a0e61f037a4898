import * as z from "zod";
import { route } from "./route.ts";
import { Facts, time } from "./value.ts";

export const LedgerRow = z.object({
  seq: z.int(),
  at: time,
  actor: z.string(),
  kind: z.string(),
  /** One sentence for people. */
  text: z.string(),
  fact: Facts,
  hash: z.string(),
});

/** The ledger is of all tenants, and its chain is proved whole or not at all: who sees a part of the fleet does not see it. */
export const listLedger = route({
  id: "listLedger",
  method: "get",
  path: "/api/v1/ledger",
  summary: "The record, the newest first",
  needs: "viewer",
  scope: "fleet",
  query: z.object({
    /** Entries before this number. */
    before: z.coerce.number().int().min(1).optional(),
    limit: z.coerce.number().int().min(1).max(500).default(100),
    /** Kinds, parted by commas. */
    kind: z.string().max(500).optional(),
    actor: z.string().max(200).optional(),
    /** An endpoint id, a plan or a hostname that the fact names. */
    about: z.string().max(200).optional(),
  }),
  response: z.object({
    items: z.array(LedgerRow),
    next: z.int().optional(),
    entries: z.int(),
    kinds: z.array(z.string()),
  }),
});

export const verifyLedger = route({
  id: "verifyLedger",
  method: "post",
  path: "/api/v1/ledger/verify",
  summary: "Recompute the whole chain",
  needs: "viewer",
  scope: "fleet",
  body: z.strictObject({}),
  response: z.object({
    whole: z.boolean(),
    entries: z.int(),
    head: z.string(),
    /** Where it breaks, and how. */
    broken: z.object({ seq: z.int(), why: z.string() }).optional(),
  }),
});
