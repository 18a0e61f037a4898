import { describe, expect, it } from "vitest";
import { endpointId, tenantId } from "./ids.ts";

describe("ids of Central", () => {
  it("are UUIDs in lower case, whatever the case they came in", () => {
    expect(tenantId(" 57CA9A6B-885F-4E36-95EC-290548C26059 ")).toBe("57ca9a6b-885f-4e36-95ec-290548c26059");
    expect(endpointId("6e9567ea-bb50-40c5-9f12-42eb308e4c9b")).toBe("6e9567ea-bb50-40c5-9f12-42eb308e4c9b");
  });

  it.each([
    "",
    "*",
    "../..",
    "6e9567ea-bb50-40c5-9f12-42eb308e4c9",
    "6e9567ea-bb50-40c5-9f12-42eb308e4c9b/x",
    "6e9567eabb5040c59f1242eb308e4c9b",
    "{6e9567ea-bb50-40c5-9f12-42eb308e4c9b}",
  ])("are never made of %j: it must not reach a URL", (text) => {
    expect(endpointId(text)).toBeUndefined();
    expect(tenantId(text)).toBeUndefined();
  });
});
