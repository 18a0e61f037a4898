import { describe, expect, it } from "vitest";
import { FACTS } from "../../../test/build/facts.ts";
import { tenantNo } from "../../../test/build/plan-input.ts";
import { factText } from "./fact-text.ts";
import type { Fact } from "./fact.ts";

const { tenant, endpoint, hostname } = FACTS.removal_settled;
const OF_DEVICE = { tenant, endpoint, hostname };
const DEVICE = `PC-1 (endpoint ${FACTS.removal_settled.endpoint} of tenant ${FACTS.removal_settled.tenant})`;

describe("a fact as text", () => {
  it.each<readonly [Fact["kind"], string]>([
    [
      "collection_finished",
      "Collection of directory corp was incomplete (count_mismatch): 9 records in 2 requests.",
    ],
    ["tenant_not_covered", `Tenant ${tenantNo(2)} is not covered (forbidden).`],
    ["assessment_finished", "10 endpoints assessed: 7 to keep, 2 to review, 1 to retire."],
    [
      "plan_frozen",
      "Plan plan-1 was frozen in enforce with 1 item, 2 left out; breakers tripped: tenant_silent.",
    ],
    ["apply_started", "Plan plan-1 began to be applied in enforce: 1 item, edited down from 3."],
    ["endpoint_verified", `${DEVICE} was verified: it had changed since the plan (seen_since_plan).`],
    ["removal_intended", `${DEVICE} was about to be deleted.`],
    [
      "removal_settled",
      `${DEVICE} was deleted and is gone; settled by reading it back, Central's answer was deleted.`,
    ],
    ["apply_finished", "Plan plan-1 was applied in enforce: 1 retired."],
    ["endpoint_vanished", `${DEVICE} vanished from Central (removed_by_others).`],
    [
      "hold_added",
      `${DEVICE} was put on hold until 2027-03-02T00:00:00.000Z for service desk: on parental leave.`,
    ],
    [
      "hold_lifted",
      `The hold of service desk until 2027-03-02T00:00:00.000Z on ${DEVICE} was lifted: back at work.`,
    ],
    [
      "endpoint_quarantined",
      `${DEVICE} is left alone until 2026-06-15T10:00:00.000Z: 1 attempt failed, the last one of server.`,
    ],
    [
      "quarantine_released",
      `The quarantine of ${DEVICE} was released after 3 failed attempts: Sophos repaired the record.`,
    ],
    ["case_opened", `Case 7 of ${DEVICE} was opened: review, vip_owner.`],
    ["case_asked_anew", `Case 7 of ${DEVICE} was put anew, since its evidence changed: +server -vip_owner.`],
    ["case_reopened", `Case 7 of ${DEVICE} was opened again (keep_ended).`],
    [
      "case_answered",
      `Case 7 of ${DEVICE} was approved by jane@ops1 through cli, and waits for a second person: left the company.`,
    ],
    ["case_expired", `Case 7 of ${DEVICE} expired without an answer, which is a no.`],
    ["case_closed", `Case 7 of ${DEVICE} was closed (reports_again).`],
    ["case_commented", `Case 7 of ${DEVICE} was commented on by jane@ops1: asked HR.`],
    ["case_assigned", `Case 7 of ${DEVICE} was assigned to desk by jane@ops1.`],
    [
      "store_moved",
      "The store was moved from /var/lib/rollcall/data to the database rollcall: 1200 rows in 47 tables.",
    ],
    ["vault_rotated", "The vault was rotated to the key 00ff: 2 dossiers wrapped anew, 1 were already."],
    ["password_read", `The tamper-protection password of ${DEVICE} was read: it came back.`],
    ["dossiers_purged", "1 dossier had been kept long enough and was deleted."],
  ])("says %s in one sentence", (kind, text) => {
    expect(factText(FACTS[kind])).toBe(text);
  });

  it.each<readonly [string, Fact, string]>([
    [
      "a complete collection of a tenant",
      {
        ...FACTS.collection_finished,
        source: { kind: "tenant", tenant: tenantNo(1) },
        coverage: { kind: "complete" },
      },
      `Collection of tenant ${tenantNo(1)} was complete: 9 records in 2 requests.`,
    ],
    [
      "a plan that no breaker stopped",
      { ...FACTS.plan_frozen, breakers: [] },
      "Plan plan-1 was frozen in enforce with 1 item, 2 left out.",
    ],
    [
      "a plan applied whole",
      { ...FACTS.apply_started, editedDownFrom: 1 },
      "Plan plan-1 began to be applied in enforce: 1 item.",
    ],
    [
      "an intent that sends nothing",
      { ...FACTS.removal_intended, mode: "dry-run" },
      `${DEVICE} was about to be deleted (dry-run: nothing is sent).`,
    ],
    [
      "an intent whose dossier was saved",
      { ...FACTS.removal_intended, dossier: "saved" },
      `${DEVICE} was about to be deleted, its dossier saved.`,
    ],
    [
      "an intent without a vault",
      { ...FACTS.removal_intended, dossier: "none" },
      `${DEVICE} was about to be deleted, without a dossier (vault: none).`,
    ],
    [
      "a removal that failed",
      { ...FACTS.removal_settled, outcome: "failed", answer: "unclear", failure: "timeout" },
      `${DEVICE} was not deleted; settled by reading it back, Central's answer was unclear (timeout).`,
    ],
    [
      "attempts that are used up",
      { kind: "endpoint_quarantined", ...OF_DEVICE, failure: "refused", attempts: 3, exhausted: true },
      `${DEVICE} is left alone until a person releases it: 3 attempts failed, the last one of refused.`,
    ],
    [
      "a removal without an answer",
      { ...FACTS.removal_settled, outcome: "unconfirmed", answer: undefined, settledBy: "restart" },
      `${DEVICE} may or may not have been deleted; settled by reading it back after a restart.`,
    ],
    [
      "a removal that was not sent",
      { ...FACTS.removal_settled, outcome: "withheld", answer: undefined, settledBy: "answer" },
      `${DEVICE} was held back, and nothing was sent; settled by the answer.`,
    ],
    [
      "a hold that replaces another",
      { ...FACTS.hold_added, replaced: true },
      `${DEVICE} was put on hold until 2027-03-02T00:00:00.000Z for service desk: on parental leave (replaces the hold before).`,
    ],
    [
      "a run that was stopped",
      { ...FACTS.apply_finished, outcomes: {}, stoppedBy: "failures_in_a_row" },
      "Plan plan-1 was applied in enforce: nothing to do; stopped by failures_in_a_row.",
    ],
  ])("says %s", (_, fact, text) => {
    expect(factText(fact)).toBe(text);
  });
});
