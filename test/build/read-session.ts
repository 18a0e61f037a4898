import type { ApiSession } from "../../src/server/api/api-session.ts";
import type { Clock } from "../../src/ports/clock.ts";
import type { Store } from "../../src/ports/store.ts";
import { aPolicy, BRANCH, CORP, sha256 } from "./evidence.ts";
import { WIDE } from "./plan-input.ts";

/** The house as the API has it, over a store, by the tests' policy. */
export const aReadSession = (store: Store, clock: Clock, rest: Partial<ApiSession> = {}): ApiSession => ({
  store,
  clock,
  hash: sha256,
  mode: "observe",
  policy: aPolicy(),
  policyHash: sha256("policy"),
  limits: WIDE,
  ramp: { steps: [1, 5, 25], advanceAfterCleanDays: 3 },
  hours: undefined,
  review: { answerWithinMs: 1_000, twoPeople: [] },
  directoryNames: [CORP, BRANCH],
  vault: () => undefined,
  sinks: [],
  ...rest,
});
