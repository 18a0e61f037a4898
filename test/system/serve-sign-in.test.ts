// `rollcall serve` with sign-in as a process: an account is made while it runs, signs in, is known, and signs out.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { prepared, run, type Running } from "./command.ts";
import { aStage, type Stage } from "./stage.ts";

const PATIENCE = { timeout: 200_000, interval: 200 };
const PASSWORD = "five words that nobody guesses";

let stage: Stage;
let server: Running;
let origin: string;

beforeAll(async () => {
  stage = await aStage({ endpoints: 20 });
  await writeFile(join(stage.dir, "password"), `${PASSWORD}\n`);
  const config = await stage.config("house", (data) => {
    data.store = "pglite:./house";
    data.server = { listen: "127.0.0.1:0", signIn: { local: true } };
  });
  server = stage.start(config, "serve");
  origin = await vi.waitUntil(() => /http:\/\/127\.0\.0\.1:\d+/.exec(server.stderr())?.[0], PATIENCE);
  const create = ["admin", "create", "jane", "--password-file", "password", "--config", "house.yaml"];
  prepared(await run(create, { cwd: stage.dir }));
});
afterAll(async () => {
  server.send("SIGKILL");
  await server.ended;
  await stage[Symbol.asyncDispose]();
});

const enter = async (from: string, password = PASSWORD) =>
  fetch(`${origin}/auth/local`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: from },
    body: JSON.stringify({ account: "jane", password }),
  });
const me = async (cookie: string) => fetch(`${origin}/api/v1/me`, { headers: { cookie } });

describe("signing in at a server that runs", () => {
  it("makes an account known that was made meanwhile, from its own pages alone, until it signs out", async () => {
    expect((await me("")).status).toBe(401);
    expect((await enter("https://evil.example.com")).status).toBe(403);
    expect((await enter(origin, "not the password")).status).toBe(401);

    const entered = await enter(origin);
    expect(entered.status).toBe(200);
    const [set = ""] = entered.headers.getSetCookie();
    // In the clear, on this machine alone: no browser would take a Secure one.
    expect(set).toMatch(/^rollcall=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
    const cookie = set.slice(0, set.indexOf(";"));
    const known = await me(cookie);
    expect(await known.json()).toMatchObject({
      actor: "local:jane",
      role: "administrator",
      allTenants: true,
      via: "session",
    });

    const out = await fetch(`${origin}/auth/sign-out`, { method: "POST", headers: { cookie, origin } });
    expect([out.status, await out.json()]).toEqual([200, {}]);
    expect((await me(cookie)).status).toBe(401);
  });
});
