import { describe, expect, it } from "vitest";
import { centralServer, type Reply } from "../../../test/build/central-server.ts";
import { aLongNotice, aNotice } from "../../../test/build/notices.ts";
import { openHttpService } from "../system/http-call.ts";
import { verifyWebhook } from "../system/standard-webhook.ts";
import type { Messenger } from "./messenger.ts";
import { signedWebhookMessenger } from "./signed-webhook.ts";
import { slackMessenger } from "./slack.ts";
import { teamsMessenger } from "./teams.ts";

const never = new AbortController().signal;
const silent = { debug: () => {}, info: () => {}, warn: () => {} };
const SECRET = Buffer.alloc(32, 7);
const WEBHOOK_PATH = "/services/T0/B0/s3cr3t";

type Kind = "slack" | "teams" | "webhook";

async function stage(kind: Kind, reply: Reply) {
  const server = await centralServer(() => reply);
  const service = openHttpService({
    url: `${server.url}${WEBHOOK_PATH}`,
    ca: server.ca,
    timeouts: { connect: 2_000, headers: 400, body: 400, total: 800 },
    env: {},
    clock: server.clock,
    log: silent,
    userAgent: "rollcall/test",
  });
  const messengers: Readonly<Record<Kind, () => Messenger>> = {
    slack: () => slackMessenger(service),
    teams: () => teamsMessenger(service),
    webhook: () => signedWebhookMessenger({ name: "so ar", service, secrets: [SECRET], clock: server.clock }),
  };
  const messenger = messengers[kind]();
  return {
    server,
    messenger,
    [Symbol.asyncDispose]: async () => {
      await messenger.close();
      await server[Symbol.asyncDispose]();
    },
  };
}

const send = async (kind: Kind, reply: Reply) => {
  await using it = await stage(kind, reply);
  return await it.messenger.send(aNotice(), never);
};

const text = (raw: string, status = 200): Reply => ({ raw, status });

describe.each<Kind>(["slack", "teams", "webhook"])("a message by %s", (kind) => {
  it("is posted once as JSON to the whole address", async () => {
    await using it = await stage(kind, text("ok"));
    expect(await it.messenger.send(aLongNotice(), never)).toEqual({ kind: "sent" });
    expect(it.server.seen).toMatchObject([{ method: "POST", path: WEBHOOK_PATH }]);
    expect(it.server.seen[0]?.headers["content-type"]).toContain("application/json");
    expect(JSON.parse(it.server.seen[0]?.body ?? "")).toBeTypeOf("object");
  });

  it.each<[string, Reply, object]>([
    [
      "is taken later",
      { raw: "", status: 429, headers: { "retry-after": "7" } },
      { code: "busy", retryAfterMs: 7_000 },
    ],
    ["meets a broken server", text("rollup_error", 500), { code: "server_error" }],
    ["meets an address that is gone", text("channel_is_archived", 410), { code: "misdirected" }],
    [
      "meets an address that moved",
      { raw: "", status: 302, headers: { location: "https://evil.example/" } },
      { code: "misdirected" },
    ],
    ["gets no answer", "hang", { code: "broken_off" }],
    ["gets half an answer", "cut", { code: "broken_off" }],
  ])("%s", async (_case, reply, trouble) => {
    expect(await send(kind, reply)).toEqual({ kind: "trouble", trouble });
  });

  it("that is refused for itself is set aside, and stops none after it", async () => {
    expect(await send(kind, text("invalid_payload", 400))).toEqual({ kind: "refused", code: "http_400" });
  });

  it("goes to nobody who cannot prove who he is", async () => {
    await using it = await stage(kind, text("ok"));
    await using other = await centralServer(() => text("ok"));
    const service = openHttpService({
      url: other.url.replace("localhost", "127.0.0.1"),
      ca: "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----",
      env: {},
      clock: it.server.clock,
      log: silent,
      userAgent: "x",
    });
    expect(await slackMessenger(service).check(never)).toMatchObject({
      code: expect.stringMatching(/untrusted|unreachable/) as string,
    });
    expect(other.seen).toEqual([]);
    await service.close();
  });

  it("is checked without being sent", async () => {
    await using it = await stage(kind, text("no_text", 400));
    expect(await it.messenger.check(never)).toBeUndefined();
    expect(it.server.seen).toMatchObject([{ method: "GET" }]);
  });
});

describe("what is special", () => {
  it("Slack: an action that the workspace prohibits is for a person to mend", async () => {
    expect(await send("slack", text("action_prohibited", 403))).toMatchObject({
      trouble: { code: "misdirected" },
    });
  });

  it("Teams: a refusal inside a 200 is one", async () => {
    const hidden = text(
      "Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429",
    );
    expect(await send("teams", hidden)).toEqual({ kind: "trouble", trouble: { code: "busy" } });
    expect(await send("teams", text("… HTTP error 500 …"))).toMatchObject({
      trouble: { code: "server_error" },
    });
  });

  it("a webhook is signed over its very bytes, under one id however often it is sent", async () => {
    await using it = await stage("webhook", text(""));
    await it.messenger.send(aNotice(), never);
    await it.messenger.send(aNotice(), never);
    for (const { headers, body } of it.server.seen) {
      const given = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
      expect(verifyWebhook([SECRET], given, body, it.server.clock.now())).toEqual({
        kind: "signed",
        id: "notice_so-ar_42",
      });
      expect(Buffer.byteLength(body)).toBeLessThan(20_000);
    }
    expect(it.server.seen).toHaveLength(2);
    expect(await send("webhook", text("", 401))).toMatchObject({ trouble: { code: "unauthorised" } });
  });
});
