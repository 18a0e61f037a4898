import { describe, expect, it } from "vitest";
import {
  TENANT,
  centralServer,
  isToken,
  token,
  withTokens,
  type CentralServer,
  type Reply,
} from "../../../test/build/central-server.ts";
import { endpointId, tenantId, type EndpointId } from "../../core/model/ids.ts";
import { instant, SECOND } from "../../core/model/instant.ts";
import { invariant } from "../../core/model/invariant.ts";
import type { CentralOptions } from "./connect-central.ts";
import { noWriteRemover } from "./no-write-remover.ts";
import { ownRateBudget } from "./rate-budget.ts";
import { endpointRemover } from "./remover.ts";

const ID = "6e9567ea-bb50-40c5-9f12-42eb308e4c9b";
const PATH = `/endpoint/v1/endpoints/${ID}`;
const ENVELOPE = { error: "notFound", message: "Can't find endpoint", correlationId: "c-1" };

const serve = (reply: (nth: number) => Reply) => centralServer(withTokens((_seen, nth) => reply(nth)));
const writes = (server: CentralServer) => server.seen.filter((seen) => !isToken(seen));

function remove(server: CentralServer, options: Partial<CentralOptions> = {}, notAfterMs = 60 * SECOND) {
  const tenant = tenantId(TENANT);
  const endpoint = endpointId(ID);
  invariant(tenant !== undefined && endpoint !== undefined, "the test's ids are ids");
  const remover = endpointRemover(server.connect(options));
  return remover.remove(
    { id: tenant, name: "Acme", apiHost: server.url, dataRegion: undefined },
    endpoint,
    instant(server.clock.now() + notAfterMs),
  );
}

