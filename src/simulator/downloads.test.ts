import { describe, expect, it } from "vitest";
import { tenantId } from "../../test/build/estate.ts";
import { simulate } from "../../test/build/simulation.ts";

describe("the downloads", () => {
  it.each([
    ["", 4, 3],
    ["?platforms=windows", 2, 3],
    ["?platforms=linux&requestedProducts=coreAgent", 1, 1],
    ["?requestedProducts=nosuch", 0, 0],
  ])("list installers for %j", async (query, installers, products) => {
    await using sim = await simulate();
    const body = (await sim.client.get(`/endpoint/v1/downloads${query}`)).json();
    expect(body).toMatchObject({
      tenant: { id: tenantId(1) },
      licensedProducts: ["coreAgent", "interceptX", "endpointProtection"],
    });
    const found = body["installers"] as { supportedProducts: string[]; downloadUrl: string }[];
    expect(found).toHaveLength(installers);
    for (const installer of found) {
      expect(installer.supportedProducts).toHaveLength(products);
      expect(installer.downloadUrl).toMatch(/^https:\/\/localhost:\d+\//);
    }
  });
});
