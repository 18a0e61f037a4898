import { envelopeVault } from "../adapters/vault/envelope-vault.ts";
import { vaultKey } from "../adapters/vault/key-ring.ts";
import type { Vault } from "../ports/vault.ts";
import type { VaultConfig } from "./config/normalise.ts";
import type { SecretRef } from "./config/secrets.ts";

/** The vault of a configuration; undefined when it has none. Faults: SECRET_UNREADABLE, CONFIG_INVALID for what is no key. */
export function openVault({ keys }: VaultConfig): Vault | undefined {
  if (keys === undefined) return undefined;
  const read = (ref: SecretRef) => vaultKey(ref.read().reveal(), ref.reference);
  return envelopeVault(read(keys.key), keys.previousKeys.map(read));
}
