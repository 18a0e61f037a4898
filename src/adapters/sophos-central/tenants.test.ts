import { describe, expect, it } from "vitest";
import {
  TENANT,
  centralServer,
  isToken,
  withTokens,
  type Reply,
  type Seen,
} from "../../../test/build/central-server.ts";
import { listTenants } from "./tenants.ts";

const never = new AbortController().signal;
const PARTNER = "5AC55058-0000-4000-8000-00000000000A";
const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const tenant = (n: number, host: string, more: object = {}) => ({
  id: uuid(n),
  name: `Tenant ${n}`,
  showAs: `T${n}`,
  dataRegion: "eu01",
  apiHost: `https://${host}`,
  ...more,
});

/** A credential of this kind whose listing is answered page by page. */
function serve(kind: string, page: (page: number, host: string, listing: number) => Reply) {
  let listing = 0;
  return centralServer(
    withTokens((seen) => {
      if (seen.path === "/whoami/v1") return { json: { id: PARTNER, idType: kind, apiHosts: {} } };
      const number = Number(seen.query["page"]);
      if (number === 1) listing++;
      return page(number, seen.headers.host ?? "", listing);
    }),
  );
}
const listings = (seen: readonly Seen[]) => seen.filter((one) => one.path.endsWith("/tenants"));
const paged = (items: readonly unknown[], total: number, count: unknown): Reply => ({
  json: { items, pages: { current: 1, size: 100, total, items: count, maxSize: 100 } },
});

describe("the tenants of a credential", () => {
  it.each([
    ["partner", "/partner/v1/tenants", "x-partner-id"],
    ["organization", "/organization/v1/tenants", "x-organization-id"],
  ])("%s: are listed to the last page, each page once", async (kind, path, header) => {
    await using server = await serve(kind, (page, host) =>
      paged(
        Array.from({ length: page < 3 ? 100 : 31 }, (_, i) => tenant((page - 1) * 100 + i, host)),
        3,
        231,
      ),
    );
    const listing = await listTenants(server.connect(), never);
    expect(listing.credential).toEqual({ kind, id: PARTNER.toLowerCase() });
    expect(listing.tenants).toHaveLength(231);
    expect(listing.notCovered).toEqual([]);
    expect(listing.tenants[230]).toEqual({
      id: uuid(230),
      name: "Tenant 230",
      apiHost: server.url,
      dataRegion: "eu01",
    });
    const asked = listings(server.seen);
    expect(asked.map((one) => one.query)).toEqual(
      [1, 2, 3].map((page) => ({ page: String(page), pageSize: "100", pageTotal: "true" })),
    );
    expect(new Set(asked.map((one) => one.path))).toEqual(new Set([path]));
    expect(asked[0]?.headers[header]).toBe(PARTNER);
    expect(server.seen.filter(isToken)).toHaveLength(1);
  });

  it("that cannot be covered are told with their reason and stop nobody", async () => {
    await using server = await serve("partner", (_page, host) =>
      paged(
        [
          tenant(1, host),
          tenant(2, host, { apiHost: undefined }),
          tenant(3, host, { apiHost: "https://evil.example" }),
          tenant(4, host, { id: "not-a-uuid" }),
          tenant(5, host, { apiHost: `http://${host}/`, id: uuid(5).toUpperCase(), name: undefined }),
          tenant(6, host, { apiHost: `https://${host}/path` }),
          tenant(7, host, { id: undefined }),
          "nonsense",
          tenant(8, host, { apiHost: 42, dataRegion: 42 }),
          tenant(9, host, { name: "a\0b", showAs: "x".repeat(300), dataRegion: "\0" }),
        ],
        1,
        10,
      ),
    );
    const { tenants, notCovered } = await listTenants(server.connect(), never);
    expect(tenants.map(({ id, name, apiHost }) => ({ id, name, apiHost }))).toEqual([
      { id: uuid(1), name: "Tenant 1", apiHost: server.url },
      { id: uuid(5), name: "T5", apiHost: server.url },
      { id: uuid(9), name: uuid(9), apiHost: server.url },
    ]);
    expect(notCovered.map(({ id, code }) => [id, code])).toEqual([
      [uuid(2), "no_api_host"],
      [uuid(3), "host_not_allowed"],
      ["not-a-uuid", "id_malformed"],
      [uuid(6), "host_not_allowed"],
      ["", "id_malformed"],
      ["", "id_malformed"],
      [uuid(8), "no_api_host"],
    ]);
  });

  it("are listed again when one slipped between two pages", async () => {
    await using server = await serve("partner", (page, host, listing) => {
      const items = page === 1 ? [1, 2, 3] : listing === 1 ? [5] : [4, 5];
      return paged(
        items.map((n) => tenant(n, host)),
        2,
        5,
      );
    });
    expect((await listTenants(server.connect(), never)).tenants).toHaveLength(5);
    expect(listings(server.seen)).toHaveLength(4);
  });

  it.each([
    ["fewer than counted", (host: string) => paged([tenant(1, host)], 1, 2)],
    ["a page that ends the list too early", () => paged([], 3, 200)],
    ["the same one on every page", (host: string) => paged([tenant(1, host)], 2, 2)],
    ["no count", (host: string) => paged([tenant(1, host)], 1, undefined)],
    ["no pages", (): Reply => ({ json: { items: [] } })],
    ["no items", (): Reply => ({ json: { pages: { total: 1, items: 0 } } })],
    ["an endless number of pages", (host: string) => paged([tenant(1, host)], 1e9, 1e11)],
  ])("are a fault and no shorter list: %s", async (_what, page) => {
    await using server = await serve("partner", (_page, host) => page(host));
    await expect(listTenants(server.connect(), never)).rejects.toMatchObject({ code: "CENTRAL_SHAPE" });
  });

  it("are none for a partner without tenants", async () => {
    await using server = await serve("partner", () => paged([], 0, 0));
    expect(await listTenants(server.connect(), never)).toMatchObject({ tenants: [], notCovered: [] });
  });

  it.each([403, 500])("are a fault when the listing answers %s", async (status) => {
    await using server = await serve("partner", () => ({ status, raw: "" }));
    await expect(listTenants(server.connect(), never)).rejects.toMatchObject({
      code: status === 403 ? "CENTRAL_FORBIDDEN" : "CENTRAL_SERVER_ERROR",
    });
  });
});

