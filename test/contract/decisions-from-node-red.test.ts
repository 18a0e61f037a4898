// A tool that somebody else wrote answers cases: Node-RED is told of one, reads it, and sends a person's answer.
import { afterAll, beforeAll, expect, it } from "vitest";
import { endpointRemover } from "../../src/adapters/sophos-central/remover.ts";
import { signWebhook, webhookSecret } from "../../src/adapters/system/standard-webhook.ts";
import type { EndpointId, TenantId } from "../../src/core/model/ids.ts";
import { instant } from "../../src/core/model/instant.ts";
import { answerCall } from "../../src/server/decision-api.ts";
import { faultAnswer } from "../../src/server/fault-answer.ts";
import { listen, type Listening } from "../../src/server/listen.ts";
import { aHook, aSecret } from "../build/hook-sender.ts";
import { aRemovalStage, type RemovalStage } from "../build/removal-stage.ts";
import { idOf } from "../build/small-world.ts";
import { startNodeRed, type NodeRed } from "../peers/node-red/node-red.ts";
import { requirePeer } from "../peers/peers.ts";

const NOTIFY = aSecret("n");

requirePeer("node-red", "Decisions from a real Node-RED", () => {
  let stage: RemovalStage;
  let server: Listening;
  let nodeRed: NodeRed;

  /** 1 to 3 are marked as cloned in Central, which a person must answer. */
  beforeAll(async () => {
    stage = await aRemovalStage(3, endpointRemover);
    for (const n of [1, 2, 3]) stage.record(n)["cloned"] = true;
    await nextDay(2);
    const hooks = [aHook("node-red", aSecret("s"), ["approve", "keep"], Date.now)];
    const parts = { hooks, receivedAt: () => instant(Date.now()), tell: () => {} };
    server = await listen({
      host: "127.0.0.1",
      port: 0,
      tls: undefined,
      answer: async (call) => answerCall(call, { ...parts, withStore: async (work) => work(stage.house) }),
      onError: faultAnswer,
    });
    nodeRed = await startNodeRed({
      ROLLCALL_URL: server.url,
      ROLLCALL_SECRET: aSecret("s"),
      WRONG_SECRET: aSecret("x"),
      NOTIFY_SECRET: NOTIFY,
      MESSAGE_PREFIX: "nr-",
    });
  });
  afterAll(async () => {
    await nodeRed[Symbol.asyncDispose]();
    await server.close();
    await stage[Symbol.asyncDispose]();
  });

  const nextDay = async (day: number) => {
    await stage.house.day(day);
    await stage.house.collect();
    await stage.house.assess();
    await stage.house.tend();
  };
  const caseOf = async (n: number) =>
    (await stage.house.store.cases.of(stage.tenant.id as TenantId, idOf(n) as EndpointId)) ??
    expect.fail(`endpoint ${n} has no case`);
  /** Tells Node-RED of a case, as a notification would, and what the person there will answer. */
  const tell = async (n: number, how: Readonly<Record<string, unknown>>) => {
    const body = JSON.stringify({ case: (await caseOf(n)).number, person: "jane", ...how });
    const key = webhookSecret(NOTIFY) ?? expect.fail("a secret");
    const headers = { ...signWebhook([key], { id: `told-${n}`, atMs: Date.now(), body }) };
    const answer = await fetch(`${nodeRed.url}/notify`, { method: "POST", headers, body });
    return { status: answer.status, body: await answer.json() };
  };

  it("are refused when they are forged", async () => {
    const before = await caseOf(3);
    expect(await tell(3, { answer: "approve", forged: true })).toMatchObject({
      status: 401,
      body: { code: "signature_wrong" },
    });
    expect(await caseOf(3)).toEqual(before);
  });

  it("keep a device, and let another one be retired by the next runs", async () => {
    expect(await tell(1, { answer: "approve" })).toMatchObject({
      status: 200,
      body: { complete: true, case: { state: "approved", agreements: [{ by: "node-red: jane" }] } },
    });
    expect(await tell(2, { answer: "keep" })).toMatchObject({
      status: 200,
      body: { case: { state: "kept" } },
    });
    await nextDay(3);
    await nextDay(4);

    const { items } = await stage.house.plan("enforce");
    expect(items.map(({ endpoint }) => endpoint)).toEqual([idOf(1)]);
    expect(await stage.retire(1)).toMatchObject({ outcome: "retired" });
    expect([1, 2, 3].map((n) => stage.exists(n))).toEqual([false, true, true]);
  });
});
