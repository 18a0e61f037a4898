import { judge } from "../core/assess/judge.ts";
import type { Assessment } from "../core/assess/assessment.ts";
import type { Evidence } from "../core/assess/evidence.ts";
import type { Reason } from "../core/assess/reason.ts";
import type { Fact } from "../core/ledger/fact.ts";
import type { Digest, Hash } from "../core/model/ids.ts";
import { instant, SECOND, type Instant } from "../core/model/instant.ts";
import { invariant } from "../core/model/invariant.ts";
import type { Policy } from "../core/model/policy.ts";
import type { Tenant } from "../core/model/tenant.ts";
import type { Plan, PlanItem } from "../core/plan/plan.ts";
import { isQuarantined } from "../core/plan/quarantined.ts";
import { failureOfAnswer, type FailureClass } from "../core/retire/failure-class.ts";
import type { Outcome, ReadBack, RemovalAnswer } from "../core/retire/outcome.ts";
import type { Quarantine } from "../core/retire/quarantine.ts";
import type { ReviewTerms } from "../core/review/case.ts";
import { voidApproval } from "../core/review/tend-case.ts";
import { settle } from "../core/retire/settle.ts";
import { verify } from "../core/retire/verify.ts";
import type { AttemptBudget, Reservation } from "../ports/attempt-budget.ts";
import type { Clock } from "../ports/clock.ts";
import type { DossierKeeper, DossierSubject, GatheredDossier } from "../ports/dossier-keeper.ts";
import type { EndpointRemover } from "../ports/endpoint-remover.ts";
import type { EndpointSource } from "../ports/endpoint-source.ts";
import { Fault } from "../ports/fault.ts";
import type { Store } from "../ports/store.ts";
import { answerDetail } from "./answer-detail.ts";
import { countFailure } from "./count-failure.ts";
import { failureOfFault } from "./failure-of-fault.ts";
import { quarantineText } from "./quarantine-text.ts";
import { recordMoves } from "./case-facts.ts";
import { FRESH_FOR, type liveReader } from "./fresh-evidence.ts";

export interface RetireParts {
  readonly store: Store;
  readonly central: EndpointSource;
  readonly remover: EndpointRemover;
  readonly budget: AttemptBudget;
  readonly dossiers: DossierKeeper;
  readonly policy: Policy;
  readonly policyHash: Digest;
  readonly clock: Clock;
  readonly hash: Hash;
  readonly live: ReturnType<typeof liveReader>;
  /** The account and host this process runs as. */
  readonly actor: string;
  readonly review: ReviewTerms;
}

/** What became of one planned endpoint, and why. */
export interface ItemResult {
  readonly item: PlanItem;
  readonly outcome: Outcome;
  /** For `changed`: the reasons that arose. */
  readonly reasons: readonly Reason[];
  /** For `failed` and `unconfirmed`: one sentence, free of secrets. */
  readonly detail: string | undefined;
  /** What it failed of, or will have if an unconfirmed one turns out to be there still. */
  readonly failure: FailureClass | undefined;
  /** For `failed` in enforce: how long it is left alone now. */
  readonly quarantine: Quarantine | undefined;
}

// An unclear deletion may still be under way at Central: it was seen to settle within about 10 s (by others, on the live API), so
// it is read back for a minute before it is left to the next start.
const READ_BACK_AFTER = [0, 2, 5, 10, 15, 28].map((seconds) => seconds * SECOND);

const NOT_RESERVED = {
  spent: "the tenant's attempts of the day are used up",
  day_spent: "the ramp's attempts of the day are used up",
  lease_lost: "another run has taken over",
} as const satisfies Record<Exclude<Reservation, "reserved">, string>;

type ItemPlan = Pick<Plan, "id" | "mode" | "policyHash">;

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
  const over = async (outcome: EarlyOutcome, why: Why = {}) => end(item, plan, parts, outcome, why);
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
  return confirm(item, plan, tenant, parts, answer);
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
  return end(item, plan, parts, "changed", { reasons });
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

/** How an item can end before anything was sent. */
type EarlyOutcome = Extract<Outcome, "failed" | "gone_already" | "changed" | "withheld">;

/** What there is to say of an end beside its outcome. */
interface Why {
  readonly reasons?: readonly Reason[];
  readonly detail?: string;
  /** Of a failed one. */
  readonly failure?: FailureClass;
}