describe("deleting one endpoint", () => {
  it("is one DELETE of that id in its tenant", async () => {
    await using server = await serve(() => ({ json: { deleted: true } }));
    expect(await remove(server)).toEqual({ kind: "deleted" });
    expect(writes(server)).toMatchObject([
      {
        method: "DELETE",
        path: PATH,
        query: {},
        body: "",
        headers: { "x-tenant-id": TENANT, connection: "close" },
      },
    ]);
  });

  it.each<[string, Reply, object]>([
    ["200 deleted:true", { json: { deleted: true } }, { kind: "deleted" }],
    ["200 deleted:false", { json: { deleted: false } }, { kind: "not_deleted" }],
    ["200 without deleted", { json: {} }, { kind: "unclear", cause: "illegible" }],
    ['200 deleted:"true"', { json: { deleted: "true" } }, { kind: "unclear" }],
    ["200 deleted:1", { json: { deleted: 1 } }, { kind: "unclear" }],
    ["200 null", { json: null }, { kind: "unclear" }],
    ["200 empty", { raw: "" }, { kind: "unclear" }],
    ["200 in HTML", { raw: "<html>" }, { kind: "unclear" }],
    ["200 cut off", "cut", { kind: "unclear", cause: "reset" }],
    ["202", { status: 202, json: { deleted: true } }, { kind: "unclear" }],
    ["204", { status: 204, raw: "" }, { kind: "unclear" }],
    [
      "302",
      { status: 302, raw: "", headers: { location: "https://localhost/" } },
      { kind: "unclear", cause: "illegible" },
    ],
    ["404 of Central", { status: 404, json: ENVELOPE }, { kind: "absent" }],
    ["404 empty", { status: 404, raw: "" }, { kind: "absent" }],
    ["404 in HTML", { status: 404, raw: "<html>" }, { kind: "unclear", cause: "illegible" }],
    [
      "400",
      { status: 400, json: { ...ENVELOPE, error: "badRequest" } },
      { kind: "refused", status: 400, correlationId: "c-1" },
    ],
    ["403", { status: 403, raw: "" }, { kind: "refused", status: 403, correlationId: undefined }],
    ["409", { status: 409, raw: "" }, { kind: "refused", status: 409 }],
    ["408", { status: 408, raw: "" }, { kind: "unclear", cause: "timeout" }],
    ["429", { status: 429, raw: "" }, { kind: "throttled", retryAfterMs: undefined }],
    [
      "429 with Retry-After",
      { status: 429, raw: "", headers: { "retry-after": "7" } },
      { kind: "throttled", retryAfterMs: 7_000 },
    ],
    [
      "500",
      { status: 500, json: { correlationId: "c-2" } },
      { kind: "unclear", cause: "server", why: "Central answered 500, correlation id c-2" },
    ],
    ["502", { status: 502, raw: "" }, { kind: "unclear", cause: "server" }],
    ["503", { status: 503, raw: "" }, { kind: "unclear" }],
    ["504", { status: 504, raw: "" }, { kind: "unclear" }],
    ["a reset", "reset", { kind: "unclear", cause: "reset" }],
    ["a hang", "hang", { kind: "unclear", cause: "timeout" }],
  ])("answered with %s is told as it is, and not sent again", async (_what, reply, expected) => {
    await using server = await serve(() => reply);
    const short = reply === "hang" ? { timeouts: { headers: 1_000, total: 2_000 } } : {};
    const answer = await remove(server, short);
    expect(answer).toMatchObject(expected);
    expect(writes(server)).toHaveLength(1);
  });

  it("gets a new token after a 401, which did nothing, and is sent once more", async () => {
    await using server = await centralServer((seen, nth) =>
      isToken(seen) ? token(nth) : nth === 0 ? { status: 401, raw: "" } : { json: { deleted: true } },
    );
    expect(await remove(server)).toEqual({ kind: "deleted" });
    expect(writes(server).map((seen) => seen.headers.authorization)).toEqual([
      "Bearer token-0",
      "Bearer token-1",
    ]);
  });

  it("is refused by a second 401", async () => {
    await using server = await serve(() => ({ status: 401, raw: "" }));
    expect(await remove(server)).toMatchObject({ kind: "refused", status: 401 });
    expect(writes(server)).toHaveLength(2);
  });

  it("is not sent where no token can be had, no connection opens, or the host is not allowed", async () => {
    await using refused = await centralServer(() => ({ status: 401, raw: "" }));
    expect(await remove(refused)).toMatchObject({ kind: "not_sent", cause: "forbidden" });
    expect(writes(refused)).toEqual([]);

    await using server = await serve(() => ({ json: { deleted: true } }));
    const closed = { ...server, url: "https://localhost:1" };
    expect(await remove(closed, { allowedHosts: [server.host, "localhost:1"] })).toMatchObject({
      kind: "not_sent",
      cause: "unreachable",
      why: "no connection was opened (ECONNREFUSED)",
    });
    const foreign = { ...server, url: "https://localhost:2" };
    expect(await remove(foreign)).toMatchObject({ kind: "not_sent", cause: "not_covered" });
    expect(writes(server)).toEqual([]);
  });

  it("takes from the shared budget, and is not sent when that has room only too late", async () => {
    await using server = await serve(() => ({ json: { deleted: true } }));
    const budget = ownRateBudget([{ max: 2, ms: 90 * SECOND }], server.clock);
    expect(await remove(server, { budget })).toEqual({ kind: "deleted" });
    server.clock.advance(60 * SECOND);
    expect(await remove(server, { budget }, 20 * SECOND)).toMatchObject({
      kind: "not_sent",
      cause: "throttled",
    });
    expect(writes(server)).toHaveLength(1);
  });

  it("is not sent after its time is over", async () => {
    await using server = await serve(() => ({ json: { deleted: true } }));
    expect(await remove(server, {}, -1)).toMatchObject({ kind: "not_sent" });
    expect(server.seen).toEqual([]);
  });

  it("of an id that is none is a bug and reaches no URL", async () => {
    await using server = await serve(() => ({ json: { deleted: true } }));
    const remover = endpointRemover(server.connect());
    const id = tenantId(TENANT);
    invariant(id !== undefined, "the test's tenant has an id");
    const tenant = { id, name: "Acme", apiHost: server.url, dataRegion: undefined };
    for (const text of ["", "*", "x", `${ID}?`, ID.toUpperCase()]) {
      await expect(
        remover.remove(tenant, text as EndpointId, instant(Number.MAX_SAFE_INTEGER)),
      ).rejects.toThrow("deleted by its id");
    }
    expect(server.seen).toEqual([]);
  });
});

describe("the remover of observe and dry-run", () => {
  it("cannot write and says so", async () => {
    const remover = noWriteRemover();
    expect(remover.canWrite).toBe(false);
    const tenant = { id: TENANT, name: "Acme", apiHost: "https://localhost:1", dataRegion: undefined };
    expect(await remover.remove(tenant as never, ID as EndpointId, instant(0))).toEqual({ kind: "withheld" });
    await remover.close();
  });
});