describe("a tenant's own credential", () => {
  const own = (dataRegion: unknown, idType = "tenant") =>
    centralServer(
      withTokens((seen) => ({
        json: {
          id: TENANT.toUpperCase(),
          idType,
          apiHosts: {
            global: "https://elsewhere.example",
            dataRegion: dataRegion ?? `http://${seen.headers.host}/`,
          },
        },
      })),
    );

  it("covers that tenant at the host of its region, spelt as whoami's example spells it", async () => {
    await using server = await own(undefined);
    expect(await listTenants(server.connect(), never)).toEqual({
      credential: { kind: "tenant", id: TENANT },
      tenants: [{ id: TENANT, name: TENANT, apiHost: server.url, dataRegion: undefined }],
      notCovered: [],
    });
  });

  it("covers nothing when its region's host is not allowed, and no request goes there", async () => {
    await using server = await own("https://evil.example");
    expect(await listTenants(server.connect(), never)).toMatchObject({
      tenants: [],
      notCovered: [{ id: TENANT, code: "host_not_allowed" }],
    });
  });

  it("covers nothing when whoami names no host", async () => {
    await using server = await own("");
    expect((await listTenants(server.connect(), never)).notCovered).toMatchObject([{ code: "no_api_host" }]);
  });

  it.each(["user", "", undefined])("of kind %j is CENTRAL_SHAPE", async (idType) => {
    await using server = await own(undefined, idType === undefined ? "x" : idType);
    await expect(listTenants(server.connect(), never)).rejects.toMatchObject({ code: "CENTRAL_SHAPE" });
  });
});
