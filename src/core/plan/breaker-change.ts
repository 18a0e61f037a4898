import type { TrippedBreaker } from "./plan.ts";

/** Which guard, and whom it stops. */
export type BreakerPlace = Pick<TrippedBreaker, "code" | "tenant" | "directory">;

export interface BreakerChange {
  readonly tripped: readonly TrippedBreaker[];
  readonly cleared: readonly BreakerPlace[];
}

const keyOf = ({ code, tenant, directory }: BreakerPlace): string =>
  JSON.stringify([code, tenant ?? null, directory ?? null]);

/** Which breakers are on that were not at the plan before, and the other way round; figures that move are no change. */
export function breakerChange(
  before: readonly TrippedBreaker[],
  now: readonly TrippedBreaker[],
): BreakerChange {
  const [were, are] = [new Set(before.map(keyOf)), new Set(now.map(keyOf))];
  return {
    tripped: now.filter((one) => !were.has(keyOf(one))),
    cleared: before
      .filter((one) => !are.has(keyOf(one)))
      .map(({ code, tenant, directory }) => ({ code, tenant, directory })),
  };
}
