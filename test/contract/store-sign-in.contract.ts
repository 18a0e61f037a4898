import { expect, it } from "vitest";
import type { BrowserSession } from "../../src/ports/session-store.ts";
import type { ApiToken } from "../../src/ports/token-store.ts";
import { sha256 } from "../build/evidence.ts";
import { later, type Bench } from "./store-fixture.ts";

const ALICE = { issuer: "https://login.example.com", subject: "sub-1" };

const aSession = (parts: Partial<BrowserSession> = {}): BrowserSession => ({
  digest: sha256("id"),
  actor: "oidc:alice@example.com",
  name: "Alice",
  by: { kind: "oidc", ...ALICE, groups: ["admins", "é\u0001"] },
  startedAt: later(0),
  seenAt: later(0),
  ...parts,
});

const aToken = (parts: Partial<ApiToken> = {}): Omit<ApiToken, "usedAt" | "revokedAt"> => ({
  name: "soar",
  grant: { role: "reviewer", tenants: ["t1"] },
  createdAt: later(0),
  createdBy: "ops@host",
  expiresAt: later(24),
  ...parts,
});

export function signInSuite(bench: () => Bench): void {
  const accounts = () => bench().store.accounts;
  const sessions = () => bench().store.sessions;
  const tokens = () => bench().store.tokens;

  it("an account is made once, and a new password lets a disabled one in again", async () => {
    expect(await accounts().create("admin", "v1", later(1))).toBe(true);
    expect(await accounts().create("admin", "v2", later(2))).toBe(false);
    expect(await accounts().disable("admin", later(3))).toBe(true);
    expect(await accounts().disable("admin", later(4))).toBe(false);
    expect(await accounts().find("admin")).toEqual({
      name: "admin",
      verifier: "v1",
      createdAt: later(1),
      passwordAt: later(1),
      disabledAt: later(3),
    });
    expect(await accounts().reset("admin", "v3", later(5))).toBe(true);
    expect(await accounts().list()).toEqual([
      { name: "admin", createdAt: later(1), passwordAt: later(5), disabledAt: undefined },
    ]);
    expect(await accounts().reset("other", "v", later(5))).toBe(false);
    expect(await accounts().find("other")).toBeUndefined();
  });

  it("a session is found as it was begun, until it ends", async () => {
    await sessions().start(aSession());
    await sessions().seen(aSession().digest, later(1));

    expect(await sessions().find(aSession().digest)).toEqual(aSession({ seenAt: later(1) }));
    expect(await sessions().end(aSession().digest)).toEqual(aSession({ seenAt: later(1) }));
    expect(await sessions().end(aSession().digest)).toBeUndefined();
    expect(await sessions().find(aSession().digest)).toBeUndefined();
  });

  it("all sessions of one person end at once, and those that are too old or idle are forgotten", async () => {
    const of = (id: string, parts: Partial<BrowserSession> = {}) =>
      sessions().start(aSession({ digest: sha256(id), ...parts }));
    await of("old", { startedAt: later(0), seenAt: later(9) });
    await of("idle", { startedAt: later(5), seenAt: later(5) });
    await of("busy", { startedAt: later(5), seenAt: later(9) });
    await of("other", { actor: "local:admin", startedAt: later(5), seenAt: later(9) });

    expect(await sessions().purge(later(1), later(6))).toBe(2);
    expect(await sessions().endAllOf("oidc:alice@example.com")).toBe(1);
    expect(await sessions().find(sha256("other"))).toBeDefined();
  });

  it("a person keeps the name of the first time, and nobody else gets it", async () => {
    const name = "oidc:alice@example.com";
    const bob = { ...ALICE, subject: "sub-2" };
    const elsewhere = { ...ALICE, issuer: "https://other.example.com" };

    expect(await sessions().actorOf(ALICE, name, later(0))).toBe(name);
    expect(await sessions().actorOf(ALICE, "oidc:alice@new.example.com", later(1))).toBe(name);
    expect(await sessions().actorOf(bob, name, later(2))).toBe(`${name}~2`);
    expect(await sessions().actorOf(elsewhere, name, later(2))).toBe(`${name}~3`);
    expect(await sessions().actorOf(bob, "oidc:bob@example.com", later(3))).toBe(`${name}~2`);
  });

  it("a token is found by its digest, and its name is never another's", async () => {
    expect(await tokens().create(aToken(), sha256("secret"))).toBe(true);
    expect(await tokens().create(aToken({ createdBy: "mallory" }), sha256("secret2"))).toBe(false);
    await tokens().used("soar", later(1));

    expect(await tokens().find(sha256("secret"))).toEqual({
      ...aToken(),
      usedAt: later(1),
      revokedAt: undefined,
    });
    expect(await tokens().find(sha256("secret2"))).toBeUndefined();
    expect(await tokens().revoke("soar", later(2))).toBe(true);
    expect(await tokens().revoke("soar", later(3))).toBe(false);
    expect(await tokens().create(aToken(), sha256("secret3"))).toBe(false);
    const all = aToken({ name: "all", grant: { role: "viewer", tenants: "all" } });
    await tokens().create(all, sha256("secret4"));
    expect(await tokens().list()).toEqual([
      { ...all, usedAt: undefined, revokedAt: undefined },
      { ...aToken(), usedAt: later(1), revokedAt: later(2) },
    ]);
  });
}
