import { instant } from "../core/model/instant.ts";
import type { Clock } from "../ports/clock.ts";
import type { Store } from "../ports/store.ts";

/**
 * Deletes dossiers older than the configuration keeps them, at the start of a run; the ledger says how many. Their
 * passwords are then in nobody's hands but Central's. Faults: STORE_*.
 */
export async function purgeDossiers(parts: {
  readonly store: Store;
  readonly clock: Clock;
  readonly dossiersKeptMs: number;
}): Promise<number> {
  const at = parts.clock.now();
  return parts.store.transaction(async (tx) => {
    const dossiers = await tx.dossiers.purge(instant(at - parts.dossiersKeptMs));
    if (dossiers > 0) await tx.ledger.append([{ kind: "dossiers_purged", dossiers }], at);
    return dossiers;
  });
}
