import { describe, expect, it } from "vitest";
import type { TenantId } from "../core/model/ids.ts";
import { deleterRights, readerRights, type KnownCredential } from "./check-rights.ts";

const aCredential = (clientId: string, ...names: readonly string[]): KnownCredential => ({
  clientId,
  listing: {
    tenants: names.map((name) => ({
      id: name.toLowerCase() as TenantId,
      name,
      apiHost: "https://api-eu01.central.sophos.com",
      dataRegion: "eu01",
    })),
  },
});
const results = (deleter: KnownCredential, reader: KnownCredential | undefined) =>
  deleterRights(deleter, reader).map(({ result, detail }) => [result, detail.split(":")[0]]);
const UNKNOWN = ["unknown", "only a deletion proves it"];

describe("the rights of the two credentials", () => {
  it("are as they should be, as far as can be known", () => {
    expect(results(aCredential("d", "Acme"), aCredential("r", "Acme"))).toEqual([
      ["ok", "it is"],
      ["ok", "it does"],
      ["ok", "it does not"],
      UNKNOWN,
    ]);
  });

  it("are too powerful when both are one", () => {
    const one = aCredential("d", "Acme");
    expect(results(one, one)[0]).toEqual(["warning", "too powerful"]);
  });

  it("are too weak where the reader reads and nothing can be deleted", () => {
    const rows = deleterRights(aCredential("d", "Acme"), aCredential("r", "Acme", "Beta", "Gamma"));
    expect(rows[1]).toMatchObject({
      result: "warning",
      detail: "too weak: nothing can be deleted in Beta and 1 more",
    });
    expect(rows[2]).toMatchObject({ result: "ok" });
  });

  it("are too powerful where something could be deleted that nobody reads", () => {
    const rows = deleterRights(aCredential("d", "Acme", "Beta"), aCredential("r", "Acme"));
    expect(rows[1]).toMatchObject({ result: "ok" });
    expect(rows[2]).toMatchObject({
      result: "warning",
      detail: "too powerful: it covers Beta, which the reader does not read",
    });
  });

  it("are not compared with a reader of which nothing is known", () => {
    expect(results(aCredential("d", "Acme"), undefined)).toEqual([UNKNOWN]);
  });

  it("are never claimed where no harmless call proves them", () => {
    expect(readerRights().map(({ result }) => result)).toEqual(["unknown"]);
  });
});
