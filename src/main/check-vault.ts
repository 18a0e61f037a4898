import type { CheckRow } from "../cli/app.ts";
import type { DossierStore } from "../ports/dossier-store.ts";
import { Fault } from "../ports/fault.ts";
import type { VaultConfig } from "./config/normalise.ts";
import { openVault } from "./vault.ts";

type KeyIds = Awaited<ReturnType<DossierStore["keyIds"]>>;

/** Whether the vault's keys are keys, and open every dossier that is stored. Without a vault that is told in the warnings. */
export function* checkVault(config: VaultConfig, keyIds: KeyIds): Generator<CheckRow> {
  const { keys } = config;
  const row = (result: CheckRow["result"], detail: string): CheckRow => ({
    source: "vault",
    what: keys?.key.reference ?? "none",
    result,
    detail,
  });
  try {
    const vault = openVault(config);
    const stored = keyIds.reduce((sum, { dossiers }) => sum + dossiers, 0);
    if (vault === undefined) {
      yield row(
        "ok",
        stored === 0
          ? "no dossiers are kept"
          : `no dossiers are kept; ${stored} from before cannot be opened`,
      );
      return;
    }
    const shut = keyIds.filter(({ keyId }) => !vault.holds(keyId));
    const closed = shut.reduce((sum, { dossiers }) => sum + dossiers, 0);
    yield shut.length === 0
      ? row("ok", `key ${vault.keyId}, ${stored} dossiers`)
      : row(
          "failed",
          `${closed} of ${stored} dossiers are sealed with a key that is not configured (${shut.map(({ keyId }) => keyId).join(", ")}): add it to vault.previousKeys`,
        );
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    yield row("failed", `${error.message} ${error.remedy}`);
  }
}
