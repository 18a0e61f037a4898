// Tickets as they are lived on the command line: a run writes them, a person answers on the desk, and the next sync hears it.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BRIDGE_ACCOUNT, bridgeStub, type BridgeStub } from "../build/bridge-stub.ts";
import { centralServer, type CentralServer } from "../build/central-server.ts";
import { prepared } from "./command.ts";
import { aStage, type ConfigData, type Stage } from "./stage.ts";

const SECRET = Buffer.from("a-secret-of-the-bridge-0");

let stage: Stage;
let bridge: BridgeStub;
let server: CentralServer;
let config: string;

const tickets = () => ({
  type: "webhook",
  url: server.url,
  tls: { ca: "file:./bridge-ca.pem" },
  token: "file:./bridge-secret",
  account: BRIDGE_ACCOUNT,
  approvers: [{ account: "jane-id", person: "jane" }, { account: "tom" }],
  inDryRun: true,
});
const withTickets =
  (mode: string) =>
  (data: ConfigData): void => {
    Object.assign(data, { mode, tickets: tickets(), review: { newCasesPerRun: 5, twoPeople: [] } });
  };

beforeAll(async () => {
  stage = await aStage();
  bridge = bridgeStub(SECRET, () => stage.clock.now());
  server = await centralServer(bridge.handle);
  await writeFile(join(stage.dir, "bridge-ca.pem"), server.ca);
  await writeFile(join(stage.dir, "bridge-secret"), `whsec_${SECRET.toString("base64")}\n`);
  config = await stage.config("tickets", withTickets("dry-run"));
});
afterAll(async () => {
  await stage[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

// Each of them runs several commands, and a busy machine takes seconds for one.
describe("a service desk in the configuration", { timeout: 400_000 }, () => {
  it("is looked at by check", async () => {
    const { result, exit } = prepared(await stage.json(config, "check"));
    const rows = (result["checks"] as { source: string; result: string }[]).filter(
      ({ source }) => source === "helpdesk",
    );
    expect(rows.map((row) => row.result)).toEqual(["ok", "ok", "ok"]);
    expect(exit).toBe(0);
  });

  it("gets a ticket for each case from a run", async () => {
    const ran = await stage.json(config, "run");
    expect(ran.result["tickets"]).toMatchObject({ opened: 5, unclear: 0, failed: 0, orphans: [] });
    expect(ran.result["tickets"]).not.toHaveProperty("fault");
    expect(bridge.tickets).toHaveLength(5);
    expect(`${ran.stdout}${ran.stderr}`).not.toContain(SECRET.toString("base64"));
  });

  it("is heard by case sync, and case show tells where the ticket is", async () => {
    const [ticket] = bridge.tickets;
    if (ticket === undefined) throw new Error("there is no ticket");
    ticket.decision = { ...bridge.mark("jane-id"), answer: "keep" };

    const synced = await stage.json(config, "case", "sync");
    expect(synced).toMatchObject({ exit: 0, result: { tickets: { answered: 1, closed: 1 } } });
    const endpoint = ticket.key.slice("rollcall-".length, -"-1".length);
    const shown = await stage.run(config, "case", "show", endpoint);
    expect(shown.stdout).toContain(`https://desk.example/${ticket.id}, closed`);
    expect(shown.stdout).toContain("keep by jane through ticket");
    expect(ticket.open).toBe(false);
  });

  it("with one ticket a tenant closes those of the cases, and case show tells where a case is listed", async () => {
    const tenants = await stage.config("tenants", (data) => {
      withTickets("dry-run")(data);
      Object.assign((data as unknown as { tickets: object }).tickets, { per: "tenant", approvers: [] });
    });
    const ofCases = bridge.tickets.filter((one) => one.open).length;
    const synced = await stage.json(tenants, "case", "sync");
    const open = new Set(bridge.tickets.filter((one) => one.open).map(({ id }) => id));
    const ofTenants = bridge.tickets.filter(({ key }) => key.startsWith("rollcall-tenant-"));
    expect(synced.result["tickets"]).toMatchObject({
      closed: ofCases,
      opened: ofTenants.length,
      orphans: [],
    });
    expect(ofTenants.length).toBeGreaterThan(0);
    expect(open).toEqual(new Set(ofTenants.map(({ id }) => id)));
    const number = /Case (\d+): /.exec(ofTenants[0]?.lines.join("\n") ?? "")?.[1] ?? "";
    const shown = await stage.run(tenants, "case", "show", number);
    expect(shown.stdout).toContain(
      `https://desk.example/${ofTenants[0]?.id}, of its tenant: it takes no answer`,
    );
  });

  it("is left alone in observe", async () => {
    const observe = await stage.config("observe", withTickets("observe"));
    const { result } = await stage.json(observe, "case", "sync");
    expect(result["tickets"]).toBeNull();
  });

  it("that does not answer is told, with the exit code of a source", async () => {
    const away = await stage.config("away", (data) => {
      withTickets("dry-run")(data);
      Object.assign((data as unknown as { tickets: object }).tickets, { url: "https://localhost:9" });
    });
    const synced = await stage.json(away, "case", "sync");
    expect(synced).toMatchObject({ exit: 4, result: { tickets: { fault: { code: "TICKET_UNREACHABLE" } } } });
  });
});
