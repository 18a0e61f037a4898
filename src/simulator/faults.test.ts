// Every fault, alone, as a client sees it.
import { describe, expect, it } from "vitest";
import { endpointId, PARTNER_ID, tenantId } from "../../test/build/estate.ts";
import type { Simulation, SimulationOptions } from "../../test/build/simulation.ts";
import { simulate } from "../../test/build/simulation.ts";
import type { FaultKind } from "./fault-action.ts";
import { FAULT_KINDS } from "./fault-action.ts";

const LIST = "/endpoint/v1/endpoints";
const SORTED = `${LIST}?sort=id&pageSize=2&pageTotal=true`;
const one = (number: number): string => `${LIST}/${endpointId(number)}`;
const ids = (items: readonly Record<string, unknown>[] | undefined): readonly number[] =>
  (items ?? []).map(({ id }) => Number.parseInt(String(id).slice(-12), 16));
const partner = { headers: { "x-partner-id": PARTNER_ID } };

/** What is seen of each kind; that none is left out is checked below. */
const SEEN: Readonly<
  Record<
    FaultKind,
    { readonly options?: SimulationOptions; readonly see: (sim: Simulation) => Promise<void> }
  >
> = {
  status: {
    async see(sim) {
      const bodies = [
        ["envelope", "application/json", /"error":"serviceUnavailable"/],
        ["empty", undefined, /^$/],
        ["text", "text/plain", /^upstream error 503$/],
        ["html", "text/html", /^<html>/],
      ] as const;
      for (const [body, type, text] of bodies) {
        const headers = { "Retry-After": "3600" };
        sim.simulator.faults.add({ times: 1, action: { kind: "status", status: 503, body, headers } });
        const answered = await sim.client.get(LIST);
        expect([answered.status, answered.headers.get("content-type")]).toEqual([503, type]);
        expect([answered.text, answered.headers.get("retry-after")]).toEqual([
          expect.stringMatching(text),
          "3600",
        ]);
      }
      sim.simulator.faults.add({ match: { path: "*/oauth2/*" }, action: { kind: "status", status: 500 } });
      await expect(sim.client.login("tenant-reader")).rejects.toThrow("errorCode");
    },
  },
  hang: {
    async see(sim) {
      sim.simulator.faults.add({ action: { kind: "hang" } });
      await expect(sim.client.get(LIST, { signal: AbortSignal.timeout(100) })).rejects.toThrow("timeout");
      expect(sim.simulator.log.at(-1)).toMatchObject({ status: "none", faults: ["hang"] });
    },
  },
  resetBefore: {
    options: { as: "tenant-deleter" },
    async see(sim) {
      sim.simulator.faults.add({ match: { method: "delete" }, action: { kind: "resetBefore" } });
      await expect(sim.client.get(one(1), { method: "DELETE" })).rejects.toThrow("fetch failed");
      expect(sim.tenant.endpoints.has(endpointId(1))).toBe(true);
      expect(sim.simulator.log.at(-1)).toMatchObject({ status: "reset" });
    },
  },
  redirect: {
    async see(sim) {
      const location = "https://elsewhere.example.com/";
      sim.simulator.faults.add({ action: { kind: "redirect", location, status: 307 } });
      const answered = await sim.client.get(LIST);
      expect([answered.status, answered.headers.get("location"), answered.text]).toEqual([307, location, ""]);
    },
  },
  expireToken: {
    async see(sim) {
      sim.simulator.faults.add({ match: { page: 2 }, times: 1, action: { kind: "expireToken" } });
      const next = encodeURIComponent(String((await sim.client.get(SORTED)).json().pages?.["nextKey"]));
      const second = () => sim.client.get(`${SORTED}&pageFromKey=${next}`);
      expect((await second()).status).toBe(401);
      expect((await second()).status).toBe(401); // the token stays dead
      await sim.client.login("tenant-reader");
      expect(ids((await second()).json().items)).toEqual([3, 4]);
    },
  },
  forbidTenant: {
    options: { tenants: [{ endpoints: 1 }, { endpoints: 1 }], as: "partner-reader" },
    async see(sim) {
      sim.simulator.faults.add({ match: { tenant: tenantId(2) }, action: { kind: "forbidTenant" } });
      expect((await sim.client.get(LIST, { tenant: tenantId(1) })).status).toBe(200);
      expect((await sim.client.get(LIST, { tenant: tenantId(2) })).status).toBe(403);
    },
  },
  repeatPage: {
    async see(sim) {
      sim.simulator.faults.add({ match: { page: 2 }, action: { kind: "repeatPage" } });
      // The count agrees with what there is, but two records came twice and two not at all.
      const { items, pages } = await sim.client.walk(SORTED);
      expect([ids(items), pages]).toEqual([[1, 2, 1, 2, 5], 3]);
    },
  },
  loopKey: {
    async see(sim) {
      sim.simulator.faults.add({ match: { page: 2 }, action: { kind: "loopKey" } });
      const { items, pages } = await sim.client.walk(SORTED);
      expect(pages).toBe(100); // where the test's client gives up
      expect(ids(items.slice(0, 6))).toEqual([1, 2, 3, 4, 3, 4]);
      sim.simulator.faults.clear();
      sim.simulator.faults.add({ match: { page: 1 }, times: 3, action: { kind: "loopKey" } });
      expect(ids((await sim.client.walk(SORTED)).items)).toEqual([1, 2, 1, 2, 1, 2, 1, 2, 3, 4, 5]);
    },
  },
  emptyPageWithKey: {
    async see(sim) {
      sim.simulator.faults.add({ match: { page: 2 }, action: { kind: "emptyPageWithKey" } });
      const first = (await sim.client.get(SORTED)).json().pages?.["nextKey"];
      const empty = (await sim.client.get(`${SORTED}&pageFromKey=${String(first)}`)).json();
      expect([empty.items, typeof empty.pages?.["nextKey"]]).toEqual([[], "string"]);
      expect(ids((await sim.client.walk(SORTED)).items)).toEqual([1, 2, 3, 4, 5]); // for whoever reads on
    },
  },
  shrink: {
    async see(sim) {
      for (const [consistentCount, counted] of [
        [true, 3],
        [false, 5],
      ] as const) {
        sim.simulator.faults.clear();
        sim.simulator.faults.add({ action: { kind: "shrink", share: 0.6, consistentCount } });
        expect((await sim.client.get(SORTED)).json().pages).toMatchObject({ items: counted });
        expect(ids((await sim.client.walk(SORTED)).items)).toEqual([1, 2, 3]);
      }
      expect(sim.tenant.endpoints.size).toBe(5);
      expect((await sim.client.get(one(5))).status).toBe(200);
    },
  },
  omitItemsCount: {
    async see(sim) {
      sim.simulator.faults.add({ action: { kind: "omitItemsCount" } });
      const { pages, items } = (await sim.client.get(SORTED)).json();
      expect([items?.length, pages?.["items"], pages?.["total"]]).toEqual([2, undefined, undefined]);
    },
  },
  malformedRecord: {
    async see(sim) {
      for (const [how, first] of [
        ["noId", undefined],
        ["numberId", 42],
        ["notAnObject", "not a record"],
      ] as const) {
        sim.simulator.faults.clear();
        sim.simulator.faults.add({ action: { kind: "malformedRecord", how } });
        const items = (await sim.client.get(SORTED)).json().items;
        const [spoilt, whole]: readonly unknown[] = items ?? [];
        expect(typeof spoilt === "object" ? (spoilt as Record<string, unknown>)["id"] : spoilt).toBe(first);
        expect(whole).toMatchObject({ id: endpointId(2) });
      }
    },
  },
  noApiHost: {
    options: { tenants: [{}, {}], as: "partner-reader" },
    async see(sim) {
      sim.simulator.faults.add({ action: { kind: "noApiHost", tenant: tenantId(2) } });
      const page = (await sim.client.send(`${sim.simulator.urls.api}/partner/v1/tenants`, partner)).json();
      expect(page.items?.map((item) => "apiHost" in item)).toEqual([true, false]);
    },
  },
  foreignApiHost: {
    async see(sim) {
      const apiHost = "https://collector.example.com";
      sim.simulator.faults.add({ action: { kind: "foreignApiHost", apiHost } });
      const { urls } = sim.simulator;
      expect((await sim.client.send(`${urls.api}/whoami/v1`)).json()["apiHosts"]).toMatchObject({
        dataRegion: apiHost,
      });
      await sim.client.login("partner-reader");
      const page = (await sim.client.send(`${urls.api}/partner/v1/tenants`, partner)).json();
      expect(page.items?.map((item) => item["apiHost"])).toEqual([apiHost]);
    },
  },
  deletedFalse: {
    options: { as: "tenant-deleter" },
    async see(sim) {
      for (const [applied, left] of [
        [false, 5],
        [true, 4],
      ] as const) {
        sim.simulator.faults.clear();
        sim.simulator.faults.add({ action: { kind: "deletedFalse", applied } });
        const answered = await sim.client.get(one(1), { method: "DELETE" });
        expect([answered.status, answered.json()]).toEqual([200, { deleted: false }]);
        expect(sim.tenant.endpoints.size).toBe(left);
      }
      const body = JSON.stringify({ endpointIds: [endpointId(2)] });
      const answered = await sim.client.get(`${LIST}/delete`, { method: "POST", body });
      expect(answered.json()).toEqual({ endpointIds: [] });
    },
  },
  deletedMissing: {
    options: { as: "tenant-deleter" },
    async see(sim) {
      sim.simulator.faults.add({ action: { kind: "deletedMissing" } });
      const answered = await sim.client.get(one(1), { method: "DELETE" });
      expect([answered.status, answered.json(), sim.tenant.endpoints.size]).toEqual([200, {}, 5]);
    },
  },
  statusAfter: {
    options: { as: "tenant-deleter" },
    async see(sim) {
      sim.simulator.faults.add({ match: { method: "DELETE" }, action: { kind: "statusAfter", status: 500 } });
      const answered = await sim.client.get(one(1), { method: "DELETE" });
      expect([answered.status, answered.json()["error"]]).toEqual([500, "internalServerError"]);
      expect((await sim.client.get(one(1))).status).toBe(404);
    },
  },
  hangAfter: {
    options: { as: "tenant-deleter" },
    async see(sim) {
      sim.simulator.faults.add({ match: { method: "DELETE" }, action: { kind: "hangAfter" } });
      const asked = { method: "DELETE", signal: AbortSignal.timeout(100) };
      await expect(sim.client.get(one(1), asked)).rejects.toThrow("timeout");
      expect((await sim.client.get(one(1))).status).toBe(404);
    },
  },
  resetAfter: {
    options: { as: "tenant-deleter" },
    async see(sim) {
      sim.simulator.faults.add({ match: { method: "DELETE" }, action: { kind: "resetAfter" } });
      await expect(sim.client.get(one(1), { method: "DELETE" })).rejects.toThrow("fetch failed");
      expect((await sim.client.get(one(1))).status).toBe(404);
    },
  },
  truncate: {
    async see(sim) {
      sim.simulator.faults.add({ times: 1, action: { kind: "truncate", how: "length" } });
      await expect(sim.client.get(LIST)).rejects.toThrow("terminated");
      sim.simulator.faults.add({ times: 1, action: { kind: "truncate", how: "json" } });
      const answered = await sim.client.get(LIST);
      expect(answered.status).toBe(200);
      expect(() => answered.json()).toThrow(SyntaxError);
    },
  },
  slowBody: {
    async see(sim) {
      sim.simulator.faults.add({ action: { kind: "slowBody", pieces: 3, pauseMs: 5 } });
      expect((await sim.client.get(LIST)).json().items).toHaveLength(5);
      sim.simulator.faults.add({
        match: { path: one(1) },
        action: { kind: "slowBody", pieces: 3, pauseMs: 60_000 },
      });
      sim.simulator.faults.active[0]?.remove();
      await expect(sim.client.get(one(1), { signal: AbortSignal.timeout(100) })).rejects.toThrow("timeout");
    },
  },
  clockSkew: {
    async see(sim) {
      const date = async () => Date.parse((await sim.client.get(LIST)).headers.get("date") ?? "");
      expect(await date()).toBe(sim.clock.now());
      sim.simulator.faults.add({ action: { kind: "clockSkew", ms: -600_000 } });
      expect(await date()).toBe(sim.clock.now() - 600_000);
    },
  },
};

describe("a fault on demand", () => {
  it.each(FAULT_KINDS)("%s is seen by a client", async (kind) => {
    await using sim = await simulate(SEEN[kind].options);
    await SEEN[kind].see(sim);
    expect(sim.simulator.log.flatMap(({ faults }) => faults)).toContain(kind);
    // And without the rule nothing of it is left, but for a token that was revoked and what was deleted.
    sim.simulator.faults.clear();
    await sim.client.login("partner-reader");
    expect((await sim.client.get(LIST)).status).toBe(200);
  });
});
