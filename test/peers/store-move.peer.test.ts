// From the embedded store to PostgreSQL: nothing is lost on the way, and only one of both is used afterwards.
import { existsSync, writeFileSync } from "node:fs";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { sha256 } from "../../src/adapters/system/hash.ts";
import { connect } from "../../src/adapters/postgres/connection.ts";
import { MIGRATIONS } from "../../src/adapters/postgres/migrate.ts";
import { openConnection, openStore } from "../../src/adapters/postgres/open.ts";
import { poolDriver } from "../../src/adapters/postgres/pool-driver.ts";
import { openStoreMove } from "../../src/adapters/postgres/store-move.ts";
import { storeOn } from "../../src/adapters/postgres/store.ts";
import { createApp } from "../../src/main/app.ts";
import { moveStore } from "../../src/flows/move-store.ts";
import { demandWholeLedger } from "../../src/flows/verify-ledger.ts";
import type { CopiedTable, StoreMove } from "../../src/ports/store-move.ts";
import { anEndpointId, NOW, TENANT } from "../build/evidence.ts";
import { fillTables, rowsOf } from "../build/full-store.ts";
import { startPostgres, type PostgresPeer } from "../build/postgres-peer.ts";
import { aTenant, parts, PLAN, silent } from "../contract/store-fixture.ts";
import { prepared, resultOf, run, start } from "../system/command.ts";
import { aStage, type Stage } from "../system/stage.ts";
import { requirePeer } from "./peers.ts";

/** What the new store says of itself. */
const NOTED_ANEW: ReadonlySet<string> = new Set(["home", "ledger", "ledger_head"]);
const FACT = { kind: "tenant_not_covered", tenant: TENANT, code: "forbidden" } as const;
/** More than a batch, both in rows and in size. */
const MANY = 6_000;
const LARGE = 5_000_000;

