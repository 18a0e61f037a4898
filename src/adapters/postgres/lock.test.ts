import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { instant } from "../../core/model/instant.ts";
import { lockDirectory } from "./lock.ts";
import { livenessOf, ownIdentity, type ProcessIdentity } from "./process-identity.ts";

const SINCE = instant(Date.UTC(2026, 5, 1, 12));

describe("lockDirectory", () => {
  let directory: string;
  const warnings: object[] = [];
  let uuids = 0;
  const parts = {
    clock: { now: () => SINCE, monotonic: () => 0, sleep: async () => Promise.resolve() },
    ids: { uuid: () => `draft${(uuids += 1)}`, random: () => 0 },
    log: { debug: () => {}, info: () => {}, warn: (_: string, fields = {}) => void warnings.push(fields) },
  };
  const lock = async () => lockDirectory(directory, parts);
  const held = async (holder: object | string) =>
    writeFile(join(directory, "lock"), typeof holder === "string" ? holder : JSON.stringify(holder));

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "rollcall-lock-"));
    warnings.length = 0;
  });
  afterEach(async () => rm(directory, { recursive: true }));

  /** A process of this machine that is over: pid 2^22 is the first that Linux never gives (proc_sys_kernel(5)). */
  const dead = async (): Promise<object> => ({ ...(await ownIdentity()), pid: 4_194_304, since: SINCE });

  it("holds until it is released, and leaves nothing behind", async () => {
    const first = await lock();
    await expect(lock()).rejects.toMatchObject({
      code: "STORE_LOCKED",
      message: `The store is in use by process ${process.pid} since 2026-06-01T12:00:00.000Z.`,
    });

    await first.release();
    await (await lock()).release();

    expect(await readdir(directory)).toEqual([]);
  });

  it("takes over the lock of a dead process, and says so", async () => {
    await held(await dead());

    await lock();

    expect(warnings).toEqual([{ pid: 4_194_304 }]);
    expect(JSON.parse(await readFile(join(directory, "lock"), "utf8"))).toMatchObject({ pid: process.pid });
    expect(await readdir(directory)).toEqual(["lock"]);
  });

  it("takes over the lock of a process whose number another one has by now", async () => {
    await held({ ...(await ownIdentity()), started: "another boot/1", since: SINCE });

    await lock();

    expect(warnings).toHaveLength(1);
  });

  it("of many that would take over one dead lock at once, one gets it", async () => {
    await held(await dead());

    const results = await Promise.allSettled(Array.from({ length: 10 }, async () => lock()));

    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const result of results) {
      if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "STORE_LOCKED" });
    }
  });

  it("leaves a take-over that is under way alone", async () => {
    await held(await dead());
    await writeFile(join(directory, "lock.takeover"), "");

    await expect(lock()).rejects.toMatchObject({ code: "STORE_LOCKED" });
  });

  it.each([
    { what: "another host", holder: { host: "elsewhere.example" } },
    { what: "another container", holder: { namespace: "pid:[1]" } },
  ])("a process of $what counts as alive, for it cannot be asked", async ({ holder }) => {
    await held({ ...(await dead()), ...holder });

    await expect(lock()).rejects.toThrow(
      /cannot be asked from here since .*; remove .*lock if it no longer runs/,
    );
  });

  it.each(["", "{", "null", "[]", '{"pid":0}', '{"pid":1,"host":"a"}'])(
    "%j is nobody's to take",
    async (text) => {
      await held(text);

      await expect(lock()).rejects.toThrow("not legible");
      expect(await readFile(join(directory, "lock"), "utf8")).toBe(text);
    },
  );

  it("does not remove a lock that is another's by now", async () => {
    const mine = await lock();
    await held("somebody else's");

    await mine.release();

    expect(await readdir(directory)).toEqual(["lock"]);
  });

  it("a directory that cannot be written to is a fault", async () => {
    await expect(lockDirectory(join(directory, "absent"), parts)).rejects.toMatchObject({
      code: "STORE_UNAVAILABLE",
    });
  });
});

describe("livenessOf", () => {
  it.each<{ what: string; change: Partial<ProcessIdentity>; liveness: string }>([
    { what: "this process", change: {}, liveness: "alive" },
    { what: "one that is over", change: { pid: 4_194_304 }, liveness: "dead" },
    { what: "a later one of the same number", change: { started: "boot/0" }, liveness: "dead" },
    { what: "one elsewhere", change: { host: `not-${hostname()}` }, liveness: "unknown" },
    { what: "one in another namespace", change: { namespace: "pid:[1]" }, liveness: "unknown" },
  ])("$what is $liveness", async ({ change, liveness }) => {
    expect(await livenessOf({ ...(await ownIdentity()), ...change })).toBe(liveness);
  });
});
