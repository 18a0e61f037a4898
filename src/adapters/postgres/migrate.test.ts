import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { connect, type Connection } from "./connection.ts";
import { migrate } from "./migrate.ts";
import { pgliteDriver } from "./pglite-driver.ts";

const ONE = { version: 1, sql: "create table rollcall.one (n integer);" };
const TWO = {
  version: 2,
  sql: "create table rollcall.two (n integer); insert into rollcall.two values (2);",
};
const BROKEN = { version: 2, sql: "create table rollcall.two (n integer); select 1 / 0;" };

describe("migrate", () => {
  let connection: Connection;
  beforeAll(async () => {
    connection = connect(await pgliteDriver(undefined, { debug: () => {}, info: () => {}, warn: () => {} }));
  });
  beforeEach(async () => connection.script("drop schema if exists rollcall cascade"));
  afterAll(async () => connection.close());

  it("applies each step once, in order, and tells which", async () => {
    expect(await migrate(connection, 5, [ONE])).toEqual([1]);
    expect(await migrate(connection, 6, [ONE, TWO])).toEqual([2]);
    expect(await migrate(connection, 7, [ONE, TWO])).toEqual([]);

    expect(
      await connection.query("select version, applied_at from rollcall.schema_version order by 1"),
    ).toEqual([
      { version: 1, applied_at: 5 },
      { version: 2, applied_at: 6 },
    ]);
  });

  it("takes back a step that fails, and its version with it", async () => {
    await expect(migrate(connection, 5, [ONE, BROKEN])).rejects.toThrow("22012");

    expect(await migrate(connection, 6, [ONE, TWO])).toEqual([2]);
  });

  it("refuses a store that a newer program wrote", async () => {
    await migrate(connection, 5, [ONE, TWO]);

    await expect(migrate(connection, 6, [ONE])).rejects.toMatchObject({
      code: "STORE_NEWER",
      details: { stored: 2, known: 1 },
    });
  });

  it("steps that are not numbered one after the other are a bug", async () => {
    await expect(migrate(connection, 5, [TWO])).rejects.toThrow("numbered");
  });
});
