import { formatInstant } from "../core/model/instant.ts";
import type { TamperProtection } from "../core/retire/dossier.ts";
import { Fault } from "../ports/fault.ts";
import { dossierOf, type Recovery, type RecoverParts } from "./recover.ts";

/** The passwords of a dossier, or why there are none. */
export type PasswordReading =
  | { readonly kind: "read"; readonly tamper: TamperProtection }
  | {
      readonly kind: "refused";
      readonly code: "no_dossier" | "no_vault" | "no_password" | "password_discarded";
      readonly detail: string;
    };

/**
 * Takes the tamper-protection passwords of a deleted device out of its dossier. The ledger has it before anybody sees them:
 * who (its actor), of which device, and why. Faults: VAULT_KEY, SECRET_UNREADABLE, CONFIG_INVALID, STORE_*.
 * @param reason why, as a person wrote it; it stands in the ledger for good
 */
export async function readPassword(
  { device, plan, planned }: Recovery,
  reason: string,
  { store, clock, vault: openVault }: RecoverParts,
): Promise<PasswordReading> {
  const { tenant, endpoint, hostname } = device;
  const stored = await dossierOf(store, { tenant, endpoint, plan });
  if (stored === undefined) {
    return refused("no_dossier", `There is no dossier of ${hostname}: none was kept, or it was purged.`);
  }
  if (stored.discarded !== undefined) {
    const { at, by, reason: why } = stored.discarded;
    return refused(
      "password_discarded",
      `The password of ${hostname} was discarded at ${formatInstant(at)} by ${by}, since its vault key was lost: ${why}.`,
    );
  }
  const vault = openVault();
  if (vault === undefined) return refused("no_vault", "The configuration has no vault to open it with.");
  const { keyId } = stored.sealed;
  if (!vault.holds(keyId)) {
    throw new Fault(
      "VAULT_KEY",
      `The dossier of ${hostname} is sealed with the vault key ${keyId}, which is none of the configured keys.`,
      { keyId },
    );
  }
  await store.transaction(async (tx) => {
    await tx.ledger.append(
      [{ kind: "password_read", plan, tenant, endpoint, hostname: planned?.hostname ?? hostname, reason }],
      clock.now(),
    );
  });
  const tamper = JSON.parse(vault.openPasswords(stored, stored.sealed)) as TamperProtection | null;
  return tamper === null || (tamper.password === undefined && tamper.previousPasswords.length === 0)
    ? refused("no_password", `Central had no tamper-protection password of ${hostname}.`)
    : { kind: "read", tamper };
}

const refused = (
  code: Extract<PasswordReading, { kind: "refused" }>["code"],
  detail: string,
): PasswordReading => ({ kind: "refused", code, detail });
