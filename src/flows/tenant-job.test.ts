import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TenantId } from "../core/model/ids.ts";
import type { Tenant } from "../core/model/tenant.ts";
import type { TenantRead } from "./read-tenant.ts";
import { READ_TENANT } from "./tenant-job.ts";

const TENANT: Tenant = {
  id: "0191a000-0000-7000-8000-000000000001" as TenantId,
  name: "Acme",
  apiHost: "https://api-eu01.central.sophos.com",
  dataRegion: undefined,
};

const READ: TenantRead = {
  collected: {
    tenant: TENANT,
    coverage: { kind: "incomplete", gaps: [{ code: "count_mismatch", detail: "2 of 3" }] },
    counted: 2,
    expected: 3,
    figures: undefined,
    notCovered: undefined,
  },
  unread: { tenantName: "Acme", code: "CENTRAL_FORBIDDEN" },
  requests: 4,
};

const overJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const readBack = (value: unknown) => READ_TENANT.readOutput(overJson(value), TENANT);
const withCollected = (change: object) => ({ ...READ, collected: { ...READ.collected, ...change } });

describe("the job of reading a tenant", () => {
  it("comes back from JSON as it went in", () => {
    const whole = withCollected({
      coverage: { kind: "complete" },
      figures: { added: 1, changed: 0, unchanged: 2, gone: 0 },
    });
    expect(READ_TENANT.readInput(overJson(TENANT))).toEqual(TENANT);
    expect(readBack(READ)).toEqual(READ);
    expect(readBack(whole)).toEqual(whole);
  });

  it("is illegible where a field is, or where it tells of another tenant", () => {
    for (const change of [
      { tenant: { ...TENANT, id: "0191a000-0000-7000-8000-000000000002" } },
      { coverage: undefined },
      { coverage: { kind: "whole" } },
      { coverage: { kind: "incomplete", gaps: [] } },
      { coverage: { kind: "failed", gaps: [{ code: "gremlins", detail: "" }] } },
      { counted: -1 },
      { counted: "2" },
    ])
      expect(readBack(withCollected(change)), `with ${JSON.stringify(change)}`).toBeUndefined();
    expect(READ_TENANT.readInput({ ...TENANT, id: "" })).toBeUndefined();
  });

  it("of whatever JSON there is, nothing is read as a complete tenant but what says so of this one", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        expect(readBack(json)).toBeUndefined();
        expect(readBack(withCollected({ coverage: json }))?.collected.coverage.kind).not.toBe("complete");
      }),
    );
  });
});
