// `rollcall serve` as a process: decisions over real HTTP on the embedded store, which other commands use through it.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { ApiCall } from "../../src/server/api-call.ts";
import { aSecret, signedPost } from "../build/hook-sender.ts";
import { prepared, resultOf, run, type Running } from "./command.ts";
import { aStage, type Stage } from "./stage.ts";

interface CaseData {
  readonly number: number;
  readonly version: number;
  readonly evidenceHash: string;
}

const SECRET = aSecret("s");
let stage: Stage;
let config: string;
let cases: readonly CaseData[];
let server: Running;
let url: string;

const hooks = (listen: string, name = "soar") => ({
  listen,
  hooks: [{ name, secrets: ["file:hook-secret"] }],
});

beforeAll(async () => {
  stage = await aStage({ endpoints: 60 });
  await writeFile(join(stage.dir, "hook-secret"), `${SECRET}\n`);
  config = await stage.config("serve", (data) => {
    data.mode = "dry-run";
    data.store = "pglite:./served";
    data.server = hooks("127.0.0.1:0");
  });
  prepared(await stage.json(config, "run"));
  cases = (await stage.json(config, "case", "list")).result["cases"] as readonly CaseData[];
  server = stage.start(config, "serve", "--json");
  url = await vi.waitUntil(() => /http:\/\/127\.0\.0\.1:\d+/.exec(server.stderr())?.[0], {
    timeout: 120_000,
  });
});
afterAll(async () => {
  server.send("SIGKILL");
  await server.ended;
  await stage[Symbol.asyncDispose]();
});

const keep = (one: CaseData | undefined, id: string, secret = SECRET): ApiCall =>
  signedPost(
    one?.number ?? 0,
    {
      decision: "keep",
      reason: "a spare",
      person: "jane",
      evidenceHash: one?.evidenceHash,
      caseVersion: one?.version,
    },
    { secret, id, atMs: Date.now() },
  );
const send = async ({ method, target, headers, body }: ApiCall) => {
  const response = await fetch(`${url}${target}`, {
    method,
    headers: headers as Record<string, string>,
    body: Buffer.from(body),
  });
  return { status: response.status, text: await response.text() };
};

describe("serve", { timeout: 400_000 }, () => {
  it("takes a decision, and tells of it in a line", async () => {
    const call = keep(cases[0], "msg_1");
    const taken = await send(call);
    expect(taken.status).toBe(200);
    expect(await send(call)).toEqual(taken);
    expect((await send(keep(cases[1], "msg_2", aSecret("x")))).status).toBe(401);

    const lines = server.stdout().trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { command: "serve", hook: "soar", case: cases[0]?.number, decision: "keep", outcome: "taken" },
      { command: "serve", outcome: "repeated" },
    ]);
    expect(server.stderr()).toContain("refused signature_wrong");
    const shown = await run(["case", "show", String(cases[0]?.number), "--json", "--config", config]);
    expect(shown.exit).toBe(0);
    expect(resultOf(shown)).toMatchObject({ case: { state: "kept" } });
  });

  it("carries out what other commands ask, who cannot open the store meanwhile", async () => {
    const [, one] = cases;
    const argv = [
      "case",
      "keep",
      String(one?.number),
      "--reason",
      "a spare",
      "--json",
      "--config",
      "serve.yaml",
    ];
    const kept = await run(argv, { cwd: stage.dir });
    expect(kept).toMatchObject({ exit: 0, stderr: "" });
    expect(resultOf(kept)).toMatchObject({ case: { number: one?.number, state: "kept" } });

    // A rehearsal at another time is nobody else's to do.
    const rehearsal = await stage.json(config, "case", "list");
    expect(rehearsal).toMatchObject({ exit: 1, result: { error: { code: "STORE_LOCKED" } } });
    // And a second server is one too many.
    const second = await run(["serve", "--config", "serve.yaml"], { cwd: stage.dir });
    expect(second.exit).toBe(1);
    expect(second.stderr).toContain("STORE_LOCKED");
  });

  it("stops on SIGTERM, done, and has told no secret", async () => {
    server.send("SIGTERM");
    const ran = await server.ended;
    expect(ran.exit).toBe(0);
    for (const secret of [SECRET, SECRET.slice("whsec_".length)]) {
      expect(ran.stdout + ran.stderr).not.toContain(secret);
    }
  });

  it("is refused where others could listen in, without a hook, and with a secret that is none", async () => {
    const wide = await stage.config("wide", (data) => (data.server = hooks("0.0.0.0:0")));
    const refused = await stage.run(wide, "serve");
    expect(refused.exit).toBe(2);
    expect(refused.stderr).toContain("server.listen: is reached from elsewhere and has no TLS");

    const nobody = await stage.config("nobody", (data) => (data.server = { hooks: [] }));
    expect(await stage.json(nobody, "serve")).toMatchObject({
      exit: 2,
      result: { error: { code: "CONFIG_INVALID" } },
    });

    await writeFile(join(stage.dir, "hook-secret"), "whsec_c2hvcnQ=");
    const weak = await stage.run(config, "serve", "--json");
    expect(weak.exit).toBe(2);
    expect(resultOf(weak)).toMatchObject({ error: { code: "SECRET_UNREADABLE" } });
    expect(weak.stdout + weak.stderr).not.toContain("c2hvcnQ");
  });
});
