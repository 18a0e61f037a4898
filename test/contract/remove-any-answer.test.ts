// Whatever answers a deletion: it is an answer of ours, sent once, and `deleted` only if Central says so in its own words.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { endpointRemover } from "../../src/adapters/sophos-central/remover.ts";
import { endpointId, tenantId } from "../../src/core/model/ids.ts";
import { instant, MINUTE } from "../../src/core/model/instant.ts";
import type { Tenant } from "../../src/core/model/tenant.ts";
import { centralServer, TENANT, withTokens, type Reply } from "../build/central-server.ts";
import { bodiesNear, contentTypes, statuses } from "../prove/outside-bytes.ts";

const KINDS = ["deleted", "not_deleted", "absent", "refused", "throttled", "unclear", "not_sent"];

describe("any answer to a deletion", () => {
  it("is told as one of ours, after one request, or a second only after a 401", async () => {
    let reply: Reply = { json: {} };
    await using server = await centralServer(withTokens(() => reply));
    const id = endpointId("6e9567ea-bb50-40c5-9f12-42eb308e4c9b");
    const tenant = { id: tenantId(TENANT), name: "Acme", apiHost: server.url } as Tenant;
    if (id === undefined) throw new Error("the id is a UUID");
    await fc.assert(
      fc.asyncProperty(bodiesNear({ deleted: true }), statuses, contentTypes, async (raw, status, type) => {
        reply = { raw, status, headers: { "content-type": type } };
        const before = server.seen.length;
        const remover = endpointRemover(server.connect());
        const answer = await remover.remove(tenant, id, instant(server.clock.now() + MINUTE));
        await remover.close();
        const sent = server.seen.slice(before).filter(({ method }) => method === "DELETE");
        expect(sent).toHaveLength(status === 401 ? 2 : 1);
        expect(KINDS).toContain(answer.kind);
        if (answer.kind === "deleted") {
          expect(status).toBe(200);
          expect(JSON.parse(raw.toString())).toMatchObject({ deleted: true });
        }
      }),
      { numRuns: 200 },
    );
  });
});
