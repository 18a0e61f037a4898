import { describe, expect, it } from "vitest";
import { ORGANIZATION_ID, PARTNER_ID, tenantId } from "../../test/build/estate.ts";
import { simulate } from "../../test/build/simulation.ts";

const PARTNER = { "x-partner-id": PARTNER_ID.toLowerCase() };
const ORGANIZATION = { "x-organization-id": ORGANIZATION_ID };
const THREE = [{ endpoints: 1 }, { region: "us03", endpoints: 1, hasApiHost: false }, { managed: false }];

describe("whoami", () => {
  it("gives a tenant's credential its data region, on the global host", async () => {
    await using sim = await simulate();
    const { urls } = sim.simulator;
    expect((await sim.client.send(`${urls.api}/whoami/v1`, { tenant: null })).json()).toEqual({
      id: tenantId(1),
      idType: "tenant",
      apiHosts: { global: urls.api, dataRegion: urls.regions["eu01"] },
    });
    expect((await sim.client.get("/whoami/v1")).status).toBe(404);
  });

  it.each([
    ["partner", "partner-reader", PARTNER_ID],
    ["organization", "organization-reader", ORGANIZATION_ID],
  ])("gives a %s no data region", async (idType, as, id) => {
    await using sim = await simulate({ as });
    const { urls } = sim.simulator;
    expect((await sim.client.send(`${urls.api}/whoami/v1`)).json()).toEqual({
      id,
      idType,
      apiHosts: { global: urls.api },
    });
  });
});

describe("the listing of tenants", () => {
  it.each([
    ["partner", "partner-reader", PARTNER],
    ["organization", "organization-reader", ORGANIZATION],
  ])("shows a %s all its tenants, without an apiHost where there is none", async (kind, as, headers) => {
    await using sim = await simulate({ tenants: THREE, as });
    const { urls } = sim.simulator;
    const page = (await sim.client.send(`${urls.api}/${kind}/v1/tenants?pageTotal=true`, { headers })).json();
    expect(page.pages).toEqual({ current: 1, size: 50, total: 1, items: 3, maxSize: 100 });
    expect(page.items?.map((item) => item["apiHost"])).toEqual([
      urls.regions["eu01"],
      undefined,
      urls.regions["eu01"],
    ]);
    expect(page.items?.[0]).toMatchObject({
      id: tenantId(1),
      name: "Tenant 1",
      showAs: "Tenant 1",
      dataRegion: "eu01",
      dataGeography: "IE",
      billingType: "term",
      status: "active",
    });
    expect(page.items?.[0]).toHaveProperty(kind);
  });

  it("is paged by number; a page past the end is empty", async () => {
    await using sim = await simulate({ tenants: THREE, as: "partner-reader" });
    const url = `${sim.simulator.urls.api}/partner/v1/tenants?pageSize=2`;
    const ids = async (page: number) =>
      (await sim.client.send(`${url}&page=${page}`, { headers: PARTNER })).json().items?.map(({ id }) => id);
    expect([await ids(1), await ids(2), await ids(3)]).toEqual([
      [tenantId(1), tenantId(2)],
      [tenantId(3)],
      [],
    ]);
    const page = (await sim.client.send(url, { headers: PARTNER })).json().pages;
    expect(page).toEqual({ current: 1, size: 2, maxSize: 100 });
  });

  it("shows a partner only the fields asked for", async () => {
    await using sim = await simulate({ as: "partner-reader" });
    const url = `${sim.simulator.urls.api}/partner/v1/tenants?fields=name`;
    expect((await sim.client.send(url, { headers: PARTNER })).json().items).toEqual([
      { id: tenantId(1), name: "Tenant 1" },
    ]);
  });

  it.each([
    ["no id header", "partner-reader", "partner", {}, 401],
    ["another's id", "partner-reader", "partner", { "x-partner-id": tenantId(1) }, 403],
    ["a tenant's credential", "tenant-reader", "partner", PARTNER, 403],
    ["a partner's credential at the organization", "partner-reader", "organization", ORGANIZATION, 403],
  ])("refuses %s", async (_, as, kind, headers, status) => {
    await using sim = await simulate({ as });
    expect((await sim.client.send(`${sim.simulator.urls.api}/${kind}/v1/tenants`, { headers })).status).toBe(
      status,
    );
  });

  it.each(["pageSize=101", "pageSize=0", "page=0", "page=x", "pageTotal=yes"])(
    "refuses %s with 400",
    async (query) => {
      await using sim = await simulate({ as: "partner-reader" });
      const url = `${sim.simulator.urls.api}/partner/v1/tenants?${query}`;
      expect((await sim.client.send(url, { headers: PARTNER })).status).toBe(400);
    },
  );

  it("reads one tenant, and answers 404 for one that is not there", async () => {
    await using sim = await simulate({ as: "partner-reader" });
    const read = (id: string) =>
      sim.client.send(`${sim.simulator.urls.api}/partner/v1/tenants/${id}`, { headers: PARTNER });
    expect((await read(tenantId(1).toUpperCase())).json()).toMatchObject({ id: tenantId(1) });
    expect((await read(tenantId(9))).status).toBe(404);
  });
});

describe("a tenant's calls", () => {
  it.each([
    ["its own region", 1, "eu01", 200],
    ["another region", 1, "us03", 403],
    ["a tenant that is not managed", 3, "eu01", 403],
    ["a tenant that nobody knows", 9, "eu01", 403],
  ])("for %s", async (_, tenant, region, status) => {
    await using sim = await simulate({ tenants: THREE, as: "partner-reader" });
    const url = `${sim.simulator.urls.regions[region]}/endpoint/v1/endpoints`;
    expect((await sim.client.send(url, { tenant: tenantId(tenant) })).status).toBe(status);
  });

  it("are refused with 401 without X-Tenant-ID, and with 403 for what is no id", async () => {
    await using sim = await simulate();
    expect((await sim.client.get("/endpoint/v1/endpoints", { tenant: null })).status).toBe(401);
    expect((await sim.client.get("/endpoint/v1/endpoints", { tenant: "Acme" })).status).toBe(403);
  });

  it("are refused to a credential of another tenant", async () => {
    await using sim = await simulate({ tenants: [{}, { endpoints: 1 }], as: "tenant-reader" });
    expect((await sim.client.get("/endpoint/v1/endpoints", { tenant: tenantId(2) })).status).toBe(403);
  });
});
