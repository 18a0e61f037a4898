import type { Mode } from "../core/plan/plan.ts";
import { purgeDossiers } from "./purge-dossiers.ts";
import type { RunParts } from "./run-parts.ts";

/** Deletes dossiers that were kept long enough; in enforce, a vault that does not open ends the run here. Faults: STORE_*, VAULT_KEY, SECRET_UNREADABLE. */
export async function prepareDossiers(
  parts: Pick<RunParts, "store" | "clock" | "dossiersKeptMs" | "hand">,
  mode: Mode,
): Promise<void> {
  await purgeDossiers(parts);
  if (mode === "enforce") await parts.hand(mode).dossiers.ready(parts.store.dossiers);
}
