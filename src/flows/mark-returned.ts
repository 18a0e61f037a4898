import { instant } from "../core/model/instant.ts";
import type { Recovery } from "./recover.ts";
import { recordReturn, type WatchParts } from "./watch.ts";

/** What was done about a device of which a person says that it is back. */
export type MarkedReturned = "recorded" | "known_already";

/**
 * Takes a person's word that a deleted device is back: the same as if the watch had seen it, and what was learned is kept. Of a
 * return that is known already only the lesson is added. Faults: STORE_*.
 */
export async function markReturned(
  { device, plan, clock: undo }: Recovery,
  lesson: string,
  parts: WatchParts,
): Promise<MarkedReturned> {
  const now = parts.clock.now();
  const { tenant, endpoint, hostname } = device;
  const recorded = await recordReturn(
    {
      plan,
      tenant,
      endpoint,
      hostname,
      deletedAt: instant(undo.deletedAt),
      returnedAt: now,
      noticedAt: now,
      signs: ["person_says_so"],
      as: undefined,
      lesson,
    },
    parts,
  );
  if (recorded) return "recorded";
  await parts.store.transaction(async (tx) => {
    await tx.returns.addLesson({ tenant, endpoint, plan }, lesson);
    await tx.ledger.append([{ kind: "lesson_recorded", plan, tenant, endpoint, hostname, lesson }], now);
  });
  return "known_already";
}
