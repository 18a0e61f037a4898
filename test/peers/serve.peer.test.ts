// Two servers on one PostgreSQL: they share a schedule, and every slot begins one run.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { startPostgres, type PostgresPeer } from "../build/postgres-peer.ts";
import { aStage, type Stage } from "../system/stage.ts";
import { requirePeer } from "./peers.ts";

requirePeer("postgres", "PostgreSQL", () => {
  describe("two servers on one PostgreSQL", { timeout: 600_000 }, () => {
    let peer: PostgresPeer;
    let stage: Stage;
    beforeAll(async () => {
      peer = await startPostgres();
      stage = await aStage({ endpoints: 20 });
    });
    afterAll(async () => {
      await stage[Symbol.asyncDispose]();
      await peer.close();
    });

    it("begin one run for a slot, and both end on SIGTERM", async () => {
      // Its socket lies in a folder, for which a URL in the configuration has no place.
      await writeFile(join(stage.dir, "store-url"), await peer.database());
      const config = await stage.config("shared", (data) => {
        data.store = "file:store-url";
        data.schedule = [{ name: "always", run: "* * * * *" }];
      });
      const servers = [1, 2].map(() => stage.start(config, "serve", "--json"));
      const began = () =>
        servers
          .flatMap((one) => one.stdout().trimEnd().split("\n"))
          .filter((line) => line.includes('"outcome":"started"'))
          .map((line) => JSON.parse(line) as { readonly slotAt: string; readonly run: string });
      await vi.waitUntil(() => began().length >= 2, { timeout: 400_000, interval: 500 });

      for (const one of servers) one.send("SIGTERM");
      expect((await Promise.all(servers.map(async (one) => one.ended))).map(({ exit }) => exit)).toEqual([
        0, 0,
      ]);
      const slots = began().map(({ slotAt }) => slotAt);
      expect(new Set(slots).size).toBe(slots.length);
      const { result } = await stage.json(config, "status");
      expect(result["lastRun"]).toMatchObject({ begunBy: "schedule" });
    });
  });
});
