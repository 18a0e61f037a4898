// Signing in through a real identity provider, by a local account and by a token, over a store in memory.
import { Hono } from "hono";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openOidcProvider } from "../../src/adapters/oidc/oidc-provider.ts";
import { createPasswords, newSecret } from "../../src/adapters/system/passwords.ts";
import { SignedOut, SignInWays } from "../../src/api/sign-in.ts";
import { DAY, HOUR, MINUTE } from "../../src/core/model/instant.ts";
import { createAccount, disableAccount } from "../../src/flows/accounts.ts";
import { createToken, revokeToken } from "../../src/flows/api-tokens.ts";
import type { GroupRole } from "../../src/flows/grants-of-groups.ts";
import type { SignInTerms } from "../../src/flows/known.ts";
import { refusalTally } from "../../src/flows/refusal-tally.ts";
import { checkServer } from "../../src/main/check-server.ts";
import { plainValue } from "../../src/main/config/secrets.ts";
import { openSignIn } from "../../src/main/sign-in.ts";
import { Fault } from "../../src/ports/fault.ts";
import { faultAnswer } from "../../src/server/fault-answer.ts";
import { authenticator } from "../../src/server/sign-in/authenticate.ts";
import { signInRoutes } from "../../src/server/sign-in/routes.ts";
import { tryLimits } from "../../src/server/sign-in/try-limits.ts";
import { sha256 } from "../build/evidence.ts";
import { aProvider, type TestProvider } from "../build/identity-provider.ts";
import { stepClock } from "../build/step-clock.ts";
import { NOW } from "../build/evidence.ts";
import { aTenant, gathered, later, openBench, OTHER_TENANT, type Bench } from "./store-fixture.ts";

const ORIGIN = "https://rollcall.example.com";
const PASSWORD = "five words that nobody guesses";
const SECRET = "a secret of the client";
const client = { clientId: "rollcall", back: `${ORIGIN}/auth/callback`, onwards: `${ORIGIN}/` };

let bench: Bench;
let provider: TestProvider;
beforeAll(async () => {
  bench = await openBench("pglite:memory");
  provider = await aProvider({ ...client, clientSecret: SECRET });
});
afterAll(async () => {
  await bench.store.close();
  await provider[Symbol.asyncDispose]();
});
beforeEach(async () => {
  await bench.empty();
  for (const subject of Object.keys(provider.people)) delete provider.people[subject];
  provider.people["alice"] = {
    preferred_username: "Alice@Example.com",
    name: "Alice",
    groups: ["admins", "x"],
  };
});

const passwords = createPasswords({ logN: 4, r: 8, p: 1 });
const ROLES: readonly GroupRole[] = [
  { group: "admins", role: "administrator", tenants: "all" },
  { group: "desk", role: "reviewer", tenants: ["Other AG"] },
];

