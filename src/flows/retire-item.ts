import { judge } from "../core/assess/judge.ts";
import type { Assessment } from "../core/assess/assessment.ts";
import type { Evidence } from "../core/assess/evidence.ts";
import type { Reason } from "../core/assess/reason.ts";
import { instant, type Instant } from "../core/model/instant.ts";
import type { Tenant } from "../core/model/tenant.ts";
import type { Plan, PlanItem } from "../core/plan/plan.ts";
import { isQuarantined } from "../core/plan/quarantined.ts";
import { voidApproval } from "../core/review/tend-case.ts";
import { verify } from "../core/retire/verify.ts";
import type { Reservation } from "../ports/attempt-budget.ts";
import type { DossierSubject, GatheredDossier } from "../ports/dossier-keeper.ts";
import { Fault } from "../ports/fault.ts";
import { failureOfFault } from "./failure-of-fault.ts";
import { quarantineText } from "./quarantine-text.ts";
import { recordMoves } from "./case-facts.ts";
import { confirmRemoval } from "./confirm-removal.ts";
import { endItem, type EarlyOutcome, type Why } from "./end-item.ts";
import { FRESH_FOR } from "./fresh-evidence.ts";
import type { ItemPlan, ItemResult, RetireParts } from "./retire-parts.ts";
import { ticketDoubt } from "./ticket-doubt.ts";

const NOT_RESERVED = {
  spent: "the tenant's attempts of the day are used up",
  day_spent: "the ramp's attempts of the day are used up",
  lease_lost: "another run has taken over",
} as const satisfies Record<Exclude<Reservation, "reserved">, string>;

const NOT_INTENDED = {
  held: "it was put on hold meanwhile",
  answered: "its case was answered or opened meanwhile",
} as const;

/**
 * Verify, reserve, save the way back, intend, delete, read back, record: one planned endpoint from beginning to end. Each arrow may be the
 * last thing that happens; what was intended and not settled is settled by reading at the next start.
 * @param tenant undefined when it is no longer covered: then nothing can be verified, and the item has failed
 */
export async function retireItem(
  item: PlanItem,
  plan: ItemPlan,
  tenant: Tenant | undefined,
  parts: RetireParts,
  signal: AbortSignal,
): Promise<ItemResult> {
  const over = async (outcome: EarlyOutcome, why: Why = {}) => endItem(item, plan, parts, outcome, why);
  if (tenant === undefined)
    return over("failed", { detail: "its tenant is no longer covered", failure: "not_covered" });
  const quarantined = await quarantineNow(item, parts);
  if (quarantined !== undefined) return over("withheld", { detail: quarantined });
  const fresh = await readLive(item, tenant, parts, signal);
  if (fresh instanceof Fault)
    return over("failed", { detail: fresh.message, failure: failureOfFault(fresh, "live") });
  if (fresh.kind === "absent") return over("gone_already");
  if (fresh.kind === "not_current")
    return over("changed", { detail: "the last complete reading no longer has it" });
  const look = lookAgain(fresh.evidence, item, plan, parts);
  if (look.verdict === "changed") return spare(look, item, plan, parts);
  if (await isUnderWay(item, parts))
    return over("withheld", { detail: "an earlier deletion of it is not settled yet" });
  // After the live reading, whose minute bounds the age of this answer too.
  const ticket = await ticketDoubt(item, parts, signal);
  if (ticket.kind === "unreadable") return over("withheld", { detail: ticket.detail });
  if (ticket.kind === "withdrawn") return over("changed", { detail: ticket.detail });
  const reservation = await parts.budget.reserve(item.tenant, parts.clock.now());
  if (reservation !== "reserved") return over("withheld", { detail: NOT_RESERVED[reservation] });
  const dossier = await gatherDossier(
    {
      tenant,
      plan: plan.id,
      hostname: item.hostname,
      evidence: fresh.evidence,
      assessment: look.assessment,
    },
    parts,
    signal,
  );
  if (dossier instanceof Fault) {
    const failure = failureOfFault(dossier, "dossier");
    return over("failed", { detail: `no dossier: ${dossier.message}`, failure });
  }
  if (dossier === "absent") return over("gone_already");
  // The dossier's own reading is the newest there is: it tells of a device that woke up since.
  const last = lookAgain({ ...fresh.evidence, endpoint: dossier.endpoint }, item, plan, parts);
  if (last.verdict === "changed") return spare(last, item, plan, parts);
  const intended = await intend(item, plan, parts, dossier, last.approved);
  if (intended !== "intended") return over("changed", { detail: NOT_INTENDED[intended] });
  const notAfter = instant(fresh.readAt + FRESH_FOR);
  const answer = await parts.remover.remove(tenant, item.endpoint, notAfter);
  return confirmRemoval(item, plan, tenant, parts, answer);
}

