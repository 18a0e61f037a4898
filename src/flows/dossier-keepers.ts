import { isUnknown } from "../core/model/unknown.ts";
import type { DossierRecord, Obtained, TamperProtection } from "../core/retire/dossier.ts";
import type { Clock } from "../ports/clock.ts";
import type { DossierKeeper, DossierSubject } from "../ports/dossier-keeper.ts";
import type { EndpointSource } from "../ports/endpoint-source.ts";
import { Fault } from "../ports/fault.ts";
import type { PasswordSource } from "../ports/password-source.ts";
import type { Vault } from "../ports/vault.ts";
import { dossierReader, dossierRecord } from "./read-dossier.ts";

/** The keeper that keeps: what it gathers is sealed at once, and stored with the intent. */
export function vaultKeeper(parts: {
  readonly central: EndpointSource;
  readonly passwords: PasswordSource;
  readonly vault: Vault;
  readonly clock: Clock;
}): DossierKeeper {
  const { central, passwords, vault, clock } = parts;
  const reader = dossierReader(central);
  return {
    async ready(dossiers) {
      const shut = (await dossiers.keyIds()).find(({ keyId }) => !vault.holds(keyId));
      if (shut === undefined) return;
      const { keyId, dossiers: count } = shut;
      throw new Fault(
        "VAULT_KEY",
        `${count} stored ${count === 1 ? "dossier is" : "dossiers are"} sealed with the vault key ${keyId}, which is none of the configured keys.`,
        { keyId, dossiers: count },
      );
    },
    async gather(subject, signal) {
      const tamper = await tamperProtection(passwords, subject, signal);
      const read = await reader.read(subject, signal);
      if (read === "absent") return "absent";
      const { tenant, plan } = subject;
      const binding = { tenant: tenant.id, endpoint: read.endpoint.id, plan };
      const sealed = vault.seal(binding, {
        record: JSON.stringify(dossierRecord(subject, read, tamperState(tamper), clock)),
        passwords: JSON.stringify(tamper.kind === "obtained" ? tamper.value : null),
      });
      return {
        endpoint: read.endpoint,
        told: "saved",
        keep: async (dossiers, at) => dossiers.save({ ...binding, savedAt: at, sealed }),
      };
    },
  };
}

/**
 * The keeper that stores nothing and asks for no password: of a dry run, and of a configuration that says `vault: none`.
 * Its reads are those of the other one.
 */
export function emptyHandedKeeper(central: EndpointSource, told: "none" | undefined): DossierKeeper {
  const reader = dossierReader(central);
  return {
    ready: () => Promise.resolve(),
    async gather(subject, signal) {
      const read = await reader.read(subject, signal);
      if (read === "absent") return "absent";
      return { endpoint: read.endpoint, told, keep: () => Promise.resolve() };
    },
  };
}

async function tamperProtection(
  passwords: PasswordSource,
  { tenant, evidence: { endpoint } }: DossierSubject,
  signal: AbortSignal,
): Promise<Obtained<TamperProtection>> {
  const read = await passwords.tamperProtection(tenant, endpoint.id, signal);
  if (read !== "absent") return { kind: "obtained", value: read };
  // Linux has no tamper protection at all (Sophos help, "Tamper Protection").
  const { platform } = endpoint.os;
  const linux = !isUnknown(platform) && platform.toLowerCase() === "linux";
  return { kind: "not_available", why: linux ? "not_supported" : "not_found" };
}

const tamperState = (tamper: Obtained<TamperProtection>): DossierRecord["tamper"] =>
  tamper.kind === "obtained"
    ? {
        kind: "obtained",
        value: { enabled: tamper.value.enabled, passwordKept: tamper.value.password !== undefined },
      }
    : tamper;
