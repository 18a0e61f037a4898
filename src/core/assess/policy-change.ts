import type { Policy } from "../model/policy.ts";
import type { Assessment } from "./assessment.ts";
import type { Evidence } from "./evidence.ts";
import { REASONS, type Disposition, type Reason, type ReasonCode } from "./reason.ts";

// What a changed policy would change: the same devices, judged by both.

/** What of a policy may be tried: whatever is absent stays. */
export interface PolicyChange {
  readonly computerDays?: number;
  readonly serverDays?: number;
  readonly graceDays?: number;
  /** These and no others. */
  readonly accept?: Policy["accept"];
}

/** The policy with a change made. */
export const changedPolicy = (policy: Policy, change: PolicyChange): Policy => ({
  ...policy,
  inactive: {
    computerDays: change.computerDays ?? policy.inactive.computerDays,
    serverDays: change.serverDays ?? policy.inactive.serverDays,
  },
  graceDays: change.graceDays ?? policy.graceDays,
  accept: change.accept ?? policy.accept,
});

/** Devices that go from one disposition to another, or stay. */
export interface Move {
  readonly from: Disposition;
  readonly to: Disposition;
  readonly devices: number;
}

/** Devices that a reason begins or ceases to hold back. One that is accepted or approved holds nothing back. */
export interface ReasonChange {
  readonly code: ReasonCode;
  readonly gained: number;
  readonly lost: number;
}

/** A device whose disposition changes. */
export interface ChangedDevice {
  readonly evidence: Pick<Evidence, "tenant" | "endpoint">;
  readonly from: Disposition;
  readonly to: Disposition;
  /** What holds it back by either policy. */
  readonly before: readonly ReasonCode[];
  readonly after: readonly ReasonCode[];
}

const DISPOSITIONS = ["keep", "review", "retire"] as const satisfies readonly Disposition[];

/** Moves of which examples are shown first: what would newly be deleted, and then what would newly be asked about. */
const TO_ORDER: Readonly<Record<Disposition, number>> = { retire: 0, review: 1, keep: 2 };

/** Counts devices as they are judged: millions of them need not be held. */
export class PolicyComparison {
  readonly #moves = new Map<string, number>();
  readonly #reasons = new Map<ReasonCode, { gained: number; lost: number }>();
  readonly #examples: Readonly<Record<Disposition, ChangedDevice[]>> = { keep: [], review: [], retire: [] };
  readonly #mostExamples: number;
  #devices = 0;

  constructor(mostExamples: number) {
    this.#mostExamples = mostExamples;
  }

  add(evidence: Pick<Evidence, "tenant" | "endpoint">, before: Assessment, after: Assessment): void {
    const [from, to] = [before.disposition, after.disposition];
    this.#devices++;
    this.#moves.set(`${from} ${to}`, this.#count(from, to) + 1);
    const [held, holds] = [holding(before.reasons), holding(after.reasons)];
    for (const code of holds) if (!held.includes(code)) this.#reason(code).gained++;
    for (const code of held) if (!holds.includes(code)) this.#reason(code).lost++;
    if (from !== to && this.#examples[to].length < this.#mostExamples) {
      this.#examples[to].push({ evidence, from, to, before: held, after: holds });
    }
  }

  result() {
    const codes = (Object.keys(REASONS) as ReasonCode[]).filter((code) => this.#reasons.has(code));
    const moves = DISPOSITIONS.flatMap((from) =>
      DISPOSITIONS.map((to): Move => ({ from, to, devices: this.#count(from, to) })),
    );
    return {
      devices: this.#devices,
      changed: moves.reduce((sum, move) => sum + (move.from === move.to ? 0 : move.devices), 0),
      /** All nine, also those that nobody makes. */
      moves,
      reasons: codes.map((code): ReasonChange => ({ code, ...this.#reason(code) })),
      examples: [...DISPOSITIONS]
        .sort((a, b) => TO_ORDER[a] - TO_ORDER[b])
        .flatMap((to) => this.#examples[to])
        .slice(0, this.#mostExamples),
    };
  }

  #count(from: Disposition, to: Disposition): number {
    return this.#moves.get(`${from} ${to}`) ?? 0;
  }

  #reason(code: ReasonCode): { gained: number; lost: number } {
    const counts = this.#reasons.get(code) ?? { gained: 0, lost: 0 };
    this.#reasons.set(code, counts);
    return counts;
  }
}

const holding = (reasons: readonly Reason[]): readonly ReasonCode[] => [
  ...new Set(reasons.filter((one) => !one.accepted && one.approved !== true).map(({ code }) => code)),
];
