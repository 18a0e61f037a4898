// Accounts and tokens, from the making to the end, over a store in memory.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createPasswords, newSecret } from "../../src/adapters/system/passwords.ts";
import { DAY } from "../../src/core/model/instant.ts";
import { createAccount, disableAccount, resetAccount } from "../../src/flows/accounts.ts";
import { createToken, revokeToken } from "../../src/flows/api-tokens.ts";
import { sha256 } from "../build/evidence.ts";
import { aTenant, later, openBench, OTHER_TENANT, parts, type Bench } from "./store-fixture.ts";

const PASSWORD = "five words that nobody guesses";
const BY = "root@ops1";

let bench: Bench;
beforeAll(async () => {
  bench = await openBench("pglite:memory");
});
beforeEach(async () => bench.empty());
afterAll(async () => bench.store.close());

const passwords = createPasswords({ logN: 4, r: 8, p: 1 });
const house = () => ({ ...parts(), store: bench.store, passwords, newSecret });
const facts = async () => (await bench.store.ledger.newest(10)).map(({ fact }) => fact);

describe("a local account", () => {
  it("is made once, under one name whatever the case, and the ledger says by whom", async () => {
    expect(await createAccount({ name: "Admin", password: PASSWORD, by: BY }, house())).toMatchObject({
      kind: "done",
      account: "admin",
    });
    expect(await createAccount({ name: "ADMIN", password: PASSWORD, by: BY }, house())).toMatchObject({
      code: "account_exists",
    });
    const stored = await bench.store.accounts.find("admin");
    expect(JSON.stringify(stored)).not.toContain(PASSWORD);
    expect(await passwords.matches(PASSWORD, stored?.verifier)).toBe(true);
    expect(await facts()).toEqual([{ kind: "account_created", account: "admin", by: BY }]);
  });

  it.each([
    ["password_too_short", "fourteen chars"],
    ["password_too_long", "long ".repeat(201)],
    ["password_guessable", "abababababababab"],
    ["password_guessable", "admin admin admin"],
  ])("is refused with %s: %j", async (code, password) => {
    expect(await createAccount({ name: "admin", password, by: BY }, house())).toMatchObject({ code });
    expect(await bench.store.accounts.list()).toEqual([]);
    expect(await facts()).toEqual([]);
  });

  it("that is disabled or reset is signed in nowhere any more", async () => {
    await createAccount({ name: "admin", password: PASSWORD, by: BY }, house());
    const session = {
      digest: sha256("id"),
      actor: "local:admin",
      name: "admin",
      by: { kind: "local", account: "admin" },
      startedAt: later(0),
      seenAt: later(0),
    } as const;
    await bench.store.sessions.start(session);
    expect(await disableAccount({ name: "admin", by: BY }, house())).toMatchObject({ sessionsEnded: 1 });
    expect(await disableAccount({ name: "admin", by: BY }, house())).toMatchObject({
      code: "account_unknown",
    });
    await bench.store.sessions.start(session);
    const other = "quite another set of words";
    expect(await resetAccount({ name: "admin", password: other, by: BY }, house())).toMatchObject({
      sessionsEnded: 1,
    });
    expect(await bench.store.accounts.list()).toMatchObject([{ name: "admin", disabledAt: undefined }]);
    expect((await facts()).map(({ kind }) => kind)).toEqual([
      "account_created",
      "account_disabled",
      "account_reset",
    ]);
  });
});

describe("a token", () => {
  const asked = { name: "soar", role: "reviewer", tenants: "all", forMs: 90 * DAY, by: BY } as const;

  it("is kept as a digest, for tenants by their ids, and the ledger says who made it", async () => {
    await bench.store.inventory.saveTenants([aTenant(), aTenant(OTHER_TENANT)], [], later(0));
    const made = await createToken({ ...asked, tenants: ["other ag"] }, house());
    if (made.kind === "refused") throw new Error(made.detail);

    expect(made.secret).toMatch(/^rct_[\w-]{43}$/);
    expect(await bench.store.tokens.find(sha256(made.secret))).toEqual(made.token);
    expect(made.token.grant).toEqual({ role: "reviewer", tenants: [OTHER_TENANT] });
    expect(JSON.stringify(await bench.store.tokens.list())).not.toContain(made.secret);
    expect(await facts()).toMatchObject([
      { kind: "token_created", token: "soar", role: "reviewer", tenants: [OTHER_TENANT], by: BY },
    ]);
    expect(JSON.stringify(await facts())).not.toContain(made.secret);
  });

  it.each([
    ["token_expiry_unusable", { forMs: 367 * DAY }],
    ["token_expiry_unusable", { forMs: 0 }],
    ["token_name_unusable", { name: "so ar" }],
    ["token_by_token", { by: "token:soar" }],
    ["tenant_unknown", { tenants: ["Nobody"] }],
  ])("is refused with %s", async (code, change) => {
    expect(await createToken({ ...asked, ...change }, house())).toMatchObject({ code });
    expect(await bench.store.tokens.list()).toEqual([]);
  });

  it("is refused for a name that two tenants have", async () => {
    const twins = [aTenant(), aTenant(OTHER_TENANT, { name: "ACME GmbH" })];
    await bench.store.inventory.saveTenants(twins, [], later(0));
    expect(await createToken({ ...asked, tenants: ["Acme GmbH"] }, house())).toMatchObject({
      code: "tenant_ambiguous",
    });
  });

  it("is revoked once, and its name is not used again", async () => {
    await createToken(asked, house());
    expect(await revokeToken({ name: "soar", by: BY }, house())).toEqual({ kind: "revoked" });
    expect(await revokeToken({ name: "soar", by: BY }, house())).toMatchObject({ code: "token_not_found" });
    expect(await createToken(asked, house())).toMatchObject({ code: "token_exists" });
    expect((await facts()).map(({ kind }) => kind)).toEqual(["token_created", "token_revoked"]);
  });
});