/** A server as main composes it, with a clock that a test moves, and a browser's cookies. */
function aServer({ roles = ROLES, secret = SECRET, storeGone = false } = {}) {
  let now = NOW;
  const troubles: unknown[] = [];
  const clock = { ...stepClock(NOW), now: () => now };
  const parts = { store: bench.store, clock, hash: sha256, newSecret };
  const withStore = async <T>(work: (house: typeof parts) => Promise<T>): Promise<T> =>
    storeGone ? Promise.reject(new Fault("STORE_LOCKED", "A run has it.")) : work(parts);
  const identity = openOidcProvider({
    // To the letter or not: a slash at its end makes nobody another person.
    issuer: `${provider.issuer}/`,
    clientId: client.clientId,
    clientSecret: secret,
    groupsClaim: "groups",
    scopes: ["openid", "profile", "groups"],
    ca: provider.ca,
    env: {},
  });
  const terms: SignInTerms = {
    local: true,
    issuer: provider.issuer,
    roles,
    session: { idleMs: 30 * MINUTE, longestMs: 10 * HOUR },
  };
  const shared = { origin: () => ORIGIN, terms, withStore };
  const tally = refusalTally({ withStore });
  const app = new Hono();
  app.onError((error) => {
    troubles.push(error);
    const { status, headers, body } = faultAnswer(error);
    return new Response(body, { status, headers });
  });
  app.route(
    "/auth",
    signInRoutes({
      ...shared,
      provider: identity,
      limits: tryLimits(),
      tally,
      passwords,
      newSecret,
      addressOf: (context) => context.req.header("x-test-address") ?? "192.0.2.1",
      trouble: (error) => void troubles.push(error),
    }),
  );
  const jar = new Map<string, string>();
  const cookie = (): string => [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
  const send = async (path: string, init: RequestInit = {}, headers: Record<string, string> = {}) => {
    const answer = await app.request(
      new Request(new URL(path, ORIGIN), { ...init, headers: { cookie: cookie(), ...headers } }),
    );
    for (const one of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(one) ?? [];
      if (value === "") jar.delete(name);
      else jar.set(name, value);
    }
    return answer;
  };
  const post = async (path: string, body?: unknown, headers: Record<string, string> = {}) =>
    send(
      path,
      { method: "POST", ...(body !== undefined && { body: JSON.stringify(body) }) },
      {
        "content-type": "application/json",
        origin: ORIGIN,
        "sec-fetch-site": "same-origin",
        ...headers,
      },
    );
  const authenticate = authenticator(shared);
  return {
    jar,
    troubles,
    tally,
    parts,
    send,
    post,
    pass: (ms: number) => (now = (later(0) + (now - NOW) + ms) as typeof now),
    ask: async (method = "GET", headers: Record<string, string> = { cookie: cookie() }) =>
      authenticate(new Request(`${ORIGIN}/api/v1/me`, { method, headers })),
    /** Where the browser is sent back to, as somebody. */
    departure: async (subject = "alice", to = "/cases/17") => {
      const left = await send(`/auth/sign-in?to=${encodeURIComponent(to)}`);
      expect(left.status).toBe(303);
      return provider.signIn(left.headers.get("location") ?? "", subject, ORIGIN);
    },
    local: async (account = "admin", password = PASSWORD, headers: Record<string, string> = {}) =>
      post("/auth/local", { account, password }, headers),
  };
}
type TestServer = ReturnType<typeof aServer>;

const signedIn = async (server: TestServer, subject = "alice") =>
  server.send(await server.departure(subject));
const codeOf = async (answer: Response): Promise<string> =>
  `${answer.status} ${((await answer.json()) as { code: string }).code}`;
/** The code at the end of the page that a browser is shown. */
const pageCode = async (answer: Response): Promise<string> => {
  expect(answer.headers.get("content-type")).toContain("text/html");
  return `${answer.status} ${/<small>(\w+)</.exec(await answer.text())?.[1]}`;
};
const facts = async () => (await bench.store.ledger.newest(50)).map(({ fact }) => fact);
const aLocalAccount = async (server: TestServer) =>
  createAccount({ name: "admin", password: PASSWORD, by: "root@ops1" }, { ...server.parts, passwords });

describe("signing in through the identity provider", () => {
  it("makes somebody known by their groups, and the ledger says who it was for good", async () => {
    const server = aServer();
    const before = await server.send("/auth/sign-in?to=/cases/17");
    expect(before.headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^__Host-rollcall-departure=[\w-]+; Path=\/; HttpOnly; SameSite=Lax; Secure; Max-Age=600$/,
      ),
    ]);
    const back = await server.send(
      await provider.signIn(before.headers.get("location") ?? "", "alice", ORIGIN),
    );

    expect([back.status, back.headers.get("location")]).toEqual([303, "/cases/17"]);
    expect(back.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^__Host-rollcall-departure=; .*Max-Age=0$/),
      expect.stringMatching(/^__Host-rollcall=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Secure$/),
    ]);
    expect(await server.ask()).toEqual({
      kind: "known",
      principal: {
        actor: "oidc:alice@example.com",
        name: "Alice",
        via: "session",
        grants: [{ role: "administrator", tenants: "all" }],
      },
    });
    expect(await facts()).toEqual([
      {
        kind: "signed_in",
        by: "oidc:alice@example.com",
        issuer: provider.issuer,
        subject: "alice",
        roles: ["administrator"],
      },
    ]);
    const id = server.jar.get("__Host-rollcall") ?? "";
    expect(await bench.store.sessions.find(sha256(id))).toMatchObject({ by: { groups: ["admins"] } });
  });

  it("keeps the first name of a person, so that renaming makes nobody a second one", async () => {
    const server = aServer();
    await signedIn(server);
    const first = server.jar.get("__Host-rollcall");
    provider.people["alice"] = { preferred_username: "bob@example.com", groups: ["admins"] };
    await signedIn(server);
    provider.people["eve"] = { preferred_username: "alice@example.com", groups: ["admins"] };
    await signedIn(aServer(), "eve");

    expect((await facts()).map((fact) => "by" in fact && fact.by)).toEqual([
      "oidc:alice@example.com",
      "oidc:alice@example.com",
      "oidc:alice@example.com~2",
    ]);
    // And each sign-in has an id of its own, the one before being worth nothing.
    expect(await server.ask("GET", { cookie: `__Host-rollcall=${first}` })).toMatchObject({
      code: "session_over",
    });
  });

  it("gives roles anew at each request: one that is taken away, or of a tenant that is not there, is none", async () => {
    provider.people["dan"] = { preferred_username: "dan", groups: ["desk"] };
    expect(await pageCode(await signedIn(aServer(), "dan"))).toBe("403 no_role");
    await bench.store.inventory.saveTenants([aTenant(), aTenant(OTHER_TENANT)], [], later(0));
    const server = aServer();
    expect((await signedIn(server, "dan")).status).toBe(303);
    expect(await server.ask()).toMatchObject({
      principal: { grants: [{ role: "reviewer", tenants: [OTHER_TENANT] }] },
    });
    const stricter = aServer({ roles: ROLES.slice(0, 1) });
    stricter.jar.set("__Host-rollcall", server.jar.get("__Host-rollcall") ?? "");
    expect(await stricter.ask()).toMatchObject({ kind: "known", principal: { grants: [] } });
  });

  it.each([
    ["no groups at all", { preferred_username: "m" }, "403 groups_missing"],
    [
      "groups that were cut off",
      { preferred_username: "m", _claim_names: { groups: "src1" } },
      "403 groups_cut_off",
    ],
    ["groups without a role", { preferred_username: "m", groups: ["Admins", "y"] }, "403 no_role"],
    ["no group", { preferred_username: "m", groups: [] }, "403 no_role"],
  ])("is refused with %s, and the ledger says whom", async (_, claims, code) => {
    provider.people["mallory"] = claims;
    const server = aServer();
    expect(await pageCode(await signedIn(server, "mallory"))).toBe(code);
    expect(server.jar.size).toBe(0);
    expect(await facts()).toEqual([
      {
        kind: "sign_in_refused",
        way: "oidc",
        code: code.slice(4),
        by: "oidc:m",
        subject: "mallory",
        count: 1,
      },
    ]);
  });

  it("is refused to a way back that was not begun here, before the provider is asked", async () => {
    const asked = provider.exchanges();
    const server = aServer();
    const back = await server.departure();
    const departure = server.jar.get("__Host-rollcall-departure") ?? "";
    const other = aServer();
    // Without the cookie, with another browser's, and with another state.
    expect(await pageCode(await other.send(back))).toBe("400 not_started_here");
    await other.send("/auth/sign-in");
    expect(await pageCode(await other.send(back))).toBe("400 not_started_here");
    const altered = new URL(back);
    altered.searchParams.set("state", "x".repeat(43));
    expect(await pageCode(await server.send(altered.href))).toBe("400 not_started_here");
    // Its cookie is spent by that.
    expect(await pageCode(await server.send(back))).toBe("400 not_started_here");
    for (const kept of ["", "x", Buffer.from("[]").toString("base64url"), departure.slice(0, -8)]) {
      other.jar.set("__Host-rollcall-departure", kept);
      expect(await pageCode(await other.send(back))).toBe("400 not_started_here");
    }
    expect(provider.exchanges()).toBe(asked);
  });

  it("is refused to a way back that comes twice, or was begun by somebody else", async () => {
    const server = aServer();
    const back = await server.departure();
    const departure = server.jar.get("__Host-rollcall-departure") ?? "";
    expect((await server.send(back)).status).toBe(303);
    server.jar.set("__Host-rollcall-departure", departure);
    expect(await pageCode(await server.send(back))).toBe("401 proof_wrong");

    for (const part of ["nonce", "verifier"]) {
      const again = await server.departure();
      const kept = JSON.parse(
        Buffer.from(server.jar.get("__Host-rollcall-departure") ?? "", "base64url").toString(),
      ) as Record<string, string>;
      kept[part] = "y".repeat(43);
      server.jar.set("__Host-rollcall-departure", Buffer.from(JSON.stringify(kept)).toString("base64url"));
      expect(await pageCode(await server.send(again))).toBe("401 proof_wrong");
    }
  });

  it("tells when the provider says no, and is our fault when it does not know us", async () => {
    const server = aServer();
    const back = new URL(await server.departure());
    back.searchParams.delete("code");
    back.searchParams.set("error", "access_denied");
    expect(await pageCode(await server.send(back.href))).toBe("403 provider_refused");
    const wrong = aServer({ secret: "another" });
    expect(await codeOf(await signedIn(wrong))).toBe("503 provider_unavailable");
    expect(wrong.troubles).toMatchObject([{ code: "OIDC_AUTH" }]);
  });

  it.each([
    "//evil.example.com/",
    "https://evil.example.com/",
    "/\\evil.example.com",
    "javascript:alert(1)",
    "",
  ])("leads to no other place than ours: %j", async (to) => {
    const server = aServer();
    expect((await server.send(await server.departure("alice", to))).headers.get("location")).toBe("/");
  });
});

