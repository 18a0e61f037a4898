import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ROLES } from "../../api/role-names.ts";
import type { Grant } from "../../core/model/grant.ts";
import { may, visibleTenants } from "./may.ts";

const TENANTS = ["t1", "t2", "t3"];
const role = fc.constantFrom(...ROLES);
const grants: fc.Arbitrary<readonly Grant[]> = fc.array(
  fc.record({ role, tenants: fc.oneof(fc.constant("all" as const), fc.subarray(TENANTS)) }),
  { maxLength: 4 },
);

describe("what somebody may", () => {
  it("is nothing without a grant", () => {
    for (const one of ROLES) {
      expect(may({ grants: [] }, one)).toBe(false);
      expect(may({ grants: [] }, one, "t1")).toBe(false);
    }
  });

  it("is what the role and those before it may, in its tenants alone", () => {
    const provider = { grants: [{ role: "operator", tenants: ["t1"] }] as const };
    expect(may(provider, "reviewer", "t1")).toBe(true);
    expect(may(provider, "operator", "t1")).toBe(true);
    expect(may(provider, "administrator", "t1")).toBe(false);
    expect(may(provider, "viewer", "t2")).toBe(false);
    expect(may(provider, "viewer")).toBe(false);
    expect(visibleTenants(provider, "viewer")).toEqual(["t1"]);
    expect(visibleTenants(provider, "administrator")).toEqual([]);
  });

  it("is no more than one grant gives: a high role here and a wide reach there do not add up", () => {
    const mixed = {
      grants: [
        { role: "administrator", tenants: ["t1"] },
        { role: "viewer", tenants: "all" },
      ] as const,
    };
    expect(may(mixed, "administrator", "t2")).toBe(false);
    expect(may(mixed, "reviewer")).toBe(false);
    expect(may(mixed, "viewer")).toBe(true);
  });

  it("never shrinks with a role that may more, and agrees with the tenants that are shown", () => {
    fc.assert(
      fc.property(grants, role, fc.constantFrom(undefined, ...TENANTS), (held, needed, tenant) => {
        const allowed = may({ grants: held }, needed, tenant);
        const visible = visibleTenants({ grants: held }, needed);
        expect(allowed).toBe(visible === "all" || (tenant !== undefined && visible.includes(tenant)));
        for (const less of ROLES.slice(0, ROLES.indexOf(needed)))
          if (allowed) expect(may({ grants: held }, less, tenant)).toBe(true);
      }),
    );
  });
});
