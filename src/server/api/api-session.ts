import type { Hash, Digest, DirectoryName } from "../../core/model/ids.ts";
import type { Limits, Policy } from "../../core/model/policy.ts";
import type { Mode } from "../../core/plan/plan.ts";
import type { Ramp } from "../../core/plan/ramp.ts";
import type { ReviewTerms } from "../../core/review/case.ts";
import type { AllowedHours } from "../../ports/allowed-hours.ts";
import type { Clock } from "../../ports/clock.ts";
import type { ConfiguredSink } from "../../ports/event-sink.ts";
import type { Store } from "../../ports/store.ts";
import type { Vault } from "../../ports/vault.ts";

/** What the handlers work with: the house as it is open, minus everything that reaches Central or a directory. */
export interface ApiSession {
  /** Writes in the name of who asks. */
  readonly store: Store;
  readonly clock: Clock;
  readonly hash: Hash;
  readonly mode: Mode;
  readonly policy: Policy;
  readonly policyHash: Digest;
  readonly limits: Limits;
  readonly ramp: Ramp;
  readonly hours: AllowedHours | undefined;
  readonly review: ReviewTerms;
  readonly directoryNames: readonly DirectoryName[];
  readonly vault: () => Vault | undefined;
  /** Where events go by the configuration. */
  readonly sinks: readonly ConfiguredSink[];
}
