import { describe, expect, it } from "vitest";
import { centralServer, TENANT, withTokens } from "../../../test/build/central-server.ts";
import { endpointId, tenantId } from "../../core/model/ids.ts";
import { invariant } from "../../core/model/invariant.ts";
import type { Urgency } from "../../core/model/rate-window.ts";
import type { Tenant } from "../../core/model/tenant.ts";
import type { EndpointSource } from "../../ports/endpoint-source.ts";
import { endpointReader } from "./endpoint-reader.ts";
import { ownRateBudget } from "./rate-budget.ts";

const ID = "6e9567ea-bb50-40c5-9f12-42eb308e4c9b";
const PAGE = { items: [], pages: { total: 1, items: 0 } };

/** How urgent the request after the token was. */
async function asked(
  ask: (reader: EndpointSource, tenant: Tenant, signal: AbortSignal) => Promise<unknown>,
): Promise<Urgency | undefined> {
  await using server = await centralServer(
    withTokens(({ path }) => ({ json: path.endsWith(ID) ? { id: ID } : PAGE })),
  );
  const urgencies: Urgency[] = [];
  const own = ownRateBudget([{ max: 100, ms: 1_000 }], server.clock);
  const budget = {
    ...own,
    enter: async (...given: Parameters<typeof own.enter>) => {
      urgencies.push(given[0]);
      return own.enter(...given);
    },
  };
  const id = tenantId(TENANT);
  invariant(id !== undefined, "the test's tenant has an id");
  const reader = endpointReader(server.connect({ budget }));
  await ask(
    reader,
    { id, name: "Acme", apiHost: server.url, dataRegion: undefined },
    new AbortController().signal,
  );
  expect(urgencies).toHaveLength(2);
  expect(urgencies[0]).toBe("urgent");
  return urgencies[1];
}

const device = endpointId(ID);
invariant(device !== undefined, "the test's device has an id");

describe("how urgent a request is", () => {
  it.each<[string, Parameters<typeof asked>[0]]>([
    ["one device", async (reader, tenant, signal) => reader.read(tenant, device, signal)],
    ["alerts", async (reader, tenant, signal) => reader.openAlerts(tenant, signal)],
    ["migrations", async (reader, tenant, signal) => reader.migrating(tenant, signal)],
    ["the groups of one device", async (reader, tenant, signal) => reader.groupsOf(tenant, device, signal)],
  ])("%s: a deletion waits for it", async (_what, ask) => {
    expect(await asked(ask)).toBe("urgent");
  });

  it.each<[string, Parameters<typeof asked>[0]]>([
    ["devices", async (reader, tenant, signal) => reader.endpoints(tenant, signal).next()],
    ["groups", async (reader, tenant, signal) => reader.groups(tenant, signal)],
  ])("%s: collecting can wait", async (_what, ask) => {
    expect(await asked(ask)).toBe("bulk");
  });
});
