import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { endpoint, endpointId, tenantId } from "../../test/build/estate.ts";
import { endpointSort } from "./endpoint-sort.ts";
import type { Json } from "./estate.ts";
import { at, stringAt } from "./json-path.ts";
import { keyPage } from "./key-paging.ts";
import { decodePageKey, encodePageKey } from "./page-key.ts";
import type { Identified } from "./sort-order.ts";

/** The ids of a walk; `between` may change the records after every page. */
function walk(
  records: readonly Identified[],
  sort: string,
  size: number,
  between: (records: readonly Identified[], page: number) => readonly Identified[] = (same) => same,
): readonly string[] {
  const ids: string[] = [];
  let current = records;
  let key: string | undefined;
  for (let page = 1; page === 1 || key !== undefined; page += 1) {
    const query = new URLSearchParams({ sort, pageSize: String(size), pageTotal: "true" });
    if (key !== undefined) query.set("pageFromKey", key);
    const answer: Json = keyPage({
      records: current,
      keys: endpointSort(query),
      query,
      usualSize: 50,
      maxSize: 500,
      lastKey: "absent",
      faults: [],
      show: (record) => record.id,
    });
    ids.push(...(at(answer, "items") as string[]));
    expect(at(answer, "pages", "items")).toBe(current.length);
    key = stringAt(answer, "pages", "nextKey");
    current = between(current, page);
  }
  return ids;
}

/** Records of which many share a hostname, and some have none. */
const records = fc.uniqueArray(fc.record({ id: fc.nat(500).map(endpointId), host: fc.option(fc.nat(5)) }), {
  selector: ({ id }) => id,
  maxLength: 60,
});
const made = ({ id, host }: { id: string; host: number | null }): Identified => {
  const { hostname: _, ...rest } = endpoint(1, tenantId(1));
  return { ...rest, id, ...(host === null ? {} : { hostname: `PC-${host}` }) };
};

describe("key paging", () => {
  it("gives every record once, in an order that does not depend on the size of a page", () => {
    const sorts = fc.constantFrom("id", "id:desc", "hostname", "hostname:desc", "online,hostname:desc");
    fc.assert(
      fc.property(records, sorts, fc.integer({ min: 1, max: 20 }), (list, sort, size) => {
        const all = list.map(made);
        const ids = walk(all, sort, size);
        expect(ids.toSorted()).toEqual(all.map(({ id }) => id).toSorted());
        expect(ids).toEqual(walk(all.toReversed(), sort, 500));
      }),
    );
  });

  it("in order of id loses none that stays, whatever comes and goes between two pages", () => {
    fc.assert(
      fc.property(records, records, fc.integer({ min: 1, max: 5 }), (list, others, size) => {
        const all = list.map(made);
        const staying = all.filter((_, index) => index % 2 === 0);
        const ids = walk(all, "id", size, (_, page) => [
          ...staying,
          ...others
            .map(made)
            .filter(({ id }, index) => index % 3 === page % 3 && !all.some((one) => one.id === id)),
        ]);
        expect(ids).toEqual(expect.arrayContaining(staying.map(({ id }) => id)));
        expect(new Set(ids).size).toBe(ids.length);
      }),
    );
  });
});

describe("a page key", () => {
  it("is read back as it was given out", () => {
    const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
    const place = fc.option(fc.array(value));
    fc.assert(
      fc.property(place, place, fc.nat(), (after, before, page) => {
        expect(decodePageKey(encodePageKey({ after, before, page }))).toEqual({ after, before, page });
      }),
    );
  });

  it.each([
    "nonsense",
    "{}",
    "[1",
    "[1,null,1]",
    '[null,"x",1]',
    "[[{}],null,1]",
    "[null,[[]],1]",
    '[null,null,"1"]',
  ])("is not what %s encodes", (json) => {
    expect(decodePageKey(Buffer.from(json).toString("base64url"))).toBeUndefined();
  });

  it("is not an empty text", () => {
    expect(decodePageKey("")).toBeUndefined();
  });
});
