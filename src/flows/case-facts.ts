import type { Fact } from "../core/ledger/fact.ts";
import type { Instant } from "../core/model/instant.ts";
import type { CaseMove } from "../core/review/case.ts";
import type { Store } from "../ports/store.ts";

/** Writes steps of cases with their facts, inside a transaction; those that have moved meanwhile are left out. */
export async function recordMoves(
  tx: Store,
  moves: readonly CaseMove[],
  at: Instant,
): Promise<readonly (CaseMove & { readonly number: number })[]> {
  const written = await tx.cases.write(moves, at);
  await tx.ledger.append(written.map(factOf), at);
  return written;
}

function factOf({ next, event, number }: CaseMove & { readonly number: number }): Fact {
  const { version, tenant, endpoint, hostname, evidenceHash } = next;
  const base = { case: number, version, tenant, endpoint, hostname };
  switch (event.kind) {
    case "opened":
      return { ...base, ...event, kind: "case_opened", evidenceHash };
    case "asked_anew":
      return { ...base, ...event, kind: "case_asked_anew", evidenceHash };
    case "reopened":
      return { ...base, ...event, kind: "case_reopened", evidenceHash };
    case "answered":
      return { ...base, ...event, kind: "case_answered", evidenceHash };
    case "expired":
      return { ...base, kind: "case_expired" };
    case "closed":
      return { ...base, ...event, kind: "case_closed" };
    case "retired":
      return { ...base, kind: "case_closed", because: "retired" };
    case "commented":
      return { ...base, ...event, kind: "case_commented" };
    case "assigned":
      return { ...base, ...event, kind: "case_assigned" };
  }
}
