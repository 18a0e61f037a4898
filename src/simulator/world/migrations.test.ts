import { describe, expect, it } from "vitest";
import { createWorld } from "./create-world.ts";

const OPTIONS = { seed: 2, endpoints: 400, directories: 2, start: Date.UTC(2026, 10, 24) };

describe("migrations", () => {
  it("both tenants list the job that left a record behind, and the new record is the same machine", () => {
    const { estate, truth } = createWorld({ ...OPTIONS, tenants: 3 });
    const left = [...truth.values()].filter(({ story }) => story === "moved_tenant");
    expect(left.length).toBeGreaterThan(0);
    for (const { tenant, endpoint } of left) {
      const from = estate.tenants.get(tenant)!;
      const job = [...from.migrations.values()].find((one) =>
        JSON.stringify(one["endpoints"]).includes(endpoint),
      )!;
      const to = estate.tenants.get(job["toTenant"] as string)!;
      expect([job["mode"], to.migrations.get(job.id)?.["mode"]]).toEqual(["sending", "receiving"]);
      const [{ newId }] = job["endpoints"] as [{ readonly newId: string }];
      expect(to.endpoints.get(newId)?.["serialNumber"]).toBe(from.endpoints.get(endpoint)?.["serialNumber"]);
    }
  });

  it("a single tenant has records left behind, and no job with a tenant that is not there", () => {
    const { estate, truth } = createWorld({ ...OPTIONS, tenants: 1 });
    expect([...truth.values()].some(({ story }) => story === "moved_tenant")).toBe(true);
    expect([...estate.tenants.values()].map(({ migrations }) => migrations.size)).toEqual([0]);
  });
});
