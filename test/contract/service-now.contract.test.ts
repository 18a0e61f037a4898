// Against a stub written from ServiceNow's documentation, not against a live instance.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLog } from "../../src/adapters/system/log.ts";
import { openHttpService } from "../../src/adapters/system/http-call.ts";
import { serviceNow } from "../../src/adapters/tickets/service-now.ts";
import { centralServer } from "../build/central-server.ts";
import { serviceNowStub, SN_ACCOUNT, type ServiceNowStub } from "../build/service-now-stub.ts";
import { ticketDeskContract, type DeskBench } from "./ticket-desk.contract.ts";

async function serviceNowBench(): Promise<DeskBench & { readonly stub: ServiceNowStub }> {
  const stub = serviceNowStub();
  const server = await centralServer(stub.handle);
  const http = openHttpService({
    url: server.url,
    headers: { authorization: "Basic x" },
    ca: server.ca,
    env: {},
    clock: server.clock,
    log: createLog({ level: "silent" }),
    userAgent: "rollcall-test",
  });
  const desk = serviceNow({
    name: "snow",
    url: server.url,
    http,
    table: "incident",
    account: SN_ACCOUNT,
    states: { open: "2", resolved: "6" },
    closed: ["6", "7", "8"],
    closeCode: "Solved (Permanently)",
    assignmentGroup: undefined,
    // Asked, and so able to answer; whose answer counts is decided elsewhere.
    approvers: ["jane", "tom"],
  });
  return {
    stub,
    desk,
    account: SN_ACCOUNT,
    people: ["jane", "tom"],
    answer: async (as, id, said) =>
      stub.decide(as, id, said === undefined ? "requested" : said === "approve" ? "approved" : "rejected"),
    reopen: async (as, id) => stub.set(as, id, { state: "2" }),
    comment: async (as, id, text) => stub.set(as, id, { work_notes: text }),
    asked: (id) => stub.rows("sysapproval_approver").filter((one) => one["sysapproval"] === id).length,
    request: async (as, id) => stub.set("admin", id, { "caller_id.user_name": as }),
    vanish: {
      hidden: ["hidden", async (id) => void stub.hidden.add(id)],
      rekeyed: ["foreign", async (id) => stub.set("admin", id, { correlation_id: "other" })],
    },
    count: async (key) => stub.rows("incident").filter((one) => one["correlation_id"] === key).length,
    text: async (id) => {
      const { short_description, description, work_notes, close_notes } = stub.ticket(id);
      return [short_description, description, work_notes, close_notes].join("\n");
    },
    lose: (how) => void (stub.lose = how),
    settle: async () => {},
    async [Symbol.asyncDispose]() {
      await desk.close();
      await server[Symbol.asyncDispose]();
    },
  };
}

ticketDeskContract("ServiceNow", serviceNowBench);

describe("an instance that drops a condition and gives every row", () => {
  const never = new AbortController().signal;
  let bench: Awaited<ReturnType<typeof serviceNowBench>>;
  beforeAll(async () => {
    bench = await serviceNowBench();
    const content = {
      key: "rollcall-a-1",
      question: "q",
      subject: "[code]<b>[/code]",
      lines: ["[code]<script>[/CODE]"],
    };
    await bench.desk.create(content, never);
    await bench.desk.create({ ...content, key: "somebody-else" }, never);
  });
  afterAll(async () => bench[Symbol.asyncDispose]());

  it("is a fault, and never a ticket or an answer", async () => {
    bench.stub.deaf = true;
    const [one] = bench.stub.rows("incident");
    const shape = expect.objectContaining({ code: "TICKET_SHAPE" }) as unknown;
    await expect(bench.desk.find("rollcall-a-1", never)).rejects.toEqual(shape);
    await expect(bench.desk.read(one?.["sys_id"] ?? "", "rollcall-a-1", never)).rejects.toEqual(shape);
    await expect(bench.desk.open(never)).rejects.toEqual(shape);
    bench.stub.deaf = false;
  });

  it("gets no HTML into a journal", async () => {
    const [one] = bench.stub.rows("incident");
    await bench.desk.comment(one?.["sys_id"] ?? "", ["PC [code]<script>[/CODE]"], never);
    expect(one?.["work_notes"]).not.toMatch(/\[\/?code\]/i);
  });
});
