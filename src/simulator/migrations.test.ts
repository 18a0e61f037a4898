import { describe, expect, it } from "vitest";
import { endpointId, uuidOf } from "../../test/build/estate.ts";
import { simulate } from "../../test/build/simulation.ts";

describe("the migrations", () => {
  const MIGRATION = uuidOf(6, 1);

  it("are listed by mode, with their endpoints apart, and cannot be deleted", async () => {
    await using sim = await simulate({
      as: "tenant-deleter",
      arrange: (tenant) => {
        const endpoints = [{ id: endpointId(1), status: "pending" }];
        tenant.migrations.set(MIGRATION, { id: MIGRATION, mode: "sending", endpoints });
        tenant.migrations.set(uuidOf(6, 2), { id: uuidOf(6, 2), mode: "receiving" });
      },
    });
    const path = "/endpoint/v1/migrations";
    expect((await sim.client.get(`${path}?mode=sending`)).json().items).toEqual([
      { id: MIGRATION, mode: "sending" },
    ]);
    expect((await sim.client.get(path)).json().items).toHaveLength(2);
    expect((await sim.client.get(`${path}/${MIGRATION}`)).json()).toEqual({ id: MIGRATION, mode: "sending" });
    expect((await sim.client.get(`${path}/${MIGRATION}/endpoints`)).json().items).toEqual([
      { id: endpointId(1), status: "pending" },
    ]);
    expect((await sim.client.get(`${path}/${uuidOf(6, 2)}/endpoints`)).json().items).toEqual([]);
    expect((await sim.client.get(`${path}/${MIGRATION}`, { method: "DELETE" })).status).toBe(404);
    expect((await sim.client.get(`${path}/${uuidOf(6, 9)}`)).status).toBe(404);
    expect((await sim.client.get(`${path}?mode=sideways`)).status).toBe(400);
  });
});
