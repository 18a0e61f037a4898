import * as z from "zod";
import { route } from "./route.ts";
import { DeviceKey, line, maybe, page, paging, time, Why, words } from "./value.ts";

export const Deletion = DeviceKey.extend({
  tenantName: z.string(),
  hostname: z.string(),
  plan: z.string(),
  intendedAt: time,
  settledAt: time.optional(),
  outcome: z.string(),
  restorableUntil: time,
  daysLeft: z.int(),
  returnedAt: time.optional(),
});

export const listDeletions = route({
  id: "listDeletions",
  method: "get",
  path: "/api/v1/deletions",
  summary: "Deletions that were sent, or may have been; the newest first",
  needs: "viewer",
  scope: "tenants",
  query: z.object({
    ...paging,
    tenant: z.string().optional(),
    search: z.string().max(200).optional(),
    outcome: words(["retired", "unconfirmed", "failed"]).optional(),
    returned: z.stringbool().optional(),
    /** Only those that the console can still restore. */
    restorable: z.stringbool().optional(),
  }),
  response: page(Deletion),
});

/** The way back for a deleted device: what `rollcall recover` says. */
export const Recovery = z.object({
  deletion: Deletion,
  /** Why it was deleted. */
  planned: z
    .object({
      lastSeenAt: time,
      daysInactive: z.int(),
      accepted: z.array(z.string()),
      approved: z.array(z.string()),
    })
    .optional(),
  dossier: z.discriminatedUnion("kind", [
    z.object({
      kind: z.literal("open"),
      savedAt: time,
      passwordKept: z.boolean(),
      installerUrl: maybe(z.string()),
    }),
    z.object({ kind: z.literal("shut"), savedAt: time, why: z.string() }),
    z.object({ kind: z.literal("none") }),
  ]),
  passwordListedUntil: z.array(z.object({ days: z.int(), untilAt: time, open: z.boolean() })),
  ways: z.array(z.object({ code: z.string(), when: z.string(), steps: z.array(z.string()) })),
  others: z.array(DeviceKey.extend({ tenantName: z.string() })),
  returned: z
    .object({ returnedAt: time, noticedAt: time, signs: z.array(z.string()), lesson: z.string().optional() })
    .optional(),
});

export const readRecovery = route({
  id: "readRecovery",
  method: "get",
  path: "/api/v1/deletions/{tenant}/{endpoint}",
  summary: "The way back for one deleted device, step by step",
  needs: "viewer",
  scope: "tenants",
  params: DeviceKey,
  response: Recovery,
});

export const revealPassword = route({
  id: "revealPassword",
  method: "post",
  path: "/api/v1/deletions/{tenant}/{endpoint}/password",
  summary: "Read the saved tamper-protection password; the ledger keeps who and why",
  needs: "operator",
  scope: "tenants",
  params: DeviceKey,
  body: z.strictObject({ reason: Why }),
  secret: true,
  response: z.object({
    /** None where it was off and only earlier ones are known. */
    password: z.string().optional(),
    previous: z.array(z.object({ password: z.string(), invalidatedAt: z.string().optional() })),
  }),
});

export const markReturned = route({
  id: "markReturned",
  method: "post",
  path: "/api/v1/deletions/{tenant}/{endpoint}/returned",
  summary: "Say that a deleted device is back: it is protected, the brake is pulled, the lesson is kept",
  needs: "operator",
  scope: "tenants",
  params: DeviceKey,
  body: z.strictObject({ lesson: line(1000) }),
  response: z.object({ returnedAt: time, brakePulled: z.boolean() }),
});