describe("an identity provider", () => {
  const begin = async (change: Partial<Parameters<typeof openOidcProvider>[0]>) => {
    const shared = {
      clientId: "rollcall",
      clientSecret: undefined,
      groupsClaim: "groups",
      scopes: ["openid"],
      env: {},
    };
    const opened = openOidcProvider({ ...shared, issuer: provider.issuer, ca: provider.ca, ...change });
    try {
      return await opened.begin(client.back);
    } finally {
      await opened.close();
    }
  };

  it("that is not trusted, not there, or another one, is a fault, which tells which", async () => {
    await expect(begin({ ca: undefined })).rejects.toMatchObject({ code: "OIDC_TLS" });
    await expect(begin({ issuer: "https://127.0.0.1:9" })).rejects.toMatchObject({
      code: "OIDC_UNREACHABLE",
    });
    await expect(begin({ issuer: `${provider.issuer}/elsewhere` })).rejects.toMatchObject({
      code: "OIDC_SHAPE",
    });
  });

  it("that tells groups at its userinfo end point is asked there, a public client by PKCE alone", async () => {
    await using other = await aProvider({ ...client, userinfoOnly: true });
    other.people["kim"] = { preferred_username: "kim", groups: ["desk"] };
    const opened = openOidcProvider({
      issuer: other.issuer,
      clientId: client.clientId,
      clientSecret: undefined,
      groupsClaim: "groups",
      scopes: ["openid", "profile", "groups"],
      ca: other.ca,
      env: {},
    });
    const { url, departure } = await opened.begin(client.back);
    const proof = await opened.finish(new URL(await other.signIn(url, "kim", ORIGIN)), departure);
    await opened.close();
    expect(proof).toEqual({
      kind: "proved",
      person: { issuer: other.issuer, subject: "kim", label: "kim", name: "kim" },
      groups: ["desk"],
    });
  });

  it("is looked up by `rollcall check`, and told in a row", async () => {
    const oidc = {
      issuer: provider.issuer,
      clientId: "rollcall",
      clientSecret: undefined,
      groupsClaim: "groups",
      scopes: ["openid"],
      ca: plainValue(provider.ca),
    };
    const rowsFor = async (change: Partial<typeof oidc>) =>
      gathered(
        checkServer({
          listen: { host: "127.0.0.1", port: 8443 },
          publicOrigin: undefined,
          tls: undefined,
          proxyAddresses: [],
          hooks: [],
          signIn: {
            local: false,
            oidc: { ...oidc, ...change },
            roles: [],
            session: { idleMs: 1, longestMs: 1 },
          },
        }),
      );
    const row = { source: "server", what: "identity provider" };
    expect(await rowsFor({})).toEqual([
      { ...row, result: "ok", detail: `people are sent to ${new URL(provider.issuer).host}` },
    ]);
    expect(await rowsFor({ issuer: "https://127.0.0.1:9" })).toMatchObject([{ ...row, result: "failed" }]);
  });

  it("is asked for a code under PKCE, a state and a nonce, each another every time", async () => {
    const [one, other] = [await begin({}), await begin({})];
    const asked = new URL(one.url).searchParams;
    expect(Object.fromEntries(asked)).toMatchObject({
      response_type: "code",
      code_challenge_method: "S256",
      redirect_uri: client.back,
      state: one.departure.state,
      nonce: one.departure.nonce,
    });
    expect(one.url).not.toContain(one.departure.verifier);
    for (const part of ["state", "nonce", "verifier"] as const) {
      expect(one.departure[part].length).toBeGreaterThanOrEqual(43);
      expect(one.departure[part]).not.toBe(other.departure[part]);
    }
  });
});

