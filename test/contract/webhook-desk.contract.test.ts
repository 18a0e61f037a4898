import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createIds } from "../../src/adapters/system/ids.ts";
import { createLog } from "../../src/adapters/system/log.ts";
import { openHttpService } from "../../src/adapters/system/http-call.ts";
import { webhookDesk } from "../../src/adapters/tickets/webhook.ts";
import { BRIDGE_ACCOUNT, bridgeStub, type BridgeStub } from "../build/bridge-stub.ts";
import { centralServer } from "../build/central-server.ts";
import { ticketDeskContract, type DeskBench } from "./ticket-desk.contract.ts";

const SECRET = Buffer.from("a-secret-of-the-bridge-0");

async function bridgeBench(secret = SECRET): Promise<DeskBench & { readonly stub: BridgeStub }> {
  let now = () => 0;
  const stub = bridgeStub(SECRET, () => now());
  const server = await centralServer(stub.handle);
  now = () => server.clock.now();
  const http = openHttpService({
    url: `${server.url}/bridge`,
    ca: server.ca,
    env: {},
    clock: server.clock,
    log: createLog({ level: "silent" }),
    userAgent: "rollcall-test",
  });
  const desk = webhookDesk({
    name: "bridge",
    http,
    secret,
    clock: server.clock,
    ids: createIds(server.clock),
  });
  return {
    stub,
    desk,
    account: BRIDGE_ACCOUNT,
    people: ["jane", "tom"],
    answer: async (as, id, answer) =>
      void (stub.ticket(id).decision = answer === undefined ? null : { ...stub.mark(as), answer }),
    reopen: async (as, id) => void Object.assign(stub.ticket(id), { open: true, reopened: stub.mark(as) }),
    comment: async (_as, id, text) => void stub.ticket(id).lines.push(text),
    request: async (as, id) => void stub.ticket(id).requesters.push(as),
    vanish: {
      hidden: ["hidden", async (id) => void (stub.ticket(id).hidden = true)],
      rekeyed: ["foreign", async (id) => void (stub.ticket(id).key = "other")],
    },
    count: async (key) => stub.tickets.filter((one) => one.key === key).length,
    text: async (id) => stub.ticket(id).lines.join("\n"),
    lose: (how) => void (stub.lose = how),
    settle: async () => {},
    async [Symbol.asyncDispose]() {
      await desk.close();
      await server[Symbol.asyncDispose]();
    },
  };
}

ticketDeskContract("a bridge of signed webhooks", async () => bridgeBench());

describe("a bridge", () => {
  const never = new AbortController().signal;
  const content = { key: "rollcall-a-1", question: "q", subject: "s", lines: ["l"] };
  let bench: Awaited<ReturnType<typeof bridgeBench>>;
  beforeAll(async () => {
    bench = await bridgeBench();
  });
  afterAll(async () => bench[Symbol.asyncDispose]());

  it("that says yes and does nothing is not believed", async () => {
    const made = await bench.desk.create(content, never);
    const id = made.kind === "created" ? made.ref.id : "";
    bench.stub.idle = true;
    expect(await bench.desk.resolve(id, ["done"], never)).toMatchObject({ kind: "refused" });
    expect(await bench.desk.ask(id, { ...content, question: "q2" }, never)).toMatchObject({
      kind: "refused",
    });
    bench.stub.idle = false;
  });

  it("that knows another secret is told as refusing the token", async () => {
    await using other = await bridgeBench(Buffer.from("another-secret-of-ours-0"));
    await expect(other.desk.find("rollcall-a-1", never)).rejects.toEqual(
      expect.objectContaining({ code: "TICKET_AUTH" }),
    );
    expect(other.stub.tickets).toEqual([]);
  });
});
