// Processes on one PostgreSQL that share the reading of one run, and what becomes of it when one dies or the database does.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { openConnection } from "../../src/adapters/postgres/open.ts";
import { startPostgres, type PostgresPeer } from "../build/postgres-peer.ts";
import { parts } from "../contract/store-fixture.ts";
import { resultOf, type Ran, type Running } from "../system/command.ts";
import { aStage, type ConfigData, type Stage } from "../system/stage.ts";
import { requirePeer } from "./peers.ts";

const TENANTS = 24;
/** Tenants that a process reads at once. */
const AT_ONCE = 4;

interface Reading {
  readonly coverage: string;
  readonly counted: number;
}

const byText = (a = "", b = ""): number => (a < b ? -1 : 1);
const readingsOf = (ran: Ran): readonly Reading[] =>
  (resultOf(ran)["collect"] as { readonly tenants: readonly Reading[] }).tenants;

requirePeer("postgres", "PostgreSQL", () => {
  describe("workers on one PostgreSQL", { timeout: 600_000 }, () => {
    let peer: PostgresPeer;
    let stage: Stage;
    beforeAll(async () => {
      peer = await startPostgres();
      stage = await aStage({ endpoints: 200, tenants: TENANTS, latencyMs: 1_000 });
    });
    afterAll(async () => {
      await stage[Symbol.asyncDispose]();
      await peer.close();
    });

    /** A configuration over a database of its own, and how many rows a query finds there. */
    const shared = async (name: string, change: (data: ConfigData) => void = () => {}) => {
      const url = await peer.database();
      // Its socket lies in a folder, for which a URL in the configuration has no place.
      await writeFile(join(stage.dir, `${name}-url`), url);
      const config = await stage.config(name, (data) => {
        data.store = `file:${name}-url`;
        data.sophos = {
          ...data.sophos,
          rate: { perSecond: 1_000, perMinute: 100_000, perHour: 100_000, perDay: 200_000 },
        } as typeof data.sophos;
        change(data);
      });
      const rows = async <Row>(text: string): Promise<readonly Row[]> => {
        const connection = await openConnection(url, parts());
        try {
          return await connection.query<Row>(text);
        } finally {
          await connection.close();
        }
      };
      return { url, config, rows };
    };
    const until = async (holds: () => Promise<boolean>): Promise<void> => {
      await vi.waitUntil(holds, { timeout: 120_000, interval: 100 });
    };
    const takes = async (worker: Running): Promise<void> =>
      until(async () => Promise.resolve(worker.stdout().includes('"refuses":null')));
    const active = `select 1 from rollcall_jobs.job where state = 'active'`;
    const whole = `select source_name, count(*) as times from rollcall.collection
      where run_id is not null and coverage_kind = 'complete' group by 1`;

    it("share a run; one that is killed in the middle loses nothing, and nothing is read whole twice", async () => {
      const { config, rows } = await shared("killed");
      const workers = [1, 2].map(() => stage.start(config, "worker", "--json"));
      await Promise.all(workers.map(takes));
      const run = stage.start(config, "run", "--json");
      // More than two processes can hold: the third has some, whichever it is.
      await until(async () => (await rows(active)).length > 2 * AT_ONCE);

      workers[0]?.send("SIGKILL");
      const ran = await run.ended;

      expect(ran.exit, `the run said: ${ran.stderr}`).toBe(0);
      const readings = readingsOf(ran);
      expect(readings).toHaveLength(TENANTS);
      expect(readings.filter(({ coverage }) => coverage !== "complete")).toEqual([]);
      const read = await rows<{ times: number }>(whole);
      expect(read).toHaveLength(TENANTS);
      expect(read.filter(({ times }) => times !== 1)).toEqual([]);
      expect((await rows("select 1 from rollcall_jobs.job where retry_count > 0")).length).toBeGreaterThan(0);
      const { result } = await stage.json(config, "status");
      expect(result["deadJobs"]).toEqual([]);
      workers[1]?.send("SIGTERM");
      expect((await workers[1]?.ended)?.exit).toBe(0);
      expect(
        await rows("select 1 from rollcall.worker where record->>'pid' = '" + String(workers[1]?.pid) + "'"),
      ).toEqual([]);
    });

    it("wait for a database that dies meanwhile, and go on when it is back", async () => {
      const { config, rows } = await shared("crashed");
      const worker = stage.start(config, "worker", "--json");
      await takes(worker);
      const run = stage.start(config, "run", "--json");
      await until(async () => (await rows(active)).length > AT_ONCE);

      await peer.crash();
      const ran = await run.ended;

      expect(ran.exit, `the run said: ${ran.stderr}`).toBe(0);
      expect(readingsOf(ran).map(({ coverage }) => coverage)).toEqual(Array(TENANTS).fill("complete"));
      expect((await rows<{ times: number }>(whole)).filter(({ times }) => times !== 1)).toEqual([]);
      worker.send("SIGTERM");
      expect((await worker.ended).exit).toBe(0);
    });

    it("take nothing of a run of another configuration, or without their secrets, and say so", async () => {
      const { config, url } = await shared("asked");
      await writeFile(join(stage.dir, "other-url"), url);
      const other = await stage.config("other", (data) => {
        data.store = "file:other-url";
        data.policy = { grace: "P15D" };
      });
      const secretless = await stage.config("secretless", (data) => {
        data.store = "file:other-url";
        data.sophos.reader = { ...data.sophos.reader, clientSecret: "env:NOT_SET_ANYWHERE" };
      });
      const [differs, without] = [other, secretless].map((one) => stage.start(one, "worker", "--json"));
      await takes(differs!);
      const told = async (worker: Running, code: string): Promise<void> =>
        until(async () => Promise.resolve(worker.stdout().includes(`"refuses":"${code}"`)));
      await told(without!, "secret_missing");

      const ran = await stage.start(config, "run", "--json").ended;

      expect(ran.exit, `the run said: ${ran.stderr}`).toBe(0);
      await told(differs!, "config_differs");
      expect(readingsOf(ran).map(({ coverage }) => coverage)).toEqual(Array(TENANTS).fill("complete"));
      // All requests were those of the run's own process.
      const { requests } = resultOf(ran)["collect"] as { requests: { byPurpose: object } };
      expect(requests.byPurpose).not.toHaveProperty("elsewhere");
      const { result } = await stage.json(config, "status");
      expect(
        (result["workers"] as { refuses?: string }[]).map(({ refuses }) => refuses).sort(byText),
      ).toEqual(["config_differs", "secret_missing"]);
      for (const one of [differs!, without!]) one.send("SIGTERM");
      expect((await Promise.all([differs!.ended, without!.ended])).map(({ exit }) => exit)).toEqual([0, 0]);
    });
  });
});
