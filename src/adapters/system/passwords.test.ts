import { describe, expect, it } from "vitest";
import { createPasswords, newSecret } from "./passwords.ts";

const passwords = createPasswords({ logN: 4, r: 8, p: 1 });

describe("a password", () => {
  it("matches its own verifier alone, which has another salt each time", async () => {
    const one = await passwords.verifierOf("correct horse battery");
    expect(one).not.toContain("horse");
    expect(await passwords.verifierOf("correct horse battery")).not.toBe(one);
    expect(await passwords.matches("correct horse battery", one)).toBe(true);
    expect(await passwords.matches("correct horse batterz", one)).toBe(false);
    expect(await passwords.matches("", one)).toBe(false);
  });

  it("is the same however its letters are composed", async () => {
    const composed = await passwords.verifierOf("passwört passwört");
    expect(await passwords.matches("passwo\u0308rt passwo\u0308rt", composed)).toBe(true);
  });

  it("of nobody matches nothing, and neither does a verifier that we did not write", async () => {
    expect(await passwords.matches("correct horse battery", undefined)).toBe(false);
    for (const verifier of ["", "scrypt$31$8$1$AA$AA", "scrypt$4$8$1$AA$AA", "plain$correct horse battery"])
      expect(await passwords.matches("correct horse battery", verifier)).toBe(false);
  });

  it("may be checked by a verifier of another cost, of this very program's too", async () => {
    const cheap = await createPasswords({ logN: 2, r: 1, p: 1 }).verifierOf("correct horse battery");
    expect(await createPasswords().matches("correct horse battery", cheap)).toBe(true);
    const own = await createPasswords().verifierOf("correct horse battery");
    expect(own).toMatch(/^scrypt\$17\$8\$1\$/);
    expect(await passwords.matches("correct horse battery", own)).toBe(true);
  });
});

describe("a secret", () => {
  it("has 256 bits, and is another each time", () => {
    expect(Buffer.from(newSecret(), "base64url")).toHaveLength(32);
    expect(new Set(Array.from({ length: 100 }, newSecret)).size).toBe(100);
  });
});
