import type { DossierBinding } from "../core/retire/dossier.ts";

/** A dossier as it is stored: two parts under one data key, which is wrapped by a key of the configuration. */
export interface SealedDossier {
  /** Names the key that wraps the data key, without telling anything of it. */
  readonly keyId: string;
  readonly wrappedKey: string;
  /** Everything but the passwords. */
  readonly record: string;
  readonly passwords: string;
}

/**
 * Encrypts dossiers, and opens them again. Faults: VAULT_KEY when no configured key has the id that a dossier names,
 * STORE_DAMAGED when it has and the dossier was altered or belongs to another endpoint.
 */
export interface Vault {
  /** Of the key that seals. */
  readonly keyId: string;
  /** Whether a key with this id is configured. */
  holds(keyId: string): boolean;
  seal(
    binding: DossierBinding,
    parts: { readonly record: string; readonly passwords: string },
  ): SealedDossier;
  openRecord(binding: DossierBinding, sealed: SealedDossier): string;
  openPasswords(binding: DossierBinding, sealed: SealedDossier): string;
  /** The same data key, wrapped by the key that seals now. The parts stay as they are. */
  rewrap(
    binding: DossierBinding,
    sealed: Pick<SealedDossier, "keyId" | "wrappedKey">,
  ): Pick<SealedDossier, "keyId" | "wrappedKey">;
}
