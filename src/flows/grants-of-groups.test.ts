import { describe, expect, it } from "vitest";
import type { TenantId } from "../core/model/ids.ts";
import { grantsOfGroups, groupsWithRoles, type GroupRole } from "./grants-of-groups.ts";

const tenant = (id: string, name: string) => ({ id: id as TenantId, name });
const TENANTS = [tenant("t1", "Acme GmbH"), tenant("t2", "Twin"), tenant("t3", "Twin"), tenant("t4", "t1")];

const ROLES: readonly GroupRole[] = [
  { group: "admins", role: "administrator", tenants: "all" },
  { group: "desk", role: "reviewer", tenants: ["acme gmbh", "T3"] },
  { group: "twin", role: "operator", tenants: ["Twin"] },
  { group: "gone", role: "operator", tenants: ["No longer here"] },
];

describe("what groups give", () => {
  it.each([
    ["all tenants", ["admins", "others"], [{ role: "administrator", tenants: "all" }]],
    ["tenants by name or id, whatever the case", ["desk"], [{ role: "reviewer", tenants: ["t1", "t3"] }]],
    ["nothing for a name that two tenants have", ["twin"], []],
    ["nothing for tenants that are not there", ["gone"], []],
    ["nothing for a group in another case, or none", ["Admins", ""], []],
  ])("is %s", (_, groups, grants) => {
    expect(grantsOfGroups(groups, ROLES, TENANTS)).toEqual(grants);
  });

  it("never goes by a name where an id is meant: a tenant may call itself what it likes", () => {
    const named: readonly GroupRole[] = [{ group: "g", role: "viewer", tenants: ["t1"] }];
    expect(grantsOfGroups(["g"], named, TENANTS)).toEqual([{ role: "viewer", tenants: ["t1"] }]);
  });

  it("is remembered of the groups that have a role, and of no other", () => {
    expect(groupsWithRoles(["x", "desk", "desk", "admins"], ROLES)).toEqual(["desk", "admins"]);
  });
});
