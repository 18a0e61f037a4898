// The main job with a Splunk search (a stand-in) in the place of a domain controller.
import { afterAll, beforeAll, expect, it } from "vitest";
import { endpointRemover } from "../../src/adapters/sophos-central/remover.ts";
import { splunkSource } from "../build/splunk-rows.ts";
import { rowsOfLdif } from "../build/splunk-of-ldif.ts";
import { splunkServer, type SplunkServer } from "../build/splunk-server.ts";
import { aHouse, type House } from "../build/house.ts";

let house: House;
let splunk: SplunkServer;

beforeAll(async () => {
  house = await aHouse({
    endpoints: 80,
    tenants: 1,
    remover: endpointRemover,
    directory: async (directory, shared) => {
      // The other domain stays a file: one of each kind, side by side.
      if (directory.name !== "corp") return undefined;
      splunk = await splunkServer(
        () => rowsOfLdif(directory.ldif(), new Date(shared.clock.now()).toISOString()),
        () => shared.clock.now(),
      );
      const domain = { dns: directory.dns, netbios: directory.netbios };
      return splunkSource(splunk, { ...shared, domain });
    },
  });
});
afterAll(async () => {
  await house[Symbol.asyncDispose]();
  await splunk[Symbol.asyncDispose]();
});

const deleted = (): number => house.deleted.length;

it("lists nobody while the search gives less than all of its rows", async () => {
  await house.collect();
  await house.assess();
  await house.day(2);
  splunk.fault = { kind: "lines", of: (lines) => lines.slice(0, -20) };
  const cut = await house.collect();
  await house.assess();
  const plan = await house.plan("dry-run");

  expect(cut.directories.find(({ directory }) => directory === "corp")?.coverage).toMatchObject({
    kind: "incomplete",
    gaps: [{ code: "count_unknown" }],
  });
  expect(plan.items).toEqual([]);
});

it("deletes nothing that the search does not confirm whole right before, then what both agree is gone", async () => {
  splunk.fault = undefined;
  await house.collect();
  await house.assess();
  await house.day(3);
  await house.collect();
  await house.assess();
  await house.apply(await house.plan("dry-run"), "dry-run");
  const plan = await house.plan("enforce");
  expect(plan.items.filter(({ computer }) => computer?.directory === "corp")).not.toEqual([]);

  splunk.fault = { kind: "message", type: "ERROR", text: "a peer is down" };
  expect(await house.apply(plan, "enforce")).toMatchObject({ kind: "applied" });
  expect(deleted()).toBe(0);

  splunk.fault = undefined;
  await house.day(5);
  await house.collect();
  await house.assess();
  await house.apply(await house.plan("enforce"), "enforce");
  expect(deleted()).toBeGreaterThan(0);
  expect(house.deleted.filter((truth) => truth?.alive !== false)).toEqual([]);
});
