import { REASONS, type ReasonCode } from "../core/assess/reason.ts";
import { instant } from "../core/model/instant.ts";
import { CASE_STATES, isOver, type CaseState } from "../core/review/case.ts";
import type { KnownCase } from "../ports/case-store.ts";
import type { Clock } from "../ports/clock.ts";
import type { Store } from "../ports/store.ts";

/** Which cases, as a person writes it. */
export interface CaseQuery {
  /** Without any, those that are not over. */
  readonly states: readonly string[] | undefined;
  readonly reason: string | undefined;
  readonly tenant: string | undefined;
  readonly assignee: string | undefined;
  /** Asked at least so long ago. */
  readonly olderThanMs: number | undefined;
}

/** The first word that is none of its kind; undefined when all are. */
export function unknownWord({
  states,
  reason,
}: CaseQuery): { readonly word: string; readonly known: readonly string[] } | undefined {
  const state = states?.find((one) => !isState(one));
  if (state !== undefined) return { word: state, known: CASE_STATES };
  return reason !== undefined && !isReason(reason)
    ? { word: reason, known: Object.keys(REASONS) }
    : undefined;
}

/** Cases, the longest asked first. Words that are of no kind find nothing. Faults: STORE_*. */
export async function listCases(
  query: CaseQuery,
  { store, clock }: { readonly store: Store; readonly clock: Clock },
): Promise<readonly KnownCase[]> {
  const { states, reason, tenant, assignee, olderThanMs } = query;
  if (reason !== undefined && !isReason(reason)) return [];
  return store.cases.list({
    states: states === undefined ? STANDING : states.filter(isState),
    ...(reason !== undefined && { reason }),
    ...(tenant !== undefined && { tenant }),
    ...(assignee !== undefined && { assignee }),
    ...(olderThanMs !== undefined && { askedUntil: instant(clock.now() - olderThanMs) }),
  });
}

const STANDING = CASE_STATES.filter((state) => !isOver({ state }));
const isState = (text: string): text is CaseState => (CASE_STATES as readonly string[]).includes(text);
const isReason = (text: string): text is ReasonCode => Object.hasOwn(REASONS, text);
