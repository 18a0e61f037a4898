import { describe, expect, it } from "vitest";
import type { TenantId } from "../core/model/ids.ts";
import type { NotCoveredTenant, Tenant } from "../core/model/tenant.ts";
import { noLongerListed } from "./no-longer-listed.ts";

const tenant = (id: string): Tenant => ({
  id: id as TenantId,
  name: `Tenant ${id}`,
  apiHost: "https://api-eu01.central.sophos.com",
  dataRegion: "eu01",
});
const notCovered = (id: string, code: NotCoveredTenant["code"]): NotCoveredTenant => ({
  id,
  name: `Tenant ${id}`,
  code,
  detail: "",
});

const told = async (
  known: { readonly covered: readonly string[]; readonly notCovered?: readonly NotCoveredTenant[] },
  listed: { readonly tenants: readonly string[]; readonly notCovered?: readonly NotCoveredTenant[] },
  isChosen: (one: { readonly id: string }) => boolean = () => true,
) => {
  const unlisted = await noLongerListed(
    {
      tenants: () => Promise.resolve(known.covered.map(tenant)),
      notCovered: () => Promise.resolve(known.notCovered ?? []),
    },
    {
      credential: { kind: "partner", id: "p" },
      tenants: listed.tenants.map(tenant),
      notCovered: listed.notCovered ?? [],
    },
    isChosen,
  );
  return unlisted.map(({ id, code }) => [id, code]);
};

describe("a tenant that Central lists no more", () => {
  it("is told when it was covered before", async () => {
    expect(await told({ covered: ["a", "b"] }, { tenants: ["a"] })).toEqual([["b", "not_listed"]]);
  });

  it("is told again as long as it is not listed", async () => {
    const before = { covered: ["a"], notCovered: [notCovered("b", "not_listed")] };
    expect(await told(before, { tenants: ["a"] })).toEqual([["b", "not_listed"]]);
    expect(await told(before, { tenants: ["a", "b"] })).toEqual([]);
  });

  it("is not told when the listing says itself why it is not covered", async () => {
    const listing = { tenants: ["a"], notCovered: [notCovered("b", "no_api_host")] };
    expect(await told({ covered: ["a", "b"] }, listing)).toEqual([]);
  });

  it("is not told when it was out of reach before, or is left out by the configuration", async () => {
    expect(await told({ covered: [], notCovered: [notCovered("b", "forbidden")] }, { tenants: [] })).toEqual(
      [],
    );
    expect(await told({ covered: ["a", "b"] }, { tenants: ["a"] }, ({ id }) => id !== "b")).toEqual([]);
  });

  it("is every one of them when Central lists none", async () => {
    expect(await told({ covered: ["a", "b"] }, { tenants: [] })).toEqual([
      ["a", "not_listed"],
      ["b", "not_listed"],
    ]);
  });
});
