import { Agent, get as httpsGet } from "node:https";
import type { RequestOptions } from "node:https";
import { describe, expect, it } from "vitest";
import { createCentralClient } from "../../test/build/central-client.ts";
import { endpointId, estate, START, tenantId } from "../../test/build/estate.ts";
import { simulate } from "../../test/build/simulation.ts";
import { createSimClock } from "./clock.ts";
import type { SimulatorOptions } from "./simulator.ts";
import { startSimulator } from "./simulator.ts";

const LIST = "/endpoint/v1/endpoints";

/** The status of one request, on a connection of its own unless an agent is given. */
const statusOf = (url: string, options: RequestOptions = {}): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    httpsGet(url, { agent: false, ...options }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on("error", reject);
  });

describe("the simulator", () => {
  it("listens on a host of its own for Sophos ID, the API and every region of the estate", async () => {
    await using sim = await simulate({
      tenants: [{ region: "us03" }, { region: "eu01" }, { region: "eu01" }],
    });
    const { id, api, regions } = sim.simulator.urls;
    expect(Object.keys(regions)).toEqual(["eu01", "us03"]);
    expect(new Set([id, api, ...Object.values(regions)]).size).toBe(4);
    for (const url of [id, api, ...Object.values(regions)]) expect(url).toMatch(/^https:\/\/localhost:\d+$/);
  });

  it("is trusted by its own authority and by no other", async () => {
    await using sim = await simulate();
    await using other = await simulate();
    const url = `${sim.simulator.urls.api}/whoami/v1`;
    expect(await statusOf(url, { ca: sim.simulator.ca })).toBe(401);
    expect(await statusOf(url.replace("localhost", "127.0.0.1"), { ca: sim.simulator.ca })).toBe(401);
    await expect(statusOf(url)).rejects.toThrow(/certificate/);
    await expect(statusOf(url, { ca: other.simulator.ca })).rejects.toThrow(/certificate/);
  });

  it("logs every request with its credential, tenant, status and connection, and no secret", async () => {
    await using sim = await simulate({ as: "partner-reader" });
    await sim.client.get(`${LIST}?sort=id&pageSize=1`);
    await sim.client.get(`${LIST}/${endpointId(99)}`);
    const [login, list, read] = sim.simulator.log;
    expect(sim.simulator.requestCount).toBe(3);
    expect(login).toMatchObject({ host: "id", method: "POST", credential: "partner-reader", status: 200 });
    expect(list).toEqual({
      at: START,
      host: "eu01",
      connection: list?.connection,
      tlsResumed: false,
      method: "GET",
      path: LIST,
      query: { sort: "id", pageSize: "1" },
      tenant: tenantId(1),
      credential: "partner-reader",
      status: 200,
      faults: [],
    });
    expect(read).toMatchObject({ status: 404, host: "eu01" });
    expect(list?.connection).toBeGreaterThan(login?.connection ?? Number.NaN);
    expect(JSON.stringify(sim.simulator.log)).not.toContain("secret-of");
    sim.simulator.clearLog();
    expect([sim.simulator.requestCount, sim.simulator.log]).toEqual([0, []]);
  });

  it("keeps connections alive", async () => {
    await using sim = await simulate();
    const client = createCentralClient(sim.simulator, "eu01", { connections: 1 });
    await client.login("tenant-reader");
    for (let call = 0; call < 5; call += 1) await client.get(LIST);
    await client.close();
    const regional = sim.simulator.log.filter(({ host }) => host === "eu01");
    expect([regional.length, new Set(regional.map(({ connection }) => connection)).size]).toEqual([5, 1]);
  });

  it("tells which connections resumed a TLS session", async () => {
    await using sim = await simulate();
    sim.simulator.clearLog();
    // Without keep-alive every request opens a connection; the agent remembers the session.
    const agent = new Agent({ keepAlive: false, ca: sim.simulator.ca });
    for (let call = 0; call < 2; call += 1) await statusOf(`${sim.simulator.urls.api}/whoami/v1`, { agent });
    agent.destroy();
    expect(sim.simulator.log.map(({ tlsResumed }) => tlsResumed)).toEqual([false, true]);
  });

  it("dates its answers by its own clock", async () => {
    await using sim = await simulate();
    sim.clock.set(Date.UTC(2031, 0, 2, 3, 4, 5));
    const answered = await sim.client.get(LIST);
    expect(answered.headers.get("date")).toBe("Thu, 02 Jan 2031 03:04:05 GMT");
  });

  it("answers after its latency", async () => {
    await using sim = await simulate();
    sim.simulator.setLatency(60_000);
    await expect(sim.client.get(LIST, { signal: AbortSignal.timeout(50) })).rejects.toThrow("timeout");
    sim.simulator.setLatency(1);
    expect((await sim.client.get(LIST)).status).toBe(200);
  });

  it("answers 404 for what it does not know and 405 for what it does not do", async () => {
    await using sim = await simulate();
    const unknown = await sim.client.get("/endpoint/v2/endpoints");
    expect([unknown.status, unknown.json()["error"]]).toEqual([404, "notFound"]);
    expect((await sim.client.get(LIST, { method: "DELETE" })).status).toBe(405);
    expect((await sim.client.send(`${sim.simulator.urls.api}${LIST}`)).status).toBe(404);
  });

  it("refuses a body larger than any it takes", async () => {
    await using sim = await simulate({ as: "tenant-deleter" });
    const body = JSON.stringify({ endpointIds: ["x".repeat(5_000_000)] });
    expect((await sim.client.get(`${LIST}/delete`, { method: "POST", body })).status).toBe(413);
  });

  it("stops in the middle of requests, and frees its ports", async () => {
    const sim = await simulate({ latencyMs: 0 });
    sim.simulator.faults.add({ action: { kind: "hang" } });
    const hanging = sim.client.get(LIST).then(
      () => "answered",
      (error: unknown) => (error as Error).message,
    );
    await expect.poll(() => sim.simulator.log.at(-1)?.faults).toEqual(["hang"]);
    await sim.simulator.stop();
    expect(await hanging).toBe("fetch failed");
    await sim.client.close();
    const port = Number(new URL(sim.simulator.urls.id).port);
    const again = await startSimulator({
      estate: estate([{}]),
      clock: createSimClock(START),
      ports: { id: port },
    });
    expect(new URL(again.urls.id).port).toBe(String(port));
    await again.stop();
  });

  it("carries nothing out after it has stopped", async () => {
    const latencyMs = 500;
    const sim = await simulate({ as: "tenant-deleter", latencyMs });
    const deletion = sim.client
      .get(`${LIST}/${endpointId(1)}`, { method: "DELETE" })
      .catch(() => "broken off");
    await expect.poll(() => sim.simulator.log.at(-1)?.method, { interval: 5 }).toBe("DELETE");
    await sim.simulator.stop();
    expect(await deletion).toBe("broken off");
    await new Promise((resolve) => setTimeout(resolve, latencyMs));
    expect(sim.tenant.endpoints.size).toBe(5);
    await sim.client.close();
  });

  it("does not start when a port is taken, and leaves none open", async () => {
    await using running = await simulate();
    const taken = Number(new URL(running.simulator.urls.id).port);
    const free = await startSimulator({ estate: estate([{}]), clock: createSimClock(START) });
    const id = Number(new URL(free.urls.id).port);
    await free.stop();
    const start = (ports: NonNullable<SimulatorOptions["ports"]>) =>
      startSimulator({ estate: estate([{}]), clock: createSimClock(START), ports });
    await expect(start({ id, regions: { eu01: taken } })).rejects.toThrow("EADDRINUSE");
    const again = await start({ id });
    expect(new URL(again.urls.id).port).toBe(String(id));
    await again.stop();
  });

  it("answers 500 when it fails itself, and does not hide that when it stops", async () => {
    const sim = await simulate({
      onPage: () => {
        throw new Error("the test's own mistake");
      },
    });
    expect((await sim.client.get(LIST)).status).toBe(500);
    await sim.client.close();
    await expect(sim.simulator.stop()).rejects.toThrow("the simulator itself failed");
  });

  it("serves several clients of one estate at once", async () => {
    await using sim = await simulate({ tenants: [{ endpoints: 120 }] });
    const clients = Array.from({ length: 4 }, () => createCentralClient(sim.simulator));
    const walks = await Promise.all(
      clients.map(async (client) => {
        await client.login("partner-reader");
        const { items } = await client.walk(`${LIST}?sort=id&pageSize=7`);
        await client.close();
        return items.length;
      }),
    );
    expect(walks).toEqual([120, 120, 120, 120]);
  });
});
