import { describe, expect, it } from "vitest";
import {
  TENANT,
  centralServer,
  isToken,
  token,
  withTokens,
  type CentralServer,
  type Reply,
} from "../../../test/build/central-server.ts";
import type { Endpoint } from "../../core/model/endpoint.ts";
import { tenantId } from "../../core/model/ids.ts";
import { invariant } from "../../core/model/invariant.ts";
import type { WalkEnd } from "../../ports/endpoint-source.ts";
import { walkEndpointPages } from "./endpoint-pages.ts";

const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const records = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => ({ id: uuid(from + i), hostname: `HOST-${from + i}` }));
const page = (items: readonly unknown[], nextKey: unknown, count: unknown): Reply => ({
  json: { items, pages: { size: 500, maxSize: 500, total: 3, nextKey, items: count } },
});
/** Three pages of 1,200 endpoints, as Central sends them. */
const WHOLE = (nth: number): Reply =>
  [
    page(records(0, 500), "k/1+=", 1_200),
    page(records(500, 1_000), "k2", 1_200),
    page(records(1_000, 1_200), undefined, 1_200),
  ][nth] ?? "hang";

/** Serves endpoint pages by how many were asked for before. */
const serve = (pages: (nth: number, key: string | undefined) => Reply) =>
  centralServer(withTokens((seen, nth) => pages(nth, seen.query["pageFromKey"])));

const never = new AbortController().signal;

async function walk(server: CentralServer, signal = never, connection = server.connect()) {
  const id = tenantId(TENANT);
  invariant(id !== undefined, "the test's tenant has an id");
  const pages = walkEndpointPages(
    connection,
    { id, name: "Acme", apiHost: server.url, dataRegion: "eu01" },
    signal,
  );
  const sizes: number[] = [];
  const endpoints: Endpoint[] = [];
  for (;;) {
    const next = await pages.next();
    if (next.done === true) return { end: next.value satisfies WalkEnd, sizes, endpoints };
    sizes.push(next.value.length);
    endpoints.push(...next.value);
  }
}
const asked = (server: CentralServer) => server.seen.filter((seen) => !isToken(seen));

