import type { CaseSummary } from "../../../api/decisions.ts";

/** What an approval of several cases comes to. */
export interface Overriding {
  /** Those that can be approved: these are sent. */
  readonly approvable: readonly CaseSummary[];
  /** Those that no approval answers: they are left out, and named. */
  readonly leftOut: readonly CaseSummary[];
  /** Doubt by doubt, on how many devices it is overridden; the most frequent first. */
  readonly doubts: readonly (readonly [code: string, devices: number])[];
  /** How many of those that are sent need a second person afterwards. */
  readonly needSecond: number;
}

/** @param twoPeople codes that the policy wants two people for */
export function overridden(cases: readonly CaseSummary[], twoPeople: readonly string[]): Overriding {
  const approvable = cases.filter(({ reasons }) => reasons.every((reason) => reason.approvable));
  const counts = new Map<string, number>();
  for (const { reasons } of approvable) {
    for (const { code } of reasons) counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  return {
    approvable,
    leftOut: cases.filter((one) => !approvable.includes(one)),
    doubts: [...counts].sort(([, one], [, other]) => other - one),
    needSecond: approvable.filter(
      ({ reasons, agreements }) =>
        agreements.length === 0 && reasons.some(({ code }) => twoPeople.includes(code)),
    ).length,
  };
}
