import { describe, expect, it } from "vitest";
import { endpointId } from "../../test/build/estate.ts";
import { simulate } from "../../test/build/simulation.ts";

const of = (number: number, what: string): string => `/endpoint/v1/endpoints/${endpointId(number)}/${what}`;
const STATE = { enabled: true, password: "034181741653", previousPasswords: [] };

describe("tamper protection", () => {
  it("shows the password and those before it, to a read-only role too unless told otherwise", async () => {
    for (const [readOnlyTamper, status] of [
      ["allowed", 200],
      ["denied", 403],
    ] as const) {
      await using sim = await simulate({
        behaviour: { readOnlyTamper },
        arrange: (tenant) => void tenant.tamper.set(endpointId(1), STATE),
      });
      const answered = await sim.client.get(of(1, "tamper-protection"));
      expect(answered.status).toBe(status);
      if (status === 200) expect(answered.json()).toEqual(STATE);
    }
  });

  it("answers 404 for an unknown endpoint, and for a deleted one", async () => {
    await using sim = await simulate({ as: "tenant-deleter" });
    expect((await sim.client.get(of(9, "tamper-protection"))).status).toBe(404);
    await sim.client.get(`/endpoint/v1/endpoints/${endpointId(1)}`, { method: "DELETE" });
    expect((await sim.client.get(of(1, "tamper-protection"))).status).toBe(404);
  });

  it("gives the same password every time until it is renewed, and then lists the old one", async () => {
    await using sim = await simulate({ as: "tenant-deleter" });
    const path = of(1, "tamper-protection");
    const before = (await sim.client.get(path)).json();
    expect(before["password"]).toMatch(/^\d{12}$/);
    expect((await sim.client.get(path)).json()).toEqual(before);
    const body = JSON.stringify({ enabled: true, regeneratePassword: true });
    const answered = await sim.client.get(path, { method: "POST", body });
    expect(answered.status).toBe(201);
    expect(answered.json()).toMatchObject({
      enabled: true,
      previousPasswords: [{ password: before["password"] }],
    });
    expect(answered.json()["password"]).not.toBe(before["password"]);
    const kept = await sim.client.get(path, { method: "POST", body: JSON.stringify({ enabled: false }) });
    expect(kept.json()).toEqual({ ...answered.json(), enabled: false });
  });

  it("refuses a body it does not understand, and a role that only reads", async () => {
    await using sim = await simulate({ as: "tenant-deleter" });
    const asked = { method: "POST", body: JSON.stringify({ enabled: "yes" }) };
    expect((await sim.client.get(of(1, "tamper-protection"), asked)).status).toBe(400);
    await sim.client.login("tenant-reader");
    expect((await sim.client.get(of(1, "tamper-protection"), asked)).status).toBe(403);
  });

  it("is on in the tenant's settings", async () => {
    await using sim = await simulate();
    expect((await sim.client.get("/endpoint/v1/settings/tamper-protection")).json()).toEqual({
      enabled: true,
    });
  });
});
