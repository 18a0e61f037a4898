import type { Reason } from "../core/assess/reason.ts";
import type { Digest, Hash } from "../core/model/ids.ts";
import type { Policy } from "../core/model/policy.ts";
import type { Plan, PlanItem } from "../core/plan/plan.ts";
import type { FailureClass } from "../core/retire/failure-class.ts";
import type { Outcome } from "../core/retire/outcome.ts";
import type { Quarantine } from "../core/retire/quarantine.ts";
import type { ReviewTerms } from "../core/review/case.ts";
import type { AttemptBudget } from "../ports/attempt-budget.ts";
import type { Clock } from "../ports/clock.ts";
import type { DossierKeeper } from "../ports/dossier-keeper.ts";
import type { EndpointRemover } from "../ports/endpoint-remover.ts";
import type { EndpointSource } from "../ports/endpoint-source.ts";
import type { Store } from "../ports/store.ts";
import type { liveReader } from "./fresh-evidence.ts";
import type { DeskTerms } from "./ticket-parts.ts";

/** What the retiring of one planned endpoint works with. */
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
  /** Where approvals are read again; undefined where no service desk is configured. */
  readonly tickets: Pick<DeskTerms, "desk" | "parties"> | undefined;
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

/** What an item needs to know of its plan. */
export type ItemPlan = Pick<Plan, "id" | "mode" | "policyHash">;
