import { describe, expect, it } from "vitest";
import { endpointId, START, tenantId, uuidOf } from "../../test/build/estate.ts";
import { simulate } from "../../test/build/simulation.ts";

const one = (number: number): string => `/endpoint/v1/endpoints/${endpointId(number)}`;
const BULK = "/endpoint/v1/endpoints/delete";
const post = (body: unknown) => ({
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

describe("reading one endpoint", () => {
  it("answers what a list item would show", async () => {
    await using sim = await simulate();
    const listed = (await sim.client.get(`/endpoint/v1/endpoints?view=full&ids=${endpointId(3)}`)).json()
      .items?.[0];
    expect((await sim.client.get(`${one(3)}?view=full`)).json()).toEqual(listed);
    expect((await sim.client.get(`${one(3)}?fields=hostname`)).json()).toEqual({
      id: endpointId(3),
      hostname: "PC-0003",
    });
  });

  it("answers 404 for one that is not there and 400 for what is no id", async () => {
    await using sim = await simulate();
    const answered = await sim.client.get(one(99));
    expect(answered.status).toBe(404);
    expect(answered.json()).toMatchObject({ error: "notFound", message: "Can't find endpoint" });
    expect((await sim.client.get("/endpoint/v1/endpoints/PC-0001")).status).toBe(400);
  });
});

describe("deleting one endpoint", () => {
  it("takes it and its alerts away, keeps it among the deleted, and tells", async () => {
    const told: string[] = [];
    const alert = (number: number, agent: string) => ({ id: uuidOf(9, number), managedAgent: { id: agent } });
    await using sim = await simulate({
      as: "tenant-deleter",
      onDelete: (tenant, endpoint) => void told.push(`${tenant}/${endpoint}`),
      arrange: (tenant) => {
        for (const entry of [alert(1, endpointId(2)), alert(2, endpointId(3))])
          tenant.alerts.set(entry.id, entry);
      },
    });
    const answered = await sim.client.get(one(2), { method: "DELETE" });
    expect([answered.status, answered.json()]).toEqual([200, { deleted: true }]);
    expect((await sim.client.get(one(2))).status).toBe(404);
    expect([...sim.tenant.alerts.keys()]).toEqual([uuidOf(9, 2)]);
    expect(sim.tenant.deleted).toMatchObject([
      { at: START, by: "tenant-deleter", endpoint: { id: endpointId(2) } },
    ]);
    expect(told).toEqual([`${tenantId(1)}/${endpointId(2)}`]);
  });

  it("is refused to a role that only reads, and nothing is deleted", async () => {
    await using sim = await simulate();
    const answered = await sim.client.get(one(2), { method: "DELETE" });
    expect(answered.status).toBe(403);
    expect(answered.json()).toMatchObject({ error: "forbidden", message: "Access is denied" });
    expect(sim.tenant.endpoints.size).toBe(5);
  });

  it.each([
    ["", 405],
    ["/", 404],
    ["/*", 400],
    ["/undefined", 400],
    ["/%E0%A4%A", 404],
  ])("deletes nothing for the path %j", async (rest, status) => {
    await using sim = await simulate({ as: "tenant-deleter" });
    expect((await sim.client.get(`/endpoint/v1/endpoints${rest}`, { method: "DELETE" })).status).toBe(status);
    expect(sim.tenant.endpoints.size).toBe(5);
  });

  it.each([
    ["notFound", 404, undefined],
    ["serverError", 500, undefined],
    ["deletedFalse", 200, false],
  ] as const)("answers an unknown id as told: %s", async (deleteUnknown, status, deleted) => {
    await using sim = await simulate({ as: "tenant-deleter", behaviour: { deleteUnknown } });
    const answered = await sim.client.get(one(99), { method: "DELETE" });
    expect([answered.status, answered.json()["deleted"]]).toEqual([status, deleted]);
  });
});

describe("deleting in bulk", () => {
  it("names those that were deleted; an unknown one is missing from the answer", async () => {
    await using sim = await simulate({ as: "tenant-deleter" });
    const answered = await sim.client.get(
      BULK,
      post({ endpointIds: [endpointId(1), endpointId(99), endpointId(4)] }),
    );
    expect(answered.json()).toEqual({ endpointIds: [endpointId(1), endpointId(4)] });
    expect([...sim.tenant.endpoints.keys()]).toEqual([2, 3, 5].map(endpointId));
  });

  it.each([
    ["no list", {}],
    ["an empty list", { endpointIds: [] }],
    ["the wrong key", { ids: [endpointId(1)] }],
    ["a name", { endpointIds: [endpointId(1), "PC-0002"] }],
    ["too many", { endpointIds: Array.from({ length: 51 }, (_, index) => endpointId(index + 1)) }],
    ["a list as the body", [endpointId(1)]],
  ])("refuses %s with 400 and deletes nothing", async (_, body) => {
    await using sim = await simulate({ as: "tenant-deleter" });
    expect((await sim.client.get(BULK, post(body))).status).toBe(400);
    expect((await sim.client.get(BULK, { method: "POST", body: "{" })).status).toBe(400);
    expect(sim.tenant.endpoints.size).toBe(5);
  });

  it("is refused to a role that only reads", async () => {
    await using sim = await simulate();
    expect((await sim.client.get(BULK, post({ endpointIds: [endpointId(1)] }))).status).toBe(403);
    expect(sim.tenant.endpoints.size).toBe(5);
  });
});
