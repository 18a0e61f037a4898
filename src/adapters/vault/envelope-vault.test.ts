import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aVault } from "../../../test/build/vault.ts";
import type { EndpointId, PlanId, TenantId } from "../../core/model/ids.ts";
import type { SealedDossier } from "../../ports/vault.ts";

const BINDING = { tenant: "t" as TenantId, endpoint: "e" as EndpointId, plan: "p" as PlanId };
const PARTS = { record: '{"hostname":"PC-1"}', passwords: '{"password":"034181741653"}' };

describe("the vault", () => {
  it("gives back what it sealed, whatever the text", () => {
    const vault = aVault();
    fc.assert(
      fc.property(fc.string(), fc.string(), (record, passwords) => {
        const sealed = vault.seal(BINDING, { record, passwords });
        expect(vault.openRecord(BINDING, sealed)).toBe(record.toWellFormed());
        expect(vault.openPasswords(BINDING, sealed)).toBe(passwords.toWellFormed());
      }),
    );
  });

  it("shows nothing of what is inside, and seals the same text differently each time", () => {
    const vault = aVault();
    const [one, two] = [vault.seal(BINDING, PARTS), vault.seal(BINDING, PARTS)];
    const text = JSON.stringify(one) + Buffer.from(one.passwords, "base64").toString("latin1");
    expect(text).not.toContain("034181741653");
    expect(text).not.toContain("PC-1");
    for (const part of ["wrappedKey", "record", "passwords"] as const) expect(one[part]).not.toBe(two[part]);
  });

  it.each(["tenant", "endpoint", "plan"] as const)("does not open a dossier for another %s", (part) => {
    const vault = aVault();
    const sealed = vault.seal(BINDING, PARTS);
    expect(() => vault.openRecord({ ...BINDING, [part]: "x" }, sealed)).toThrow(
      expect.objectContaining({ code: "STORE_DAMAGED" }),
    );
  });

  it("does not open the passwords as the record", () => {
    const vault = aVault();
    const sealed = vault.seal(BINDING, PARTS);
    expect(() => vault.openRecord(BINDING, { ...sealed, record: sealed.passwords })).toThrow(
      expect.objectContaining({ code: "STORE_DAMAGED" }),
    );
  });

  it("does not open what was altered in any bit, or cut", () => {
    const vault = aVault();
    const sealed = vault.seal(BINDING, PARTS);
    const altered = (part: "wrappedKey" | "record" | "passwords", change: (bytes: Buffer) => Buffer) => ({
      ...sealed,
      [part]: change(Buffer.from(sealed[part], "base64")).toString("base64"),
    });
    const open = (one: SealedDossier) => {
      vault.openRecord(BINDING, one);
      vault.openPasswords(BINDING, one);
    };
    const parts = fc.constantFrom("wrappedKey" as const, "record" as const, "passwords" as const);
    fc.assert(
      fc.property(parts, fc.nat(), fc.nat(7), (part, at, bit) => {
        const flipped = altered(part, (bytes) => {
          const index = at % bytes.length;
          bytes[index] = (bytes[index] ?? 0) ^ (1 << bit);
          return bytes;
        });
        expect(() => open(flipped)).toThrow(expect.objectContaining({ code: "STORE_DAMAGED" }));
        const cut = altered(part, (bytes) => bytes.subarray(0, at % bytes.length));
        expect(() => open(cut)).toThrow(expect.objectContaining({ code: "STORE_DAMAGED" }));
      }),
    );
  });

  it("names the key that is missing, and says nothing of the others", () => {
    const sealed = aVault(1).seal(BINDING, PARTS);
    expect(() => aVault(2, 3).openRecord(BINDING, sealed)).toThrow(
      expect.objectContaining({ code: "VAULT_KEY", details: { keyId: sealed.keyId } }),
    );
    expect(aVault(2, 3).holds(sealed.keyId)).toBe(false);
    expect(aVault(2, 1).holds(sealed.keyId)).toBe(true);
  });

  it("opens with a previous key, and after wrapping anew without it", () => {
    const sealed = aVault(1).seal(BINDING, PARTS);
    const rotated = { ...sealed, ...aVault(2, 1).rewrap(BINDING, sealed) };
    expect(aVault(2, 1).openPasswords(BINDING, sealed)).toBe(PARTS.passwords);
    expect(aVault(2).openPasswords(BINDING, rotated)).toBe(PARTS.passwords);
    expect(rotated).toMatchObject({
      record: sealed.record,
      passwords: sealed.passwords,
      keyId: aVault(2).keyId,
    });
    expect(() => aVault(1).openRecord(BINDING, rotated)).toThrow(
      expect.objectContaining({ code: "VAULT_KEY" }),
    );
  });

  it("does not wrap anew for another endpoint", () => {
    const sealed = aVault(1).seal(BINDING, PARTS);
    expect(() => aVault(2, 1).rewrap({ ...BINDING, endpoint: "x" as EndpointId }, sealed)).toThrow(
      expect.objectContaining({ code: "STORE_DAMAGED" }),
    );
  });
});
