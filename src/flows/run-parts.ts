import type { Digest, DirectoryName, Hash } from "../core/model/ids.ts";
import type { Limits, Policy } from "../core/model/policy.ts";
import type { Mode } from "../core/plan/plan.ts";
import type { Ramp } from "../core/plan/ramp.ts";
import type { ReviewTerms } from "../core/review/case.ts";
import type { AllowedHours } from "../ports/allowed-hours.ts";
import type { AttemptBudget } from "../ports/attempt-budget.ts";
import type { BrakeRequests } from "../ports/brake-requests.ts";
import type { Clock } from "../ports/clock.ts";
import type { DirectorySource } from "../ports/directory-source.ts";
import type { DossierKeeper } from "../ports/dossier-keeper.ts";
import type { EndpointRemover } from "../ports/endpoint-remover.ts";
import type { EndpointSource } from "../ports/endpoint-source.ts";
import type { Ids } from "../ports/ids.ts";
import type { Jobs } from "../ports/jobs.ts";
import type { RunLease } from "../ports/run-lease.ts";
import type { RunWatcher } from "../ports/run-watcher.ts";
import type { Store } from "../ports/store.ts";
import type { DeskTerms } from "./ticket-parts.ts";

/** What acts on what a plan lists. */
export interface Hand {
  readonly remover: EndpointRemover;
  readonly budget: AttemptBudget;
  readonly lease: RunLease;
  readonly dossiers: DossierKeeper;
}

/** What a whole run works with: the configuration, the store, and sources that are connected when first asked for. */
export interface RunParts {
  /** The one that is configured. */
  readonly mode: Mode;
  readonly policy: Policy;
  readonly policyHash: Digest;
  readonly limits: Limits;
  readonly ramp: Ramp;
  /** undefined: deletions are allowed at any time. */
  readonly hours: AllowedHours | undefined;
  /** Between two deletions. */
  readonly spacingMs: number;
  /** Pulls of the brake that wait beside an embedded store. */
  readonly brakeRequests: BrakeRequests;
  readonly review: ReviewTerms & { readonly newCasesPerRun: number };
  /** The service desk, connected when it is first asked; undefined where none is configured. */
  readonly tickets: DeskTerms | undefined;
  /** The account and host this process runs as. */
  readonly actor: string;
  readonly tenantFilter: { readonly include: readonly string[]; readonly exclude: readonly string[] };
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly hash: Hash;
  readonly directoryNames: readonly DirectoryName[];
  /** How long dossiers are kept. */
  readonly dossiersKeptMs: number;
  /** Who does a share of its readings; this process alone where not said. */
  readonly jobs?: Jobs | undefined;
  /** Who looks on while it goes on. */
  readonly watcher: RunWatcher;
  /** Whether a mode may write to the service desk. */
  mirrorsIn(mode: Mode): boolean;
  central(): EndpointSource;
  directories(): readonly DirectorySource[];
  /** The hand that acts in this mode: outside enforce it cannot write, and its budget and lease are a rehearsal. */
  hand(mode: Mode): Hand;
}
