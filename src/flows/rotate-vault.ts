import type { Clock } from "../ports/clock.ts";
import type { Store } from "../ports/store.ts";
import type { Vault } from "../ports/vault.ts";

/** What a rotation came to. */
export interface VaultRotation {
  /** The key that seals now. */
  readonly keyId: string;
  readonly rewrapped: number;
  /** Those that were wrapped by it already. */
  readonly unchanged: number;
}

/** A wrapped key is a hundred bytes, but the sealed parts come along. */
const BATCH = 200;

/**
 * Wraps the data key of every dossier by the newest key, all or none, and records it: after that the previous keys are of no
 * use. Faults: VAULT_KEY when a dossier needs a key that is not configured, STORE_*.
 */
export async function rotateVault(parts: {
  readonly store: Store;
  readonly vault: Vault;
  readonly clock: Clock;
}): Promise<VaultRotation> {
  const { store, vault, clock } = parts;
  const { keyId } = vault;
  return store.transaction(async (tx) => {
    const before = await tx.dossiers.keyIds();
    const unchanged = before.find((one) => one.keyId === keyId)?.dossiers ?? 0;
    let rewrapped = 0;
    for (;;) {
      const batch = await tx.dossiers.wrappedByOthers(keyId, BATCH);
      if (batch.length === 0) break;
      for (const dossier of batch) {
        await tx.dossiers.rewrap(dossier.number, vault.rewrap(dossier, dossier.sealed));
      }
      rewrapped += batch.length;
    }
    await tx.ledger.append([{ kind: "vault_rotated", keyId, rewrapped, unchanged }], clock.now());
    return { keyId, rewrapped, unchanged };
  });
}