/** Ends an item before anything was sent. */
async function end(
  item: PlanItem,
  plan: ItemPlan,
  parts: RetireParts,
  outcome: EarlyOutcome,
  { reasons = [], detail, failure: told }: Why,
): Promise<ItemResult> {
  const { store, clock } = parts;
  const at = clock.now();
  const failure = outcome === "changed" ? "refused_by_verify" : told;
  const { tenant, endpoint, hostname } = item;
  const facts: Fact[] = [
    {
      kind: "removal_settled",
      plan: plan.id,
      tenant,
      endpoint,
      hostname,
      outcome,
      answer: undefined,
      settledBy: "verify",
      ...(failure !== undefined && { failure }),
    },
  ];
  if (outcome === "changed" || outcome === "gone_already") {
    const codes = reasons.map((reason) => reason.code);
    facts.unshift({
      kind: "endpoint_verified",
      plan: plan.id,
      tenant,
      endpoint,
      hostname,
      verdict: outcome,
      reasons: codes,
    });
  }
  const quarantine = await store.transaction(async (tx) => {
    await tx.plans.close({ plan: plan.id, tenant, endpoint, hostname }, outcome, at);
    const counted = await countItem(tx, item, plan, { outcome, failure }, at);
    await tx.ledger.append([...facts, ...counted.facts], at);
    return counted.quarantine;
  });
  return { item, outcome, reasons, detail, failure, quarantine };
}

/** A dry run attempts nothing, so nothing that befalls it counts. */
async function countItem(
  tx: Store,
  { tenant, endpoint, hostname }: PlanItem,
  { mode }: Pick<Plan, "mode">,
  came: Pick<ItemResult, "outcome" | "failure">,
  at: Instant,
): ReturnType<typeof countFailure> {
  if (mode !== "enforce") return { quarantine: undefined, facts: [] };
  return countFailure(tx, { tenant, endpoint, hostname, ...came }, at);
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

async function confirm(
  item: PlanItem,
  plan: ItemPlan,
  tenant: Tenant,
  parts: RetireParts,
  answer: RemovalAnswer,
): Promise<ItemResult> {
  const { clock } = parts;
  const sentAt = clock.monotonic();
  let settlement = settle({ answer, readBack: undefined, elapsedMs: 0 });
  for (const delay of READ_BACK_AFTER) {
    if (settlement !== "read_back" && settlement.outcome !== "unconfirmed") break;
    // Not to be cancelled: a deletion that was sent is followed to its end.
    if (delay > 0) await clock.sleep(delay);
    const seen = await readBack(tenant, item, parts);
    settlement = settle({ answer, readBack: seen, elapsedMs: clock.monotonic() - sentAt });
  }
  invariant(settlement !== "read_back", "what was read back is settled, if only as unconfirmed");
  const { outcome, settledBy } = settlement;
  const at = clock.now();
  const { tenant: tenantId, endpoint, hostname } = item;
  const failure = outcome === "failed" || outcome === "unconfirmed" ? failureOfAnswer(answer) : undefined;
  const quarantine = await parts.store.transaction(async (tx) => {
    await tx.plans.settle({ plan: plan.id, tenant: tenantId, endpoint }, outcome, answer.kind, at, failure);
    const counted = await countItem(tx, item, plan, { outcome, failure }, at);
    await tx.ledger.append(
      [
        {
          kind: "removal_settled",
          plan: plan.id,
          tenant: tenantId,
          endpoint,
          hostname,
          outcome,
          answer: answer.kind,
          settledBy,
          ...(failure !== undefined && { failure }),
        },
        ...counted.facts,
      ],
      at,
    );
    return counted.quarantine;
  });
  return { item, outcome, reasons: [], detail: answerDetail(answer), failure, quarantine };
}

/** Reads one endpoint back: whatever is neither there nor a clear 404 is unreadable. */
export async function readBack(
  tenant: Tenant,
  { endpoint }: Pick<PlanItem, "endpoint">,
  { central }: Pick<RetireParts, "central">,
): Promise<ReadBack> {
  try {
    const found = await central.read(tenant, endpoint, AbortSignal.timeout(FRESH_FOR));
    return found === "absent" ? "absent" : "present";
  } catch (error) {
    if (error instanceof Fault) return "unreadable";
    throw error;
  }
}