requirePeer("postgres", "PostgreSQL", () => {
  let peer: PostgresPeer;
  let root: string;
  let count = 0;
  let directory = "";
  // Making an embedded store costs seconds: made once, copied for each test.
  beforeAll(async () => {
    peer = await startPostgres();
    root = await mkdtemp(join(tmpdir(), "rollcall-move-"));
    const connection = await openConnection(`pglite:${join(root, "template")}`, parts());
    await fillTables(connection);
    await connection.script(`
      insert into rollcall.endpoint_sighting (tenant_id, endpoint_id, first_at)
        select 'tenant-1', n::text, n from generate_series(1, ${MANY}) n;
      insert into rollcall.plan (plan_id, record) values ('large', to_json(repeat('x', ${LARGE})));
    `);
    const store = storeOn(connection, parts());
    await store.ledger.append([FACT, FACT, FACT], NOW);
    const intent = { plan: PLAN, tenant: TENANT, endpoint: anEndpointId(1), hostname: "H", intendedAt: NOW };
    await store.plans.openIntent(intent, "enforce");
    await connection.close();
  });
  beforeEach(async () => {
    directory = join(root, `store${++count}`);
    await cp(join(root, "template"), directory, { recursive: true });
  });
  afterAll(async () => {
    await peer.close();
    await rm(root, { recursive: true });
  });

  interface Asked {
    readonly url: string;
    readonly dryRun?: boolean;
    readonly told?: (table: CopiedTable) => void;
    readonly signal?: AbortSignal;
    readonly change?: (move: StoreMove) => StoreMove;
  }

  const move = async (asked: Asked) => {
    const opened = await openStoreMove(`pglite:${directory}`, asked.url, parts());
    if ("kind" in opened) return opened;
    try {
      return await moveStore(
        {
          move: asked.change?.(opened) ?? opened,
          clock: parts().clock,
          hash: sha256,
          by: "svc@test",
          from: directory,
          to: "env:URL",
        },
        { dryRun: asked.dryRun ?? false },
        asked.told ?? (() => {}),
        asked.signal ?? new AbortController().signal,
      );
    } finally {
      await opened.close();
    }
  };

  /** A new database of a user who owns it, and may nothing else. */
  const ownDatabase = async (): Promise<string> => {
    const url = await peer.database();
    const connection = connect(poolDriver(url, silent));
    await connection.script("create role owner login");
    await connection.script(`alter database ${/@\/(\w+)/.exec(url)?.[1]} owner to owner`);
    await connection.close();
    return url.replace("rollcall@", "owner@");
  };

  const rowsAt = async (url: string) => {
    const connection = await openConnection(url, parts());
    const rows = await rowsOf(connection);
    await connection.close();
    return rows;
  };

  /** Whether the database has anything of ours, looked at without making it. */
  const hasSchema = async (url: string) => {
    const connection = connect(poolDriver(url, silent));
    const [row] = await connection.query<{ there: boolean }>(
      "select to_regnamespace('rollcall') is not null as there",
    );
    await connection.close();
    return row?.there;
  };

  it("takes every row of every table along, and all goes on where it was", async () => {
    const url = await ownDatabase();
    const before = await rowsAt(`pglite:${directory}`);
    const told: CopiedTable[] = [];
    // Whoever opens the new store meanwhile waits, and finds all of it.
    let early: Promise<number> | undefined;
    const countEntries = async (): Promise<number> => {
      const store = await openStore(url, parts());
      const entries = await store.ledger.count();
      await store.close();
      return entries;
    };

    const moved = await move({
      url,
      told: (table) => {
        told.push(table);
        early ??= countEntries();
      },
    });

    expect(Object.values(before).every((rows) => rows.length > 0)).toBe(true);
    // The deletion whose end is not known moves along.
    expect(moved).toMatchObject({ kind: "copied", dryRun: false, ledger: { entries: 3 }, openIntents: 1 });
    expect(told).toEqual(moved.kind === "copied" && moved.tables);
    expect(await early).toBe(4);
    const after = await rowsAt(url);
    expect(Object.keys(after)).toEqual(Object.keys(before));
    for (const [table, rows] of Object.entries(before))
      if (!NOTED_ANEW.has(table)) expect({ table, rows: after[table] }).toEqual({ table, rows });
    expect(after["ledger"]?.slice(0, 3)).toEqual(before["ledger"]);
    const connection = await openConnection(url, parts());
    const store = storeOn(connection, parts());
    await demandWholeLedger(store.ledger, sha256);
    expect(await store.ledger.newest(1)).toMatchObject([
      { seq: 4, fact: { kind: "store_moved", from: directory, tables: told.length } },
    ]);
    // No backup that was restored: it lies where it says.
    expect(await store.home.isHere()).toBe(true);

    // Counters go on, triggers count, and nobody changes the ledger.
    await store.inventory.saveTenants([aTenant()], [], NOW);
    await store.inventory.begin({ kind: "tenant", tenant: TENANT }, NOW);
    await connection.query(
      `insert into rollcall.device (tenant_id, endpoint_id, labels) values ('t', 'e', '{new}')`,
    );
    expect(await connection.query("select number from rollcall.collection order by 1")).toEqual([
      { number: 1 },
      { number: 2 },
    ]);
    expect(await connection.query("select devices from rollcall.device_count where label = 'new'")).toEqual([
      { devices: 1 },
    ]);
    await expect(connection.query("delete from rollcall.ledger")).rejects.toThrow("23000");
    await connection.close();
  });

  it("leaves the old store as it was, and opens it no more until a person takes the mark away", async () => {
    const before = await rowsAt(`pglite:${directory}`);
    const url = await peer.database();
    // Empty, though somebody has tried whether it opens.
    await (await openStore(url, parts())).close();
    expect(await move({ url })).toMatchObject({ kind: "copied" });

    await expect(openStore(`pglite:${directory}`, parts())).rejects.toMatchObject({
      code: "STORE_MOVED",
      details: { to: "env:URL", by: "svc@test", at: new Date(NOW).toISOString() },
    });
    await expect(move({ url: await peer.database() })).rejects.toMatchObject({ code: "STORE_MOVED" });
    await rm(join(directory, "moved.json"));

    expect(await rowsAt(`pglite:${directory}`)).toEqual(before);
  });

  describe("leaves nothing behind, and nothing marked", () => {
    const untouched = async (url: string) => {
      expect(await hasSchema(url)).toBe(false);
      expect(existsSync(join(directory, "moved.json"))).toBe(false);
    };

    it("as a dry run, which has compared every table", async () => {
      const url = await peer.database();
      const told: string[] = [];

      expect(await move({ url, dryRun: true, told: ({ name }) => void told.push(name) })).toMatchObject({
        kind: "copied",
        dryRun: true,
      });

      expect(told).toContain("group_member");
      await untouched(url);
    });

    it("when it is stopped on the way", async () => {
      const url = await peer.database();
      const stop = new AbortController();
      const reason = new Error("stopped");
      const told = ({ name }: CopiedTable) => (name === "endpoint" ? stop.abort(reason) : undefined);

      await expect(move({ url, told, signal: stop.signal })).rejects.toBe(reason);

      await untouched(url);
    });

    it("when the ledger was changed by somebody", async () => {
      const connection = await openConnection(`pglite:${directory}`, parts());
      await connection.script(`
        alter table rollcall.ledger disable trigger user;
        update rollcall.ledger set actor = 'nobody' where seq = 2;
        alter table rollcall.ledger enable trigger user;
      `);
      await connection.close();
      const url = await peer.database();

      await expect(move({ url })).rejects.toMatchObject({ code: "LEDGER_BROKEN", details: { seq: 2 } });

      await untouched(url);
    });
  });

  it("stays marked when the new database does not confirm, so that no two are used", async () => {
    const url = await peer.database();
    const change = (opened: StoreMove): StoreMove => ({
      ...opened,
      mark: async (mark) => {
        await opened.mark(mark);
        await peer.crash();
      },
    });

    await expect(move({ url, change })).rejects.toMatchObject({
      code: "STORE_UNAVAILABLE",
      message: expect.stringContaining("did not confirm the copy") as string,
    });

    expect(await hasSchema(url)).toBe(false);
    await expect(openStore(`pglite:${directory}`, parts())).rejects.toMatchObject({ code: "STORE_MOVED" });
  });

  describe("is refused", () => {
    it("into a store that is in use, which is named", async () => {
      const url = await peer.database();
      const store = await openStore(url, parts());
      await store.ledger.append([FACT], NOW);
      await store.close();

      expect(await move({ url })).toMatchObject({
        code: "target_not_empty",
        detail: expect.stringContaining("ledger (1)") as string,
      });
    });

    it("into an older schema, and into a newer one", async () => {
      const [older, newer] = [await peer.database(), await peer.database()];
      for (const [url, version] of [
        [older, MIGRATIONS.length],
        [newer, undefined],
      ] as const) {
        const connection = await openConnection(url, parts());
        await (version === undefined
          ? connection.query("insert into rollcall.schema_version values (1000, 0)")
          : connection.query("delete from rollcall.schema_version where version = $1", [version]));
        await connection.close();
      }

      expect(await move({ url: older })).toMatchObject({ code: "target_older" });
      await expect(move({ url: newer })).rejects.toMatchObject({ code: "STORE_NEWER" });
    });

    it("into tables that are not as ours are", async () => {
      const url = await peer.database();
      const connection = await openConnection(url, parts());
      await connection.script("alter table rollcall.fleet_day alter column keep type integer");
      await connection.close();

      await expect(move({ url })).rejects.toMatchObject({
        code: "STORE_DAMAGED",
        details: { what: "the tables" },
      });
    });

    it("from and to anything else than an embedded store and PostgreSQL", async () => {
      const url = await peer.database();

      expect(await move({ url: `pglite:${directory}` })).toMatchObject({ code: "target_not_postgresql" });
      expect(await openStoreMove(url, url, parts())).toMatchObject({ code: "source_not_embedded" });
      expect(await openStoreMove(`pglite:${root}/none`, url, parts())).toMatchObject({
        code: "source_absent",
      });
    });

    it("while another process has the store", async () => {
      const store = await openStore(`pglite:${directory}`, parts());

      await expect(move({ url: await peer.database() })).rejects.toMatchObject({ code: "STORE_LOCKED" });

      await store.close();
    });
  });

  describe("by the command", { timeout: 600_000 }, () => {
    let stage: Stage;
    let url = "";
    let config = "";
    beforeAll(async () => {
      stage = await aStage({ endpoints: 40 });
      config = await stage.config("rollcall", (data) => {
        data.store = "pglite:./house";
        data.schedule = [{ name: "yearly", run: "0 0 1 1 *", missed: "skip" }];
      });
      prepared(await stage.run(config, "collect"));
    });
    beforeEach(async () => {
      url = await peer.database();
      await writeFile(join(stage.dir, "url"), `${url}\n`);
    });
    afterAll(async () => stage[Symbol.asyncDispose]());

    /** In a process of its own, without a time of its own: a server has the store too. */
    const moving = async (...args: readonly string[]) => {
      const ran = await run(["store", "move", "--to", "file:url", ...args, "--config", config, "--json"], {
        cwd: stage.dir,
      });
      return { ...ran, result: resultOf(ran) };
    };

    it("is not done by the server that has the store, and waits for it", async () => {
      const server = start(["serve", "--config", config], { cwd: stage.dir });
      await vi.waitUntil(() => server.stderr().includes("Ctrl-C stops it"), { timeout: 200_000 });

      expect(await moving()).toMatchObject({ exit: 1, result: { error: { code: "STORE_LOCKED" } } });

      server.send("SIGTERM");
      await server.ended;
      expect(await hasSchema(url)).toBe(false);
    });

    it("wants no password on the command line, and repeats none", async () => {
      const ran = await moving("--to", "postgres://rollcall:s3cret@db.example.com/rollcall");

      expect(ran).toMatchObject({ exit: 2, result: { error: { code: "CONFIG_INVALID" } } });
      expect(ran.stdout + ran.stderr).not.toContain("s3cret");
    });

    it("a restored store has its brake on, whichever command is the first", async () => {
      const next = await stage.config("restored", (data) => {
        data.store = "file:url";
      });
      const brakeOf = async () => prepared(await stage.json(next, "status")).result["brake"];
      expect(await brakeOf()).toBeNull();

      await writeFile(join(stage.dir, "url"), await peer.restore(peer.backUp(url)));

      expect(await brakeOf()).toMatchObject({
        reason: expect.stringContaining("restored from a backup") as string,
      });
    });

    it("brings a brake along that was pulled meanwhile, and says what to change", async () => {
      const app = createApp({}, () => {}, new AbortController().signal);
      const flags = { config, json: false, verbose: false, now: undefined };
      const brake = { reason: "a wrong one", by: "jane@ops1" };
      const told = () => writeFileSync(join(stage.dir, "house", "brake.json"), JSON.stringify(brake));
      const before = await stage.json(config, "ledger", "verify");
      prepared(await moving("--dry-run"));

      const asked = { to: "file:url", dryRun: false };
      const moved = await app.moveStore(flags, asked, told, new AbortController().signal);

      expect(moved).toMatchObject({
        kind: "copied",
        ledger: { entries: before.result["entries"], head: before.result["head"] },
      });
      const old = await stage.json(config, "status");
      expect(old).toMatchObject({ exit: 1, result: { error: { code: "STORE_MOVED" } } });
      const late = await stage.json(config, "brake", "--reason", "too late");
      expect(late).toMatchObject({ exit: 1, result: { error: { code: "STORE_MOVED" } } });
      const next = await stage.config("next", (data) => {
        data.store = "file:url";
      });
      const { exit, result } = await stage.json(next, "status");
      expect({ exit, brake: result["brake"] }).toMatchObject({ exit: 0, brake: { pulledBy: "jane@ops1" } });
      expect((await stage.json(next, "ledger", "verify")).result).toMatchObject({ ok: true });
      expect(await moving()).toMatchObject({ exit: 1, result: { error: { code: "STORE_MOVED" } } });
    });
  });
});