describe("a session", () => {
  it("ends when nobody uses it, and after its time whoever does", async () => {
    const server = aServer();
    await signedIn(server);
    server.pass(29 * MINUTE);
    expect(await server.ask()).toMatchObject({ kind: "known" });
    server.pass(29 * MINUTE);
    expect(await server.ask()).toMatchObject({ kind: "known" });
    server.pass(31 * MINUTE);
    expect(await server.ask()).toMatchObject({ code: "session_over" });

    await signedIn(server);
    for (let minutes = 0; minutes < 10 * 60; minutes += 20) {
      expect(await server.ask()).toMatchObject({ kind: "known" });
      server.pass(20 * MINUTE);
    }
    expect(await server.ask()).toMatchObject({ code: "session_over" });
  });

  it("changes nothing at another site's wish", async () => {
    const server = aServer();
    await signedIn(server);
    const cookie = `__Host-rollcall=${server.jar.get("__Host-rollcall")}`;
    const from = async (headers: Record<string, string>) => server.ask("POST", { cookie, ...headers });
    expect(await from({ origin: ORIGIN, "sec-fetch-site": "same-origin" })).toMatchObject({ kind: "known" });
    for (const headers of [
      {},
      { origin: "https://evil.example.com" },
      { origin: "null" },
      { origin: ORIGIN.replace("https", "http") },
      { "sec-fetch-site": "cross-site" },
      { origin: ORIGIN, "sec-fetch-site": "same-site" },
      { host: "evil.example.com", origin: "https://evil.example.com", "sec-fetch-site": "same-origin" },
    ] as Record<string, string>[])
      expect(await from(headers)).toMatchObject({ code: "cross_site" });
  });

  it("ends at sign-out, here and at the provider, and not at another site's wish", async () => {
    const server = aServer();
    await signedIn(server);
    const id = server.jar.get("__Host-rollcall");
    expect(
      await codeOf(await server.post("/auth/sign-out", undefined, { origin: "https://evil.example.com" })),
    ).toBe("403 cross_site");
    const out = await server.post("/auth/sign-out");
    const { onwards } = SignedOut.parse(await out.json());
    expect(onwards).toContain(`${provider.issuer}/session/end?`);
    expect(new URL(onwards ?? "").searchParams.get("post_logout_redirect_uri")).toBe(`${ORIGIN}/`);
    expect(server.jar.has("__Host-rollcall")).toBe(false);
    expect(await server.ask("GET", { cookie: `__Host-rollcall=${id}` })).toMatchObject({
      code: "session_over",
    });
    expect((await facts()).at(-1)).toEqual({ kind: "signed_out", by: "oidc:alice@example.com" });
    expect(await server.ask()).toMatchObject({ code: "not_signed_in" });
  });

  it("is not taken from a cookie of another name, or of another form", async () => {
    const server = aServer();
    await signedIn(server);
    const id = server.jar.get("__Host-rollcall");
    for (const cookie of [
      `rollcall=${id}`,
      `x__Host-rollcall=${id}`,
      "__Host-rollcall=",
      `__Host-rollcall=${id}x`,
    ])
      expect(await server.ask("GET", { cookie })).toMatchObject({ code: "not_signed_in" });
  });
});

