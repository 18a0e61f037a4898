import { envelopeVault } from "../../src/adapters/vault/envelope-vault.ts";
import { vaultKey, type VaultKey } from "../../src/adapters/vault/key-ring.ts";
import type { Vault } from "../../src/ports/vault.ts";

/** A key whose bytes are all this number: no secret of anybody. */
export const aKey = (byte: number): VaultKey =>
  vaultKey(Buffer.alloc(32, byte).toString("base64"), `key-${byte}`);

/** A vault that seals by the first of these keys and opens by all. */
export const aVault = (byte = 1, ...previous: readonly number[]): Vault =>
  envelopeVault(aKey(byte), previous.map(aKey));