describe("walking over a tenant's endpoints", () => {
  it("reads every page once, sorted, full and counted, and ends where no key leads on", async () => {
    await using server = await serve(WHOLE);
    const { end, sizes, endpoints } = await walk(server);
    expect(end).toEqual({ expectedFirst: 1_200, expectedLast: 1_200, gaps: [], requests: 3 });
    expect(sizes).toEqual([500, 500, 200]);
    expect(new Set(endpoints.map(({ id }) => id)).size).toBe(1_200);
    const query = { sort: "id:asc", view: "full", pageSize: "500", pageTotal: "true" };
    expect(asked(server).map((seen) => seen.query)).toEqual([
      query,
      { ...query, pageFromKey: "k/1+=" },
      { ...query, pageFromKey: "k2" },
    ]);
    expect(asked(server)[0]).toMatchObject({
      path: "/endpoint/v1/endpoints",
      headers: { "x-tenant-id": TENANT },
    });
  });

  it.each([undefined, null, ""])("ends at a nextKey of %j", async (nextKey) => {
    await using server = await serve(() => page(records(0, 3), nextKey, 3));
    expect((await walk(server)).end.gaps).toEqual([]);
    expect(asked(server)).toHaveLength(1);
  });

  it("of a tenant without any is complete", async () => {
    await using server = await serve(() => page([], undefined, 0));
    expect(await walk(server)).toMatchObject({
      end: { expectedFirst: 0, expectedLast: 0, gaps: [] },
      sizes: [],
    });
  });

  it("tells both counts when the collection moved", async () => {
    await using server = await serve((nth) =>
      nth === 0 ? page(records(0, 500), "k", 700) : page(records(500, 699), undefined, 699),
    );
    expect((await walk(server)).end).toMatchObject({ expectedFirst: 700, expectedLast: 699, gaps: [] });
  });

  it("renews a token that ends in its middle and replays the same page", async () => {
    let refusals = 0;
    await using server = await centralServer((seen, nth) => {
      if (isToken(seen)) return token(nth);
      const key = seen.query["pageFromKey"];
      if (key === "k2" && seen.headers.authorization === "Bearer token-0") {
        refusals++;
        return { status: 401, raw: "" };
      }
      return WHOLE(key === undefined ? 0 : key === "k2" ? 2 : 1);
    });
    const { end, sizes } = await walk(server);
    expect(refusals).toBe(1);
    expect(end.gaps).toEqual([]);
    expect(sizes).toEqual([500, 500, 200]);
  });

  it("goes on after a 503, a 500, a reset and a cut page", async () => {
    const trouble: Reply[] = [{ status: 503, raw: "" }, { status: 500, raw: "<html>" }, "reset", "cut"];
    await using server = await serve((_nth, key) =>
      key === "k2" && trouble.length > 0
        ? (trouble.shift() ?? "hang")
        : WHOLE(key === undefined ? 0 : key === "k2" ? 2 : 1),
    );
    expect((await walk(server)).end).toMatchObject({ gaps: [], requests: 7 });
  });

  it("counts the requests of each walk apart, and those of all to the connection", async () => {
    await using server = await serve((_nth, key) => WHOLE(key === undefined ? 0 : key === "k2" ? 2 : 1));
    const connection = server.connect();
    const walks = await Promise.all([walk(server, never, connection), walk(server, never, connection)]);
    expect(walks.map(({ end }) => end.requests)).toEqual([3, 3]);
    expect(connection.wire.count.read()).toMatchObject({ total: 7, byPurpose: { endpoints: 6, token: 1 } });
  });

  it.each<[string, (nth: number, key: string | undefined) => Reply, string, number[]]>([
    [
      "a key that leads to itself",
      (nth) => page(records(nth * 5, nth * 5 + 5), "k", 50),
      "key_repeated",
      [5, 5],
    ],
    [
      "keys that go round in a circle",
      (nth) => page(records(nth * 5, nth * 5 + 5), ["a", "b", "c"][nth % 3], 50),
      "key_repeated",
      [5, 5, 5, 5],
    ],
    ["the same page under a new key", (nth) => page(records(0, 5), `k${nth}`, 50), "page_repeated", [5]],
    [
      "an empty page that promises more",
      (nth) => (nth === 0 ? page(records(0, 5), "k", 9) : page([], "l", 9)),
      "page_empty",
      [5],
    ],
    ["no items", () => ({ json: { pages: { items: 0 } } }), "page_malformed", []],
    ["items that are no list", () => ({ json: { items: {}, pages: { items: 0 } } }), "page_malformed", []],
    ["no pages", () => ({ json: { items: records(0, 5) } }), "page_malformed", []],
    ["a key that is no text", () => page(records(0, 5), 42, 5), "page_malformed", []],
    ["a list instead of a page", () => ({ json: records(0, 5) }), "page_malformed", []],
    ["no count", () => page(records(0, 5), undefined, undefined), "count_unknown", [5]],
    ["a count that is no number", () => page(records(0, 5), undefined, "5"), "count_unknown", [5]],
    [
      "a record without id",
      () => page([...records(0, 4), { hostname: "X" }], undefined, 5),
      "record_malformed",
      [4],
    ],
    ["a record that is nothing", () => page([null], undefined, 1), "record_malformed", []],
    [
      "a record of another tenant",
      () => page([{ id: uuid(1), tenant: { id: uuid(99) } }], undefined, 1),
      "record_malformed",
      [],
    ],
    ["HTML with status 200", () => ({ raw: "<html>please log in</html>" }), "page_malformed", []],
    [
      "a server error that stays",
      (nth) => (nth === 0 ? page(records(0, 5), "k", 9) : { status: 500, raw: "" }),
      "source_unavailable",
      [5],
    ],
    [
      "a 429 that stays",
      (nth) => (nth === 0 ? page(records(0, 5), "k", 9) : { status: 429, raw: "" }),
      "source_unavailable",
      [5],
    ],
    [
      "a server that hangs up",
      (nth) => (nth === 0 ? page(records(0, 5), "k", 9) : "reset"),
      "source_unavailable",
      [5],
    ],
    [
      "a 403 in mid-walk",
      (nth) => (nth === 0 ? page(records(0, 5), "k", 9) : { status: 403, raw: "" }),
      "not_authorised",
      [5],
    ],
    ["a 401 that stays", () => ({ status: 401, raw: "" }), "not_authorised", []],
    ["a 404 on the list", () => ({ status: 404, raw: "" }), "page_malformed", []],
    ["a 400 on the list", () => ({ status: 400, raw: "" }), "page_malformed", []],
    [
      "a redirect",
      () => ({ status: 302, raw: "", headers: { location: "https://localhost/" } }),
      "page_malformed",
      [],
    ],
  ])("is not whole after %s", async (_what, pages, gap, sizes) => {
    await using server = await serve(pages);
    const walked = await walk(server);
    expect(walked.end.gaps.map(({ code }) => code)).toEqual([gap]);
    expect(walked.sizes).toEqual(sizes);
  });

  it("counts refused records by their reason and shows nothing of them", async () => {
    const odd = [{ hostname: "SECRET-HOST" }, {}, 3, { id: uuid(1), tenant: { id: "x" } }];
    await using server = await serve(() => page(odd, undefined, 4));
    expect((await walk(server)).end.gaps).toEqual([
      { code: "record_malformed", detail: "page 1: 2 × no_id, 1 × no_object, 1 × other_tenant" },
    ]);
  });

  it("throws CENTRAL_FORBIDDEN when the tenant refuses its first page: it is not covered", async () => {
    await using server = await serve(() => ({ status: 403, json: { error: "forbidden" } }));
    await expect(walk(server)).rejects.toMatchObject({ code: "CENTRAL_FORBIDDEN", details: { requests: 1 } });
  });

  it("throws CANCELLED when it is cancelled, and nothing else", async () => {
    await using server = await serve((nth) => (nth === 0 ? page(records(0, 5), "k", 9) : "hang"));
    const stop = new AbortController();
    const walking = walk(server, stop.signal);
    await expect.poll(() => asked(server).length).toBe(2);
    stop.abort();
    await expect(walking).rejects.toMatchObject({ code: "CANCELLED", details: { requests: 2 } });
  });
});