describe("a local account", () => {
  it("signs in by its password, administers everything, and is out when it is disabled", async () => {
    const server = aServer();
    await aLocalAccount(server);
    const entered = await server.local("ADMIN ");
    expect([entered.status, await entered.json()]).toEqual([200, { actor: "local:admin" }]);
    expect(await server.ask()).toMatchObject({
      principal: { actor: "local:admin", grants: [{ role: "administrator", tenants: "all" }] },
    });
    await disableAccount({ name: "admin", by: "root@ops1" }, server.parts);
    expect(await server.ask()).toMatchObject({ code: "session_over" });
    expect(await codeOf(await server.local())).toBe("401 password_wrong");
  });

  it("is told apart from one that is not there by nothing", async () => {
    const server = aServer();
    await aLocalAccount(server);
    const [wrong, nobody] = [await server.local("admin", "another password"), await server.local("nobody")];
    expect(await wrong.text()).toBe(await nobody.text());
    expect(wrong.status).toBe(nobody.status);
  });

  it("is refused after five tries, also with the right password, and nobody else is", async () => {
    const server = aServer();
    await aLocalAccount(server);
    for (let attempt = 0; attempt < 5; attempt += 1)
      expect(await codeOf(await server.local("admin", `wrong password ${attempt}`))).toBe(
        "401 password_wrong",
      );
    const refused = await server.local();
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(800);
    expect(await codeOf(refused)).toBe("429 too_many_tries");
    expect((await server.local("admin", PASSWORD, { "x-test-address": "192.0.2.2" })).status).toBe(200);

    // The first of a kind is in the ledger at once, the others together; and what was typed never is.
    await server.tally.flush();
    const told = (await facts()).filter(({ kind }) => kind === "sign_in_refused");
    expect(told).toEqual([
      { kind: "sign_in_refused", way: "local", code: "password_wrong", count: 1 },
      { kind: "sign_in_refused", way: "local", code: "too_many_tries", count: 1 },
      { kind: "sign_in_refused", way: "local", code: "password_wrong", count: 4 },
    ]);
  });

  it("cannot be guessed account by account from one address", async () => {
    const server = aServer();
    const codes: string[] = [];
    for (let n = 0; n < 21; n += 1) codes.push(await codeOf(await server.local(`account${n}`)));
    expect(codes.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => "401 password_wrong"));
    expect(codes[20]).toBe("429 too_many_tries");
  });

  it("is signed in by nothing but a small JSON of our own pages", async () => {
    const server = aServer();
    await aLocalAccount(server);
    expect(await codeOf(await server.local("admin", PASSWORD, { origin: "https://evil.example.com" }))).toBe(
      "403 cross_site",
    );
    expect(await codeOf(await server.local("admin", PASSWORD, { "content-type": "text/plain" }))).toBe(
      "415 content_type_wrong",
    );
    expect(
      await codeOf(await server.post("/auth/local", { account: "admin", password: PASSWORD, more: 1 })),
    ).toBe("400 input_not_understood");
    expect(await codeOf(await server.post("/auth/local", { account: "a".repeat(9_000), password: "" }))).toBe(
      "413 body_too_large",
    );
    expect(await bench.store.ledger.count()).toBe(1);
  });
});

