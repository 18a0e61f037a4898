// Facts of the ledger: one of every kind, and ledgers at random.
import fc from "fast-check";
import { sha256 } from "../../src/adapters/system/hash.ts";
import { chainEntry, GENESIS } from "../../src/core/ledger/chain.ts";
import type { Fact, LedgerEntry } from "../../src/core/ledger/fact.ts";
import type { CollectionId, DirectoryName, PlanId } from "../../src/core/model/ids.ts";
import { HOUR, instant } from "../../src/core/model/instant.ts";
import { endpointNo, NOW, POLICY, tenantNo } from "./plan-input.ts";

const DEVICE = { tenant: tenantNo(1), endpoint: endpointNo(1), hostname: "PC-1" };
const PLAN = "plan-1" as PlanId;
const TICKET = { desk: "helpdesk", ticket: "17", key: "rollcall-1-1" };
const TENANT_TICKET = { desk: "helpdesk", ticket: "18", key: "rollcall-tenant-1-1" };
const CASE = { case: 7, version: 2, ...DEVICE };

/** One fact of every kind. */
export const FACTS: { readonly [K in Fact["kind"]]: Extract<Fact, { kind: K }> } = {
  collection_finished: {
    kind: "collection_finished",
    collection: "collection-1" as CollectionId,
    source: { kind: "directory", directory: "corp" as DirectoryName },
    coverage: {
      kind: "incomplete",
      gaps: [{ code: "count_mismatch", detail: "9 of 10" }],
    },
    counted: 9,
    requests: 2,
  },
  tenant_not_covered: { kind: "tenant_not_covered", tenant: tenantNo(2), code: "forbidden" },
  assessment_finished: {
    kind: "assessment_finished",
    policyHash: POLICY,
    judged: 10,
    keep: 7,
    review: 2,
    retire: 1,
  },
  findings_arose: {
    kind: "findings_arose",
    findings: [
      { code: "silent_agent", tenant: tenantNo(1), id: endpointNo(1), name: "PC-1" },
      { code: "unprotected_computer", directory: "corp" as DirectoryName, id: "guid-1", name: "PC-2" },
    ],
    more: 3,
  },
  breakers_changed: {
    kind: "breakers_changed",
    tripped: [
      {
        code: "tenant_silent",
        tenant: tenantNo(1),
        directory: undefined,
        figures: { seenLastDay: 0 },
        groups: undefined,
      },
    ],
    cleared: [{ code: "directory_shrank", tenant: undefined, directory: "corp" as DirectoryName }],
  },
  plan_frozen: {
    kind: "plan_frozen",
    plan: PLAN,
    planHash: sha256("plan"),
    policyHash: POLICY,
    mode: "enforce",
    items: 1,
    leftOut: 2,
    breakers: [
      {
        code: "tenant_silent",
        tenant: tenantNo(1),
        directory: undefined,
        figures: { seenLastDay: 0 },
        groups: undefined,
      },
    ],
  },
  removals_foreseen: {
    kind: "removals_foreseen",
    mode: "enforce",
    at: instant(NOW + 24 * HOUR),
    removals: [
      { ...DEVICE, tenantName: "Acme GmbH", daysInactive: 93, accepted: ["server"], approved: ["vip_owner"] },
    ],
    breakers: [],
  },
  apply_started: { kind: "apply_started", plan: PLAN, mode: "enforce", items: 1, editedDownFrom: 3 },
  endpoint_verified: {
    kind: "endpoint_verified",
    plan: PLAN,
    ...DEVICE,
    verdict: "changed",
    reasons: ["seen_since_plan"],
  },
  removal_intended: {
    kind: "removal_intended",
    plan: PLAN,
    ...DEVICE,
    evidenceHash: sha256("evidence"),
    mode: "enforce",
  },
  removal_settled: {
    kind: "removal_settled",
    plan: PLAN,
    ...DEVICE,
    outcome: "retired",
    answer: "deleted",
    settledBy: "read_back",
  },
  endpoint_quarantined: {
    kind: "endpoint_quarantined",
    ...DEVICE,
    failure: "server",
    attempts: 1,
    until: instant(NOW + HOUR),
    exhausted: false,
  },
  quarantine_released: {
    kind: "quarantine_released",
    ...DEVICE,
    attempts: 3,
    reason: "Sophos repaired the record",
  },
  apply_finished: {
    kind: "apply_finished",
    plan: PLAN,
    mode: "enforce",
    outcomes: { retired: 1, failed: 0 },
    stoppedBy: undefined,
  },
  endpoint_vanished: { kind: "endpoint_vanished", ...DEVICE, finding: "removed_by_others" },
  hold_added: {
    kind: "hold_added",
    ...DEVICE,
    until: instant(Date.UTC(2027, 2, 2)),
    owner: "service desk",
    reason: "on parental leave",
    replaced: false,
  },
  hold_lifted: {
    kind: "hold_lifted",
    ...DEVICE,
    until: instant(Date.UTC(2027, 2, 2)),
    owner: "service desk",
    reason: "back at work",
  },
  case_opened: {
    kind: "case_opened",
    ...CASE,
    cause: "review",
    reasons: ["vip_owner"],
    evidenceHash: sha256("evidence"),
  },
  case_asked_anew: {
    kind: "case_asked_anew",
    ...CASE,
    change: { arose: ["server"], went: ["vip_owner"], evidence: true },
    evidenceHash: sha256("evidence"),
  },
  case_reopened: {
    kind: "case_reopened",
    ...CASE,
    because: "keep_ended",
    change: { arose: [], went: [], evidence: false },
    evidenceHash: sha256("evidence"),
  },
  case_answered: {
    kind: "case_answered",
    ...CASE,
    answer: "approve",
    by: "jane@ops1",
    channel: "cli",
    reason: "left the company",
    complete: false,
    until: undefined,
    evidenceHash: sha256("evidence"),
  },
  case_expired: { kind: "case_expired", ...CASE },
  case_closed: { kind: "case_closed", ...CASE, because: "reports_again" },
  case_commented: { kind: "case_commented", ...CASE, by: "jane@ops1", channel: "cli", text: "asked HR" },
  case_assigned: { kind: "case_assigned", ...CASE, by: "jane@ops1", channel: "cli", to: "desk" },
  ticket_opened: { kind: "ticket_opened", ...CASE, ...TICKET, found: true },
  ticket_unreadable: { kind: "ticket_unreadable", ...CASE, ...TICKET, why: "merged" },
  ticket_closed: { kind: "ticket_closed", ...CASE, ...TICKET, outcome: "retired" },
  tenant_ticket_opened: {
    kind: "tenant_ticket_opened",
    tenant: DEVICE.tenant,
    ...TENANT_TICKET,
    how: "made",
  },
  tenant_ticket_unreadable: {
    kind: "tenant_ticket_unreadable",
    tenant: DEVICE.tenant,
    ...TENANT_TICKET,
    why: "absent",
  },
  tenant_ticket_closed: {
    kind: "tenant_ticket_closed",
    tenant: DEVICE.tenant,
    ...TENANT_TICKET,
    because: "by_others",
  },
  store_moved: {
    kind: "store_moved",
    from: "/var/lib/rollcall/data",
    to: "rollcall",
    tables: 47,
    rows: 1_200,
  },
  vault_rotated: { kind: "vault_rotated", keyId: "00ff", rewrapped: 2, unchanged: 1 },
  password_read: { kind: "password_read", plan: PLAN, ...DEVICE, reason: "it came back" },
  password_access_checked: { kind: "password_access_checked", ...DEVICE },
  dossiers_purged: { kind: "dossiers_purged", dossiers: 1 },
  dossiers_discarded: {
    kind: "dossiers_discarded",
    keyId: "00ff",
    dossiers: 2,
    withinUndoWindow: 1,
    reason: "the key is lost",
  },
  ramp_moved: { kind: "ramp_moved", fromStep: 3, toStep: 1, perDay: 1, cause: "brake" },
  device_returned: {
    kind: "device_returned",
    plan: PLAN,
    ...DEVICE,
    deletedAt: NOW,
    returnedAt: NOW,
    signs: ["same_serial", "directory_activity"],
    newEndpoint: endpointNo(9),
    accepted: ["server"],
  },
  lesson_recorded: { kind: "lesson_recorded", plan: PLAN, ...DEVICE, lesson: "ask the workshop first" },
  brake_pulled: { kind: "brake_pulled", reason: "a wrong one", by: "jane@ops1" },
  brake_released: { kind: "brake_released", reason: "found and mended", by: "jane@ops1" },
  sink_parked: { kind: "sink_parked", sink: "siem", because: "unauthorised" },
  sink_resumed: { kind: "sink_resumed", sink: "siem", again: 2 },
  signed_in: {
    kind: "signed_in",
    by: "oidc:jane@example.com",
    issuer: "https://login.example.com",
    subject: "5f0c",
    roles: ["reviewer"],
  },
  sign_in_refused: { kind: "sign_in_refused", way: "local", code: "password_wrong", count: 7 },
  signed_out: { kind: "signed_out", by: "oidc:jane@example.com" },
  account_created: { kind: "account_created", account: "admin", by: "root@ops1" },
  account_reset: { kind: "account_reset", account: "admin", by: "root@ops1" },
  account_disabled: { kind: "account_disabled", account: "admin", by: "root@ops1" },
  token_created: {
    kind: "token_created",
    token: "soar",
    role: "reviewer",
    tenants: [tenantNo(1)],
    until: instant(NOW + 24 * HOUR),
    by: "root@ops1",
  },
  token_revoked: { kind: "token_revoked", token: "soar", by: "root@ops1" },
  action_refused: {
    kind: "action_refused",
    by: "oidc:jane@example.com",
    action: "pull the brake",
    needs: "operator",
    tenant: tenantNo(1),
    count: 1,
  },
};

/** A chain of these facts, a second apart. */
export function aLedger(facts: readonly Fact[], startedAt: number = NOW): readonly LedgerEntry[] {
  const entries: LedgerEntry[] = [];
  for (const [index, fact] of facts.entries())
    entries.push(
      chainEntry(
        entries.at(-1)?.hash ?? GENESIS,
        index + 1,
        instant(startedAt + index * 1_000),
        "svc@host",
        fact,
        sha256,
      ),
    );
  return entries;
}

/** Ledgers of at least two entries. */
export const ledgers: fc.Arbitrary<readonly LedgerEntry[]> = fc
  .array(fc.tuple(fc.constantFrom(...Object.values(FACTS)), fc.string({ unit: "binary" })), {
    minLength: 2,
    maxLength: 8,
  })
  .map((all) => aLedger(all.map(([fact, hostname]) => ("hostname" in fact ? { ...fact, hostname } : fact))));
