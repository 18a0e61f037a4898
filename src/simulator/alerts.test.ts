import { describe, expect, it } from "vitest";
import { endpointId, START, uuidOf } from "../../test/build/estate.ts";
import type { SimTenant } from "./estate.ts";
import type { Simulation } from "../../test/build/simulation.ts";
import { simulate } from "../../test/build/simulation.ts";

const HOUR_MS = 3_600_000;
const ago = (hours: number): string => new Date(START - hours * HOUR_MS).toISOString();
const alertId = (number: number): string => uuidOf(9, number);

/** Alert n was raised n hours ago; the first is high. */
const withAlerts = (tenant: SimTenant): void => {
  for (const number of [1, 2, 3]) {
    tenant.alerts.set(alertId(number), {
      id: alertId(number),
      severity: number === 1 ? "high" : "low",
      category: number === 3 ? "updating" : "protection",
      product: "endpoint",
      groupKey: `key${number}`,
      managedAgent: { id: endpointId(number), type: "computer" },
      raisedAt: ago(number),
      type: "Event::Endpoint::OutOfDate",
    });
  }
};

describe("the alerts", () => {
  it.each([
    ["", [1, 2, 3]],
    ["severity=high", [1]],
    ["category=updating", [3]],
    ["product=server", []],
    ["groupKey=key2", [2]],
    [`ids=${alertId(3)},${alertId(1)}`, [1, 3]],
    [`from=${ago(2)}`, [1, 2]],
    [`to=${ago(2)}`, [2, 3]],
    ["sort=raisedAt:asc", [3, 2, 1]],
  ])("are found by %j, newest first", async (query, expected) => {
    await using sim = await simulate({ arrange: withAlerts });
    const page = (await sim.client.get(`/common/v1/alerts?${query}`)).json();
    expect(page.items?.map(({ id }) => id)).toEqual(expected.map(alertId));
  });

  it("are searched by a body that says the same", async () => {
    await using sim = await simulate({ arrange: withAlerts });
    const search = (body: unknown) =>
      sim.client.get("/common/v1/alerts/search", { method: "POST", body: JSON.stringify(body) });
    const page = (await search({ severity: ["high", "low"], pageSize: 2, pageTotal: true })).json();
    expect(page.items).toHaveLength(2);
    expect(page.pages).toMatchObject({ items: 3, total: 2, maxSize: 1000 });
    const rest = (await search({ pageSize: 2, pageFromKey: page.pages?.["nextKey"] })).json();
    expect(rest.items?.map(({ id }) => id)).toEqual([alertId(3)]);
    expect((await search({ severity: { is: "high" } })).status).toBe(400);
  });

  it.each(["severity=fatal", "from=yesterday", "to=2026-01-01", "pageSize=1001", "sort=colour"])(
    "refuse %s with 400",
    async (query) => {
      await using sim = await simulate();
      expect((await sim.client.get(`/common/v1/alerts?${query}`)).status).toBe(400);
    },
  );
});

describe("the SIEM events", () => {
  /** Event n of `count` happened so that the last is a minute old; one of two days ago comes before them. */
  const withEvents =
    (count: number) =>
    (tenant: SimTenant): void => {
      tenant.events.push({ id: "old", type: "Event::Endpoint::Registered", created_at: ago(48) });
      for (let left = count; left >= 1; left -= 1) {
        tenant.events.push({
          id: `e${count - left + 1}`,
          type: left % 2 === 0 ? "Event::Endpoint::Registered" : "Event::Endpoint::UpdateSuccess",
          created_at: new Date(START - left * 60_000).toISOString(),
        });
      }
    };
  interface Events {
    readonly has_more: boolean;
    readonly next_cursor: string;
    readonly items: readonly { readonly id: string }[];
  }
  const read = async (sim: Simulation, query: string): Promise<Events> =>
    (await sim.client.get(`/siem/v1/events?${query}`)).json() as unknown as Events;

  it("come from the last 24 hours, oldest first, and go on from the cursor", async () => {
    await using sim = await simulate({ arrange: withEvents(250) });
    const first = await read(sim, "limit=200");
    expect([first.has_more, first.items.length, first.items[0]?.id]).toEqual([true, 200, "e1"]);
    const second = await read(sim, `limit=200&cursor=${first.next_cursor}`);
    expect([second.has_more, second.items.length, second.items[0]?.id]).toEqual([false, 50, "e201"]);
    expect(await read(sim, `cursor=${second.next_cursor}`)).toMatchObject({ has_more: false, items: [] });
    sim.tenant.events.push({ id: "new", created_at: new Date(START).toISOString() });
    expect((await read(sim, `cursor=${second.next_cursor}`)).items).toMatchObject([{ id: "new" }]);
  });

  it("are silently lost between a cursor older than 24 hours and the last day", async () => {
    await using sim = await simulate({ arrange: withEvents(3) });
    const { next_cursor } = await read(sim, "");
    sim.tenant.events.push({ id: "lost", created_at: new Date(START + HOUR_MS).toISOString() });
    sim.clock.advance(26 * HOUR_MS);
    await sim.client.login("tenant-reader");
    sim.tenant.events.push({ id: "new", created_at: new Date(sim.clock.now() - 1000).toISOString() });
    const again = await read(sim, `cursor=${next_cursor}`);
    expect(again.items.map(({ id }) => id)).toEqual(["new"]);
  });

  it("leave out types, what is too young, and what came before from_date", async () => {
    await using sim = await simulate({ arrange: withEvents(4) });
    const ids = async (query: string) => (await read(sim, query)).items.map(({ id }) => id);
    expect(await ids("exclude_types=Event::Endpoint::Registered")).toEqual(["e2", "e4"]);
    expect(await ids("from_date_offset_minutes=2")).toEqual(["e1", "e2", "e3"]);
    expect(await ids(`from_date=${START / 1000 - 120}`)).toEqual(["e3", "e4"]);
  });

  it.each(["limit=199", "limit=1001", `from_date=${START / 1000 - 86_401}`, "cursor=nonsense"])(
    "refuse %s with 400",
    async (query) => {
      await using sim = await simulate();
      expect((await sim.client.get(`/siem/v1/events?${query}`)).status).toBe(400);
    },
  );

  it("exist for alerts too, oldest first", async () => {
    await using sim = await simulate({ arrange: withAlerts });
    const answered = (await sim.client.get("/siem/v1/alerts")).json();
    expect(answered.items?.map(({ id }) => id)).toEqual([3, 2, 1].map(alertId));
  });
});