describe("a token", () => {
  const asked = {
    name: "soar",
    role: "reviewer",
    tenants: ["Other AG"],
    forMs: DAY,
    by: "root@ops1",
  } as const;

  it("is a program's, with its role and until its end, whichever site it is used from", async () => {
    const server = aServer();
    await bench.store.inventory.saveTenants([aTenant(OTHER_TENANT)], [], later(0));
    const made = await createToken(asked, server.parts);
    if (made.kind === "refused") throw new Error(made.detail);
    const authorization = `Bearer ${made.secret}`;
    expect(await server.ask("POST", { authorization })).toEqual({
      kind: "known",
      principal: {
        actor: "token:soar",
        name: "soar",
        via: "token",
        grants: [{ role: "reviewer", tenants: [OTHER_TENANT] }],
      },
    });
    expect(await bench.store.tokens.list()).toMatchObject([{ usedAt: NOW }]);
    server.pass(DAY);
    expect(await server.ask("GET", { authorization })).toMatchObject({ code: "token_expired" });
    await revokeToken({ name: "soar", by: "root@ops1" }, server.parts);
    expect(await server.ask("GET", { authorization })).toMatchObject({ code: "token_unknown" });
  });

  it("that is shown decides alone: a wrong one is not made good by a cookie", async () => {
    const server = aServer();
    await signedIn(server);
    const cookie = `__Host-rollcall=${server.jar.get("__Host-rollcall")}`;
    for (const authorization of ["Bearer nonsense", `Bearer rct_${"x".repeat(43)}`, "Basic YTpi", ""])
      expect(await server.ask("GET", { cookie, authorization })).toMatchObject({ code: "token_unknown" });
  });
});

