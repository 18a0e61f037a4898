import { describe, expect, it } from "vitest";
import {
  centralServer,
  isToken,
  TENANT,
  withTokens,
  type Reply,
} from "../../../test/build/central-server.ts";
import { tenantId } from "../../core/model/ids.ts";
import { invariant } from "../../core/model/invariant.ts";
import { readInstallers } from "./installers.ts";

const URL = "https://dl.example.com/setup.exe";

async function read(reply: Reply) {
  await using server = await centralServer(withTokens(() => reply));
  const tenant = tenantId(TENANT);
  invariant(tenant !== undefined, "the test's tenant has an id");
  const at = { id: tenant, name: "Acme", apiHost: server.url, dataRegion: undefined };
  const found = await readInstallers(server.connect(), at, new AbortController().signal);
  return { found, asked: server.seen.filter((seen) => !isToken(seen)) };
}
const offered = (...installers: readonly unknown[]): Reply => ({
  json: { tenant: { id: TENANT }, installers },
});

describe("a tenant's installers", () => {
  it("are asked for once, for all platforms, in the tenant", async () => {
    const { found, asked } = await read(
      offered(
        {
          productName: "Sophos",
          platform: "windows",
          type: "server",
          supportedProducts: [],
          downloadUrl: URL,
        },
        { platform: "linux", downloadUrl: URL },
      ),
    );
    expect(found).toEqual([
      { productName: "Sophos", platform: "windows", type: "server", downloadUrl: URL },
      { productName: undefined, platform: "linux", type: undefined, downloadUrl: URL },
    ]);
    expect(asked).toMatchObject([
      { method: "GET", path: "/endpoint/v1/downloads", headers: { "x-tenant-id": TENANT } },
    ]);
  });

  it("may be none", async () => {
    expect((await read(offered())).found).toEqual([]);
  });

  it.each<[string, Reply, string]>([
    ["403", { status: 403, raw: "" }, "CENTRAL_FORBIDDEN"],
    ["no list", { json: {} }, "CENTRAL_SHAPE"],
    ["a link that is none", offered({ platform: "windows", downloadUrl: "setup.exe" }), "CENTRAL_SHAPE"],
    [
      "a link without TLS",
      offered({ platform: "windows", downloadUrl: "http://x.example/a" }),
      "CENTRAL_SHAPE",
    ],
    [
      "a script for a link",
      offered({ platform: "windows", downloadUrl: "javascript:alert(1)" }),
      "CENTRAL_SHAPE",
    ],
    ["an installer of no platform", offered({ downloadUrl: URL }), "CENTRAL_SHAPE"],
  ])("are a fault when the answer is %s", async (_what, reply, code) => {
    await expect(read(reply)).rejects.toMatchObject({ code });
  });
});
