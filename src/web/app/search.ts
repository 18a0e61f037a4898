// What each page keeps in its address: what is illegible there is left out, and the page shows itself without it.
import * as z from "zod";

const text = z.coerce.string().max(500).optional().catch(undefined);
const count = z.coerce.number().int().min(0).max(36_500).optional().catch(undefined);

export const DeviceSearch = z.object({
  search: text,
  tenant: text,
  disposition: text,
  reason: text,
  finding: text,
  deviceClass: text,
  silentAtLeast: count,
  silentAtMost: count,
  sort: z.enum(["hostname", "lastSeen"]).optional().catch(undefined),
  order: z.enum(["asc", "desc"]).optional().catch(undefined),
  /** `tenant/endpoint` of the device in the panel. */
  open: text,
});

export const CaseSearch = z.object({
  search: text,
  tenant: text,
  state: text,
  reason: text,
  assignee: text,
  sort: z.enum(["age", "risk"]).optional().catch(undefined),
  case: z.coerce.number().int().min(1).optional().catch(undefined),
});

export const PlanSearch = z.object({ tab: z.enum(["plans", "runs"]).optional().catch(undefined) });

export const DeletionSearch = z.object({
  search: text,
  tenant: text,
  outcome: text,
  show: z.enum(["restorable", "returned"]).optional().catch(undefined),
  open: text,
});

export const FindingSearch = z.object({ code: text, tenant: text, open: text });

export const PolicySearch = z.object({
  tenant: text,
  computerDays: count,
  serverDays: count,
});

export const LedgerSearch = z.object({ kind: text, actor: text, about: text });

export const SettingsSearch = z.object({
  tab: z
    .enum(["sources", "holds", "outbox", "workers", "roles", "tokens", "about"])
    .optional()
    .catch(undefined),
});

export const SignInSearch = z.object({ to: text });