/** Why it is left alone: a plan that was frozen before an attempt failed may still list it. Undefined when it is not. */
async function quarantineNow(
  { tenant, endpoint }: PlanItem,
  { store, clock }: RetireParts,
): Promise<string | undefined> {
  const quarantine = await store.quarantine.find(tenant, endpoint);
  if (quarantine === undefined || !isQuarantined(quarantine, clock.now())) return undefined;
  return `it is quarantined ${quarantineText(quarantine)}`;
}

/** The live reading, or the fault that prevented it: what cannot be verified is not deleted, and stops nobody else. */
async function readLive(item: PlanItem, tenant: Tenant, parts: RetireParts, signal: AbortSignal) {
  try {
    return await parts.live.read(tenant, item.endpoint, signal);
  } catch (error) {
    return unlessOurs(error);
  }
}

/** Judges what was read live, and says whether it is still what was planned. */
function lookAgain(
  evidence: Evidence,
  item: PlanItem,
  { policyHash: planned }: Pick<Plan, "policyHash">,
  { clock, policy, policyHash, hash }: RetireParts,
) {
  const at = clock.now();
  const assessment = judge(evidence, policy, at, hash);
  return {
    assessment,
    at,
    approved: evidence.memory.approval !== undefined,
    ...verify(item, planned, { endpoint: evidence.endpoint, assessment, policyHash }),
  };
}

/** Leaves it alone. Saved as it is now, so that the queue and `explain` show why; judged again within a day. */
async function spare(
  {
    assessment,
    at,
    approved,
    reasons,
  }: {
    readonly assessment: Assessment;
    readonly at: Instant;
    readonly approved: boolean;
    readonly reasons: readonly Reason[];
  },
  item: PlanItem,
  plan: ItemPlan,
  parts: RetireParts,
): Promise<ItemResult> {
  const changed = { ...assessment, disposition: "review" as const, reasons, reviewAt: at };
  await parts.store.assessments.save([changed], plan.policyHash, at);
  if (approved) await askAgain(assessment, at, parts);
  return endItem(item, plan, parts, "changed", { reasons });
}

/** What was approved is no longer what is there: the approval is void, and the case shows why. */
async function askAgain(
  assessment: Assessment,
  now: Instant,
  { store, actor, review }: RetireParts,
): Promise<void> {
  await store.transaction(async (tx) => {
    const one = await tx.cases.of(assessment.tenant, assessment.endpoint);
    const move = one === undefined ? undefined : voidApproval(one, assessment, { now, actor, terms: review });
    // Whoever was faster has seen to it, or the next tending does: it finds the same.
    if (move !== undefined) await recordMoves(tx, [move], now);
  });
}

/** What the way back needs, or the fault that prevented it: no dossier, no deletion (invariant 5). */
async function gatherDossier(subject: DossierSubject, { dossiers }: RetireParts, signal: AbortSignal) {
  try {
    return await dossiers.gather(subject, signal);
  } catch (error) {
    return unlessOurs(error);
  }
}

/** A fault of a source is the item's; a stopped run and a broken store are everyone's. */
function unlessOurs(error: unknown): Fault {
  if (!(error instanceof Fault) || error.code === "CANCELLED" || error.code.startsWith("STORE_")) throw error;
  return error;
}

/** Whether a deletion of it was intended before and not settled: the same plan applied again must not send another. */
async function isUnderWay({ tenant, endpoint }: PlanItem, { store }: RetireParts): Promise<boolean> {
  const open = await store.plans.openIntents();
  return open.some((intent) => intent.tenant === tenant && intent.endpoint === endpoint);
}

/**
 * The intent is durable before the call (invariant 6), and its dossier with it (invariant 5). `held`: somebody put it on hold
 * since its evidence was read, and nothing was written; `answered`: its case no longer says what was judged by.
 */
async function intend(
  { tenant, endpoint, hostname, evidenceHash }: PlanItem,
  { id, mode }: Pick<Plan, "id" | "mode">,
  { store, clock }: RetireParts,
  dossier: GatheredDossier,
  approved: boolean,
): Promise<"intended" | "held" | "answered"> {
  const at = clock.now();
  const told = dossier.told === undefined ? {} : { dossier: dossier.told };
  return store.transaction(async (tx) => {
    if (await tx.holds.stands(tenant, endpoint)) return "held";
    const said = await tx.cases.says(tenant, endpoint);
    if (said === "protected" || (approved && said !== "approved")) return "answered";
    await dossier.keep(tx.dossiers, at);
    await tx.plans.openIntent({ plan: id, tenant, endpoint, hostname, intendedAt: at }, mode);
    await tx.ledger.append(
      [
        { kind: "endpoint_verified", plan: id, tenant, endpoint, hostname, verdict: "proceed", reasons: [] },
        { kind: "removal_intended", plan: id, tenant, endpoint, hostname, evidenceHash, mode, ...told },
      ],
      at,
    );
    return "intended";
  });
}
