import { describe, expect, it } from "vitest";
import { check, LEAST } from "../../test/build/config-text.ts";
import { DAY } from "../core/model/instant.ts";
import { checkVault } from "./check-vault.ts";
import { openVault } from "./vault.ts";

const KEY = Buffer.alloc(32, 7).toString("base64");
const OLD = Buffer.alloc(32, 8).toString("hex");
const vaultOf = (written: string, env = {}) => check(`${LEAST}${written}\n`, env).config.vault;
const rows = (
  written: string,
  env: Record<string, string>,
  keyIds: Parameters<typeof checkVault>[1] = [],
) => [...checkVault(vaultOf(written, env), keyIds)];
const idOf = (text: string): string => {
  const vault = openVault(vaultOf("vault: { key: env:K }", { K: text }));
  if (vault === undefined) throw new Error("there is a vault");
  return vault.keyId;
};

describe("the vault of a configuration", () => {
  it.each(["", "vault: none"])(
    "is none where it says %j, and old dossiers still go after 90 days",
    (text) => {
      expect(openVault(vaultOf(text))).toBeUndefined();
      expect(vaultOf(text).keptMs).toBe(90 * DAY);
    },
  );

  it("seals with its key and opens with the previous ones", () => {
    const written = "vault: { key: env:K, previousKeys: [env:OLD], keep: P45D }";
    const config = vaultOf(written, { K: KEY, OLD });
    const vault = openVault(config);
    expect(config.keptMs).toBe(45 * DAY);
    expect(vault?.keyId).toBe(idOf(KEY));
    expect(vault?.holds(idOf(OLD))).toBe(true);
    expect(vault?.holds("another")).toBe(false);
  });

  it.each([
    ["is not set", {}, "SECRET_UNREADABLE"],
    ["is no key", { K: "hunter2hunter2" }, "CONFIG_INVALID"],
  ])("whose key %s is a fault that does not repeat it", (_, env, code) => {
    expect(() => openVault(vaultOf("vault: { key: env:K }", env))).toThrow(expect.objectContaining({ code }));
    const [row] = rows("vault: { key: env:K }", env);
    expect(row).toMatchObject({ source: "vault", what: "env:K", result: "failed" });
    expect(row?.detail).not.toContain("hunter2");
  });
});

describe("check", () => {
  it("tells the key and how many dossiers it opens", () => {
    const keyIds = [{ keyId: idOf(KEY), dossiers: 3 }];
    expect(rows("vault: { key: env:K }", { K: KEY }, keyIds)).toEqual([
      { source: "vault", what: "env:K", result: "ok", detail: `key ${idOf(KEY)}, 3 dossiers` },
    ]);
  });

  it("fails where a stored dossier needs a key that is not configured, and names its id", () => {
    const keyIds = [
      { keyId: idOf(KEY), dossiers: 3 },
      { keyId: "00ff", dossiers: 2 },
    ];
    const [row] = rows("vault: { key: env:K }", { K: KEY }, keyIds);
    expect(row?.result).toBe("failed");
    expect(row?.detail).toContain("2 of 5 dossiers");
    expect(row?.detail).toContain("00ff");
  });

  it("says when no dossiers are kept, and how many from before cannot be opened", () => {
    expect(rows("vault: none", {})[0]).toMatchObject({ result: "ok", detail: "no dossiers are kept" });
    expect(rows("vault: none", {}, [{ keyId: "00ff", dossiers: 2 }])[0]?.detail).toContain("2 from before");
  });
});
