import { describe, expect, it } from "vitest";
import {
  TENANT,
  centralServer,
  isToken,
  withTokens,
  type Reply,
} from "../../../test/build/central-server.ts";
import { endpointId, tenantId } from "../../core/model/ids.ts";
import { invariant } from "../../core/model/invariant.ts";
import type { Tenant } from "../../core/model/tenant.ts";
import type { EndpointSource } from "../../ports/endpoint-source.ts";
import { endpointReader } from "./endpoint-reader.ts";

const uuid = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;
const DEVICE = endpointId(uuid(1));
const group = (id: string, more: object = {}) => ({ id, name: `Group ${id}`, type: "computer", ...more });
const groups = (items: readonly unknown[], count = items.length): Reply => ({
  json: { items, pages: { current: 1, size: 100, total: 1, items: count, maxSize: 100 } },
});
const members = (numbers: readonly number[], nextKey?: string, count?: number): Reply => ({
  json: { items: numbers.map((n) => ({ id: uuid(n).toUpperCase() })), pages: { nextKey, items: count } },
});
const PATH = "/endpoint/v1/endpoint-groups";

/** Lists the first reply as groups; the members of each follow, one reply for each request. */
async function asked<T>(
  list: Reply,
  of: Readonly<Record<string, readonly Reply[]>>,
  ask: (reader: EndpointSource, tenant: Tenant, signal: AbortSignal) => Promise<T>,
) {
  const given = new Map<string, number>();
  await using server = await centralServer(
    withTokens(({ path }) => {
      if (path === PATH) return list;
      const name = path.slice(PATH.length + 1).replace("/endpoints", "");
      const nth = given.get(name) ?? 0;
      given.set(name, nth + 1);
      return of[name]?.[nth] ?? { status: 404, json: {} };
    }),
  );
  const id = tenantId(TENANT);
  invariant(id !== undefined, "the test's tenant has an id");
  const reader = endpointReader(server.connect());
  const tenant = { id, name: "Acme", apiHost: server.url, dataRegion: undefined };
  const found = await ask(reader, tenant, new AbortController().signal);
  return { found, requests: reader.requests(), sent: server.seen.filter((seen) => !isToken(seen)) };
}

const whole: Parameters<typeof asked<unknown>>[2] = (reader, tenant, signal) => reader.groups(tenant, signal);
const ofDevice: Parameters<typeof asked<unknown>>[2] = (reader, tenant, signal) => {
  invariant(DEVICE !== undefined, "the test's device has an id");
  return reader.groupsOf(tenant, DEVICE, signal);
};

describe("the groups of a tenant", () => {
  it("are read with their members, over all pages, with the fewest requests", async () => {
    const { found, requests, sent } = await asked(
      groups([group("a", { tenant: { id: TENANT } }), group("b")]),
      { a: [members([1, 2], "k", 3), members([3], undefined, 3)], b: [members([], undefined, 0)] },
      whole,
    );
    expect(found).toEqual([
      { id: "a", name: "Group a", members: [uuid(1), uuid(2), uuid(3)] },
      { id: "b", name: "Group b", members: [] },
    ]);
    expect(requests.byPurpose["groups"]).toBe(4);
    expect(sent.map((seen) => seen.query["pageFromKey"])).toEqual([undefined, undefined, "k", undefined]);
  });

  it("are read once more when a member comes or goes between two pages", async () => {
    const { found } = await asked(
      groups([group("a")]),
      { a: [members([1], undefined, 2), members([1, 2], undefined, 2)] },
      whole,
    );
    expect(found).toMatchObject([{ members: [uuid(1), uuid(2)] }]);
  });

  it.each<[string, Reply, readonly Reply[], string]>([
    ["the right is missing", { status: 403, raw: "" }, [], "CENTRAL_FORBIDDEN"],
    ["a group has no id", groups([{ name: "A" }]), [], "CENTRAL_SHAPE"],
    ["a group has an id that is no part of a path", groups([group("../x")]), [], "CENTRAL_SHAPE"],
    ["a group has no name", groups([{ id: "a" }]), [], "CENTRAL_SHAPE"],
    ["a group has a name that cannot be kept", groups([group("a", { name: "A\0" })]), [], "CENTRAL_SHAPE"],
    ["a group is another tenant's", groups([group("a", { tenant: { id: uuid(9) } })]), [], "CENTRAL_SHAPE"],
    ["there are fewer groups than counted", groups([group("a")], 2), [], "CENTRAL_SHAPE"],
    ["a group went meanwhile", groups([group("a")]), [], "CENTRAL_SHAPE"],
    ["a page of members is no page", groups([group("a")]), [{ json: { items: 3 } }], "CENTRAL_SHAPE"],
    [
      "a member is not legible",
      groups([group("a")]),
      [{ json: { items: [{ id: "x" }], pages: {} } }],
      "CENTRAL_SHAPE",
    ],
    [
      "there are fewer members than counted, twice",
      groups([group("a")]),
      [members([1], undefined, 2), members([1], undefined, 2)],
      "CENTRAL_SHAPE",
    ],
    [
      "keys go in a circle",
      groups([group("a")]),
      [members([1], "k", 9), members([2], "k", 9)],
      "CENTRAL_SHAPE",
    ],
    ["an empty page promises more", groups([group("a")]), [members([], "k", 9)], "CENTRAL_SHAPE"],
  ])("are a fault and no shorter list when %s", async (_what, list, of, code) => {
    await expect(asked(list, { a: of }, whole)).rejects.toMatchObject({ code });
  });
});

describe("the groups of one endpoint", () => {
  it.each<[string, readonly object[]]>([
    ["none", []],
    ["one", [group("a")]],
  ])("are %s with one request", async (_what, listed) => {
    const { found, sent } = await asked(groups(listed), {}, ofDevice);
    expect(found).toHaveLength(listed.length);
    expect(sent.map(({ path, query }) => [path, query["endpointIds"]])).toEqual([[PATH, uuid(1)]]);
  });

  it("are those that have it as a member where Central ignores the filter", async () => {
    const list = groups([group("a"), group("b"), group("c")]);
    const of = { a: [members([2])], b: [members([3], "k"), members([1])], c: [members([])] };
    expect((await asked(list, of, ofDevice)).found).toEqual([{ id: "b", name: "Group b" }]);
    expect((await asked(list, { ...of, b: [members([3])] }, ofDevice)).found).toEqual([]);
  });

  it("are a fault where Central ignores the filter and has many, or a member list cannot be read", async () => {
    const many = groups(Array.from({ length: 21 }, (_, n) => group(`g${n}`)));
    await expect(asked(many, {}, ofDevice)).rejects.toMatchObject({ code: "CENTRAL_SHAPE" });
    const two = groups([group("a"), group("b")]);
    await expect(asked(two, { a: [members([1])] }, ofDevice)).rejects.toMatchObject({
      code: "CENTRAL_SHAPE",
    });
  });
});