describe("the door as main composes it", () => {
  it("knows people, tells who was refused what, and counts tries by who is behind a named proxy", async () => {
    const { parts } = aServer();
    await aLocalAccount(aServer());
    const troubles: unknown[] = [];
    const door = openSignIn(
      { proxyAddresses: ["127.0.0.0/8"] },
      { local: true, oidc: undefined, roles: [], session: { idleMs: HOUR, longestMs: DAY } },
      {
        origin: () => ORIGIN,
        withStore: async (work) => work(parts),
        trouble: (error) => void troubles.push(error),
      },
    );
    const enter = async (from: string) =>
      door.routes.request(`${ORIGIN}/local`, {
        method: "POST",
        headers: { "content-type": "application/json", origin: ORIGIN, "x-forwarded-for": from },
        body: JSON.stringify({ account: "admin", password: "not the password" }),
      });
    for (let attempt = 0; attempt < 5; attempt += 1) expect((await enter("198.51.100.1")).status).toBe(401);
    expect((await enter("198.51.100.1")).status).toBe(429);
    expect((await enter("198.51.100.2")).status).toBe(401);
    expect(await door.authenticate(new Request(`${ORIGIN}/api/v1/me`))).toMatchObject({
      code: "not_signed_in",
    });
    const who = { actor: "oidc:eve", name: "Eve", via: "session", grants: [] } as const;
    for (let n = 0; n < 3; n += 1) await door.refused(who, { route: "pullBrake", needs: "operator" });
    await door.close();
    expect((await facts()).filter(({ kind }) => kind === "action_refused")).toEqual([
      { kind: "action_refused", by: "oidc:eve", action: "pullBrake", needs: "operator", count: 1 },
      { kind: "action_refused", by: "oidc:eve", action: "pullBrake", needs: "operator", count: 2 },
    ]);
    expect(troubles).toEqual([]);
  });
});

describe("what everybody may ask", () => {
  it("is which ways there are", async () => {
    expect(SignInWays.parse(await (await aServer().send("/auth/ways")).json())).toEqual({
      oidc: true,
      local: true,
    });
  });

  it("is refused as busy while the store is another's, and the refusal is written down later", async () => {
    const server = aServer({ storeGone: true });
    expect(await codeOf(await server.local())).toBe("503 store_busy");
    expect(await pageCode(await server.send("/auth/callback?state=x&code=y"))).toBe("400 not_started_here");
    await expect(server.tally.flush()).rejects.toMatchObject({ code: "STORE_LOCKED" });
    await expect(server.tally.flush()).rejects.toMatchObject({ code: "STORE_LOCKED" });
  });
});
