import { isOver, type CaseMove } from "../core/review/case.ts";
import { openAgain, openCase, type Asking } from "../core/review/tend-case.ts";
import type { Store } from "../ports/store.ts";
import { undoWindow } from "./watch.ts";

/**
 * The cases that returns ask for: one a device, under its new id where it has one, unless it has a case about that already. A
 * newcomer that was not judged yet waits for that. Faults: STORE_*.
 */
export async function returnCases(store: Store, asking: Asking): Promise<readonly CaseMove[]> {
  const moves: CaseMove[] = [];
  for (const back of await store.returns.list(undoWindow(asking.now))) {
    const endpoint = back.as ?? back.endpoint;
    const stored = await store.assessments.find(back.tenant, endpoint);
    if (stored === undefined) continue;
    const subject = { hostname: back.hostname, assessment: stored.assessment };
    const known = await store.cases.of(back.tenant, endpoint);
    if (known === undefined) moves.push(openCase(subject, "return", asking));
    else if (isOver(known) && known.cause !== "return") {
      const again = openAgain(known, stored.assessment, "return", asking);
      if (again !== undefined) moves.push(again);
    }
  }
  return moves;
}
