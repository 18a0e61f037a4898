import { describe, expect, it } from "vitest";
import { endpoint, endpointId } from "../../test/build/estate.ts";
import { simulate } from "../../test/build/simulation.ts";

const of = (number: number, what: string): string => `/endpoint/v1/endpoints/${endpointId(number)}/${what}`;

describe("isolation", () => {
  it("follows the endpoint's record", async () => {
    await using sim = await simulate({
      arrange: (tenant) =>
        void tenant.endpoints.set(
          endpointId(1),
          endpoint(1, tenant.id, { isolation: { status: "isolated" } }),
        ),
    });
    expect((await sim.client.get(of(1, "isolation"))).json()).toMatchObject({ enabled: true });
    expect((await sim.client.get(of(2, "isolation"))).json()).toMatchObject({ enabled: false });
    expect((await sim.client.get(of(9, "isolation"))).status).toBe(404);
  });
});
