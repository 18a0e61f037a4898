import { randomBytes } from "node:crypto";
import { canonical } from "../../core/model/canonical.ts";
import type { DossierBinding } from "../../core/retire/dossier.ts";
import { Fault } from "../../ports/fault.ts";
import type { SealedDossier, Vault } from "../../ports/vault.ts";
import { closeBox, openBox } from "./box.ts";
import { KEY_BYTES, type VaultKey } from "./key-ring.ts";

type Part = "key" | "record" | "passwords";

/**
 * A vault of AES-256-GCM with envelope keys: each dossier has a random data key, which is wrapped by the configured key, so
 * that a new key means wrapping anew and nothing else. Tenant, endpoint, plan and part are bound in as associated data.
 * @param key seals, and opens what it sealed
 * @param previousKeys open what they sealed
 */
export function envelopeVault(key: VaultKey, previousKeys: readonly VaultKey[]): Vault {
  const keys = new Map([...previousKeys, key].map((one) => [one.id, one.bytes]));

  const wrap = (binding: DossierBinding, dataKey: Buffer) => ({
    keyId: key.id,
    wrappedKey: closeBox(key.bytes, context(binding, "key"), dataKey),
  });

  function unwrap(
    binding: DossierBinding,
    { keyId, wrappedKey }: Pick<SealedDossier, "keyId" | "wrappedKey">,
  ): Buffer {
    const bytes = keys.get(keyId);
    if (bytes === undefined) throw noSuchKey(keyId);
    const dataKey = openBox(bytes, context(binding, "key"), wrappedKey);
    if (dataKey?.length !== KEY_BYTES) throw altered(binding);
    return dataKey;
  }

  function open(binding: DossierBinding, sealed: SealedDossier, part: "record" | "passwords"): string {
    const plain = openBox(unwrap(binding, sealed), context(binding, part), sealed[part]);
    if (plain === undefined) throw altered(binding);
    return plain.toString("utf8");
  }

  return {
    keyId: key.id,
    holds: (keyId) => keys.has(keyId),
    seal(binding, { record, passwords }) {
      const dataKey = randomBytes(KEY_BYTES);
      return {
        ...wrap(binding, dataKey),
        record: closeBox(dataKey, context(binding, "record"), Buffer.from(record, "utf8")),
        passwords: closeBox(dataKey, context(binding, "passwords"), Buffer.from(passwords, "utf8")),
      };
    },
    openRecord: (binding, sealed) => open(binding, sealed, "record"),
    openPasswords: (binding, sealed) => open(binding, sealed, "passwords"),
    rewrap: (binding, sealed) => wrap(binding, unwrap(binding, sealed)),
  };
}

const context = ({ tenant, endpoint, plan }: DossierBinding, part: Part): string =>
  canonical({ of: "rollcall dossier", version: 1, tenant, endpoint, plan, part });

const noSuchKey = (keyId: string): Fault =>
  new Fault(
    "VAULT_KEY",
    `A dossier is sealed with the vault key ${keyId}, which is none of the configured keys.`,
    {
      keyId,
    },
  );

const altered = ({ tenant, endpoint }: DossierBinding): Fault =>
  new Fault("STORE_DAMAGED", `The dossier of endpoint ${endpoint} was altered: its seal does not hold.`, {
    tenant,
    endpoint,
  });
