import { computerFindings } from "../core/assess/findings.ts";
import type { Assessment } from "../core/assess/assessment.ts";
import { judge } from "../core/assess/judge.ts";
import type { DirectoryContext } from "../core/assess/evidence.ts";
import type { Digest, DirectoryName, Hash } from "../core/model/ids.ts";
import type { Policy } from "../core/model/policy.ts";
import { invariant } from "../core/model/invariant.ts";
import type { AssessmentTotals } from "../ports/assessment-store.ts";
import type { Clock } from "../ports/clock.ts";
import { Fault } from "../ports/fault.ts";
import type { Store } from "../ports/store.ts";
import type { Progress } from "./progress.ts";
import { unmatchedProtectRules, type UnmatchedProtectRule } from "./unmatched-protect-rules.ts";

export interface AssessParts {
  readonly store: Store;
  readonly policy: Policy;
  readonly policyHash: Digest;
  readonly clock: Clock;
  readonly hash: Hash;
  readonly progress: Progress;
}

export interface AssessResult {
  /** How many were judged now: those whose evidence changed or whose date had come. */
  readonly judged: number;
  readonly totals: AssessmentTotals;
  /** Protect rules that protect nothing, for a warning; none while no endpoint is known. */
  readonly unmatched: readonly UnmatchedProtectRule[];
}

/** Some 50 ms of judging. */
const AT_A_STRETCH = 100;

/** So many new findings stand in the ledger by name; of more, which is what a first day has, there are reports. */
const MOST_TOLD = 100;

/**
 * Judges every endpoint that must be judged again, on the directories that the configuration names: what is remembered of
 * others is forgotten first. Faults: STORE_*, CANCELLED between two chunks.
 */
export async function assess(parts: AssessParts, signal: AbortSignal): Promise<AssessResult> {
  const { store, policy, policyHash, clock, hash, progress } = parts;
  const now = clock.now();
  let judged = 0;
  await store.inventory.forgetDirectoriesBut(Object.keys(policy.retirement) as DirectoryName[]);
  for await (const chunk of store.assessments.pending(policyHash, now)) {
    throwIfCancelled(signal);
    const assessments: Assessment[] = [];
    for (const evidence of chunk) {
      assessments.push(judge(evidence, policy, now, hash));
      // A server has others to answer meanwhile.
      if (assessments.length % AT_A_STRETCH === 0) await clock.sleep(0);
    }
    await store.assessments.save(assessments, policyHash, now);
    judged += assessments.length;
    progress({ kind: "assessed", judged });
  }
  await findOrphans(parts, signal);
  const totals = await store.assessments.totals();
  await store.transaction(async (tx) => {
    await tx.fleet.remember(totals.byDisposition, now);
    const arose = await tx.assessments.arisenFindings(MOST_TOLD);
    await tx.ledger.append(
      [
        { kind: "assessment_finished", policyHash, judged, ...totals.byDisposition },
        ...(arose.findings.length === 0 ? [] : [{ kind: "findings_arose", ...arose } as const]),
      ],
      now,
    );
  });
  const unmatched = totals.endpoints === 0 ? [] : await unmatchedProtectRules(store, policy);
  return { judged, totals, unmatched };
}

/** Findings about computers that no endpoint answers to. */
async function findOrphans({ store, policy, clock }: AssessParts, signal: AbortSignal): Promise<void> {
  const now = clock.now();
  const contexts = new Map<string, DirectoryContext>(
    (await store.inventory.directories()).map(({ context }) => [context.directory, context]),
  );
  const found = [];
  for await (const batch of store.assessments.computersWithoutEndpoint()) {
    throwIfCancelled(signal);
    for (const computer of batch) {
      const context = contexts.get(computer.computer.directory);
      invariant(context !== undefined, "a current computer belongs to a directory that was read");
      for (const finding of computerFindings(computer, context, policy, now))
        found.push({ computer, finding });
    }
  }
  await store.assessments.saveComputerFindings(found, now);
}

function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new Fault("CANCELLED", "Stopped between two chunks of the assessment.");
}
