import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBench, type Bench } from "../../../test/contract/store-fixture.ts";
import { tablesOf, type TableShape } from "./catalogue.ts";
import { digestOf } from "./copy-table.ts";

describe("the digest of a table", () => {
  let bench: Bench;
  let hold: TableShape;
  beforeAll(async () => {
    bench = await openBench("pglite:memory");
    const found = (await tablesOf(bench.connection)).find(({ name }) => name === "hold");
    if (found === undefined) throw new Error("the table of holds is gone");
    hold = found;
  });
  afterAll(async () => bench.store.close());

  /** Of holds for these reasons, put in in this order; all else is the same. */
  const digestFor = async (...reasons: readonly string[]) => {
    await bench.connection.query("delete from rollcall.hold");
    for (const reason of reasons)
      await bench.connection.query(
        `insert into rollcall.hold (number, tenant_id, endpoint_id, until_at, reason, held_by) overriding system value
         values ($2, 't', $1, 1, $1, 'desk')`,
        [reason, reason.length],
      );
    return digestOf(bench.connection, hold);
  };

  it("is that of its rows, in whatever order", async () => {
    expect(await digestFor("one", "three")).toEqual(await digestFor("three", "one"));
    expect(await digestFor()).toEqual({ rows: 0, sum: "0" });
  });

  it.each([
    ["a row less", ["one"]],
    ["another value", ["one", "seven"]],
    ["a value that looks alike", ["one", "three "]],
  ])("tells %s", async (_, others) => {
    expect(await digestFor(...others)).not.toEqual(await digestFor("one", "three"));
  });
});
