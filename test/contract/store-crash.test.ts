// PGlite in a directory: killed in the middle, locked, newer than the program.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MIGRATIONS } from "../../src/adapters/postgres/migrate.ts";
import { openConnection, openStore } from "../../src/adapters/postgres/open.ts";
import { NOW, TENANT } from "../build/evidence.ts";
import { expectChain } from "./store-ledger.contract.ts";
import { aTenant, gathered, parts } from "./store-fixture.ts";

const CHILD = join(import.meta.dirname, "store-child.ts");

/** Runs the child until it has said so many lines, kills it with -9, and gives all that it said. */
async function killedAfter(url: string, kind: string, lines: number): Promise<readonly string[]> {
  const child = spawn(process.execPath, [CHILD, url, kind], { stdio: ["ignore", "pipe", "inherit"] });
  const said: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(line);
    // Not at the acknowledgement itself but a moment later: in the middle of the next.
    if (said.length === lines) setTimeout(() => child.kill("SIGKILL"), 20);
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  expect(child.signalCode).toBe("SIGKILL");
  return said;
}

describe("PGlite in a directory", () => {
  let root: string;
  let count = 0;
  // Making a database costs seconds: made once, copied for each test.
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "rollcall-crash-"));
    const store = await openStore(`pglite:${join(root, "template")}`, parts());
    await store.inventory.saveTenants([aTenant()], [], NOW);
    await store.close();
  });
  afterAll(async () => rm(root, { recursive: true }));
  const aDirectory = async (): Promise<string> => {
    count += 1;
    const directory = join(root, `store${count}`);
    await cp(join(root, "template"), directory, { recursive: true });
    return directory;
  };

  it("a ledger that is killed while it is appended to has lost nothing that was acknowledged", async () => {
    const directory = await aDirectory();
    for (const lines of [5, 40]) {
      const said = await killedAfter(`pglite:${directory}`, "ledger", lines);
      const store = await openStore(`pglite:${directory}`, parts());
      const entries = (await gathered(store.ledger.entries(1))).flat();

      expectChain(entries);
      expect(entries.length).toBeGreaterThanOrEqual(Number(said.at(-1)));
      expect(await store.ledger.head()).toEqual({ seq: entries.length, hash: entries.at(-1)?.hash });
      await store.close();
    }
  });

  it("a merge that is killed happened wholly or not at all, and none that was acknowledged is lost", async () => {
    const directory = await aDirectory();
    const said = await killedAfter(`pglite:${directory}`, "merge", 4);
    const store = await openStore(`pglite:${directory}`, parts());

    const endpoints = (await gathered(store.inventory.endpointsOf(TENANT))).flat();
    const [latest] = await store.inventory.latest();

    expect(new Set(endpoints.map(({ groupName }) => groupName)).size).toBe(1);
    expect(latest?.complete?.counted).toBe(endpoints.length);
    expect(endpoints.length).toBeGreaterThanOrEqual(Number(said.at(-1)) * 100);
    await store.close();
  });

  it("a store is open once: in this process and for every other", async () => {
    const directory = await aDirectory();
    const store = await openStore(`pglite:${directory}`, parts());

    await expect(openStore(`pglite:${directory}`, parts())).rejects.toMatchObject({
      code: "STORE_LOCKED",
      details: { pid: process.pid, since: new Date(NOW).toISOString() },
    });

    await store.close();
    const again = await openStore(`pglite:${directory}`, parts());
    await again.close();
  });

  it("a copy of the folder that was made while nobody had the store is a whole one", async () => {
    const directory = await aDirectory();
    const store = await openStore(`pglite:${directory}`, parts());
    await store.ledger.append([{ kind: "tenant_not_covered", tenant: TENANT, code: "forbidden" }], NOW);
    await store.close();

    await cp(directory, `${directory}-copy`, { recursive: true });

    const copy = await openStore(`pglite:${directory}-copy`, parts());
    expectChain((await gathered(copy.ledger.entries(1))).flat());
    expect(await copy.ledger.count()).toBe(1);
    await copy.close();
  });

  it("a copy of the folder that was made while somebody had the store says so", async () => {
    const directory = await aDirectory();
    const store = await openStore(`pglite:${directory}`, parts());

    await cp(directory, `${directory}-torn`, { recursive: true });

    await expect(openStore(`pglite:${directory}-torn`, parts())).rejects.toMatchObject({
      code: "STORE_LOCKED",
      details: { pid: process.pid },
    });
    await store.close();
  });

  it("another process that lives has the store; once it is dead its lock is taken over, with a warning", async () => {
    const directory = await aDirectory();
    const child = spawn(process.execPath, [CHILD, `pglite:${directory}`, "hold"], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(createInterface({ input: child.stdout }), "line");

    await expect(openStore(`pglite:${directory}`, parts())).rejects.toMatchObject({
      code: "STORE_LOCKED",
      details: { pid: child.pid },
    });
    child.kill("SIGKILL");
    await once(child, "exit");

    const warnings: unknown[] = [];
    const log = { ...parts().log, warn: (_: string, fields?: object) => warnings.push(fields) };
    const store = await openStore(`pglite:${directory}`, { ...parts(), log });
    expect(warnings).toEqual([{ pid: child.pid }]);
    await store.close();
  });

  it("a database that a newer program wrote is refused, and stays as it is", async () => {
    const directory = await aDirectory();
    const before = await openConnection(`pglite:${directory}`, parts());
    await before.query("insert into rollcall.schema_version values (1000, 0)");
    await before.close();

    for (const _ of [1, 2]) {
      await expect(openStore(`pglite:${directory}`, parts())).rejects.toMatchObject({
        code: "STORE_NEWER",
        details: { stored: 1000, known: MIGRATIONS.length },
      });
    }
  });

  it("a directory that holds no database of ours is a fault, and is not left locked", async () => {
    const directory = await aDirectory();
    await writeFile(join(directory, "pgdata", "global", "pg_control"), "not a control file");

    await expect(openStore(`pglite:${directory}`, parts())).rejects.toMatchObject({ name: "Fault" });

    await expect(readFile(join(directory, "lock"))).rejects.toThrow("ENOENT");
  });

  it.each(["", "pglite:", "mysql://user:s3cret@host/db", "sqlite:x"])("%s is no store", async (url) => {
    const opening = openStore(url, parts());

    await expect(opening).rejects.toMatchObject({ code: "CONFIG_INVALID" });
    await expect(opening).rejects.not.toThrow("s3cret");
  });
});
