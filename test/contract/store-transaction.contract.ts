import { inspect } from "node:util";
import { expect, it } from "vitest";
import { Bug } from "../../src/core/model/invariant.ts";
import { NOW, TENANT } from "../build/evidence.ts";
import { aTenant, type Bench, later, POLICY } from "./store-fixture.ts";

const SECRET = "s3cret-value";

export function transactionSuite(bench: () => Bench): void {
  const store = () => bench().store;
  const count = async () => (await store().inventory.tenants()).length;

  it("all or nothing: an error of any kind takes everything back, and the store goes on", async () => {
    const work = store().transaction(async (tx) => {
      await tx.inventory.saveTenants([aTenant()], [], NOW);
      expect(await tx.inventory.tenants()).toHaveLength(1);
      throw new RangeError("of the caller");
    });

    await expect(work).rejects.toThrow(RangeError);
    expect(await count()).toBe(0);
  });

  it("a statement that failed and was swallowed still takes everything back", async () => {
    const work = bench().connection.transaction(async (tx) => {
      await tx.query("insert into rollcall.run_record values ($1, 'observe', 1)", [POLICY]);
      await tx.query("select 1 / 0").catch(() => {});
      return "done";
    });

    await expect(work).rejects.toThrow(Bug);
    expect(await store().plans.lastRun(POLICY, "observe")).toBeUndefined();
  });

  it("nothing runs inside somebody else's transaction", async () => {
    const order: string[] = [];
    let release = (): void => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const first = store().transaction(async (tx) => {
      await tx.inventory.saveTenants([aTenant()], [], NOW);
      await gate;
      order.push("first");
      throw new Error("taken back");
    });
    const second = store().plans.recordRun(POLICY, "observe", later(1));

    release();
    await expect(first).rejects.toThrow("taken back");
    await second;

    expect(order).toEqual(["first"]);
    expect(await store().plans.lastRun(POLICY, "observe")).toBe(later(1));
  });

  it("a transaction neither nests nor closes, and the store beside it cannot be used from inside", async () => {
    await store().transaction(async (tx) => {
      await expect(tx.transaction(async () => Promise.resolve())).rejects.toThrow(Bug);
      await expect(tx.close()).rejects.toThrow(Bug);
      await expect(store().transaction(async () => Promise.resolve())).rejects.toThrow(Bug);
      await expect(store().inventory.tenants()).rejects.toThrow(Bug);
      await tx.inventory.saveTenants([aTenant()], [], NOW);
    });

    expect(await count()).toBe(1);
  });

  it("a transaction cannot be used after its end", async () => {
    const kept = await store().transaction(async (tx) => Promise.resolve(tx));

    await expect(kept.inventory.tenants()).rejects.toThrow("after its end");
  });

  it.each([
    { what: "a query", run: async () => bench().connection.query("select $1::bigint", [SECRET]) },
    {
      what: "a constraint",
      run: async () => {
        const insert = "insert into rollcall.run_record values ($1, 'observe', 1)";
        await bench().connection.query(insert, [SECRET]);
        await bench().connection.query(insert, [SECRET]);
      },
    },
    {
      what: "COPY",
      run: async () =>
        bench().connection.copyIn("rollcall.attempt_budget", ["tenant_id", "day"], [[TENANT, SECRET]]),
    },
    {
      what: "a transaction",
      run: async () => bench().connection.transaction(async (tx) => tx.query("select $1::json", [SECRET])),
    },
  ])("an error of $what carries no values", async ({ run }) => {
    const error: unknown = await run().then(
      () => undefined,
      (failure: unknown) => failure,
    );

    expect(error).toBeInstanceOf(Error);
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(SECRET);
    expect(await count()).toBe(0);
  });

  it("a schema that something else changed is damage, not a bug of ours", async () => {
    await expect(bench().connection.query("select * from rollcall.no_such_table")).rejects.toMatchObject({
      code: "STORE_DAMAGED",
    });
  });
}
