import { describe, expect, it } from "vitest";
import { directoryFigures, figuresOf, tenantNo, WIDE } from "../../../test/build/plan-input.ts";
import type { Limits } from "../model/policy.ts";
import { directoryBreakers, standingBreakers, trippedBreakers } from "./breakers.ts";
import type { DirectoryName } from "../model/ids.ts";
import type { TenantFigures } from "./candidate.ts";

const LIMITS: Limits = { ...WIDE, maxShrink: 0.1, minSeenLastDay: 1, maxShareOfTenant: 0.05 };

describe("the breakers of a tenant", () => {
  it.each<readonly [string, Partial<TenantFigures>, number, Partial<Limits>, readonly string[]]>([
    ["do not trip on a lawful tenant", {}, 50, {}, []],
    ["allow a collection that shrank by just the limit", { shrink: 0.1 }, 0, {}, []],
    ["trip on one that shrank by more", { shrink: 0.1001 }, 0, {}, ["collection_shrank"]],
    ["allow one that grew", { shrink: -3 }, 0, {}, []],
    [
      "trip on any shrinking when none is allowed",
      { shrink: 0.001 },
      0,
      { maxShrink: 0 },
      ["collection_shrank"],
    ],
    ["trip when nobody reported in the last day", { seenLastDay: 0 }, 0, {}, ["tenant_silent"]],
    ["allow just as many as must have reported", { seenLastDay: 5 }, 0, { minSeenLastDay: 5 }, []],
    ["trip when fewer than that reported", { seenLastDay: 4 }, 0, { minSeenLastDay: 5 }, ["tenant_silent"]],
    ["allow just the share", { endpoints: 100 }, 5, {}, []],
    [
      "allow just a share that has no exact binary fraction",
      { endpoints: 100 },
      29,
      { maxShareOfTenant: 0.29 },
      [],
    ],
    ["trip on one endpoint more", { endpoints: 100 }, 6, {}, ["share_exceeded"]],
    ["trip on one of a small tenant", { endpoints: 19 }, 1, {}, ["share_exceeded"]],
    [
      "trip on any candidate when the share is zero",
      { endpoints: 100 },
      1,
      { maxShareOfTenant: 0 },
      ["share_exceeded"],
    ],
    [
      "do not trip on no candidate when the share is zero",
      { endpoints: 100 },
      0,
      { maxShareOfTenant: 0 },
      [],
    ],
    ["do not trip on no candidate of a tenant without endpoints", { endpoints: 0 }, 0, {}, []],
    ["do not call a tenant silent that has no endpoints", { endpoints: 0, seenLastDay: 0 }, 0, {}, []],
    ["trip on a candidate of a tenant without endpoints", { endpoints: 0 }, 1, {}, ["share_exceeded"]],
    [
      "trip on figures that are no number",
      { shrink: Number.NaN, seenLastDay: Number.NaN, endpoints: Number.NaN },
      1,
      {},
      ["collection_shrank", "tenant_silent", "share_exceeded"],
    ],
    [
      "are told all at once",
      { shrink: 1, seenLastDay: 0, endpoints: 10 },
      10,
      {},
      ["collection_shrank", "tenant_silent", "share_exceeded"],
    ],
  ])("%s", (_, figures, stable, limits, codes) => {
    const tripped = trippedBreakers(figuresOf(1, figures), stable, { ...LIMITS, ...limits });

    expect(tripped.map((breaker) => breaker.code)).toStrictEqual(codes);
  });

  it("say whom they stopped and by which figures", () => {
    expect(trippedBreakers(figuresOf(7, { shrink: 0.4 }), 0, LIMITS)).toStrictEqual([
      {
        code: "collection_shrank",
        tenant: tenantNo(7),
        directory: undefined,
        figures: { shrink: 0.4, maxShrink: 0.1 },
        groups: undefined,
      },
    ]);
  });
});

describe("the breakers of a directory", () => {
  it.each([
    ["do not trip on a lawful one", {}, []],
    ["allow one that shrank by just the limit", { shrink: 0.1 }, []],
    ["trip on one that shrank by more", { shrink: 0.11 }, ["directory_shrank"]],
    ["trip on a figure that is no number", { shrink: Number.NaN }, ["directory_shrank"]],
    ["trip on a VIP group that is not known", { unreadableGroups: ["CN=VIP"] }, ["vip_group_unreadable"]],
    [
      "are told all at once",
      { shrink: 1, unreadableGroups: ["CN=VIP"] },
      ["directory_shrank", "vip_group_unreadable"],
    ],
  ] as const)("%s", (_, figures, codes) => {
    expect(directoryBreakers([directoryFigures(figures)], LIMITS).map(({ code }) => code)).toStrictEqual(
      codes,
    );
  });

  it("say which directory and which groups, whatever the order of what goes in", () => {
    const corp = directoryFigures({ unreadableGroups: ["CN=B", "CN=A"] });
    const branch = directoryFigures({ directory: "branch" as DirectoryName, shrink: 0.5 });
    const told = directoryBreakers([corp, branch], LIMITS);

    expect(told).toStrictEqual([
      {
        code: "directory_shrank",
        tenant: undefined,
        directory: "branch",
        figures: { shrink: 0.5, maxShrink: 0.1 },
        groups: undefined,
      },
      {
        code: "vip_group_unreadable",
        tenant: undefined,
        directory: "corp",
        figures: { unreadable: 2 },
        groups: ["CN=A", "CN=B"],
      },
    ]);
    expect(directoryBreakers([branch, corp], LIMITS)).toStrictEqual(told);
  });
});

describe("what stands whoever is a candidate", () => {
  it("is told of directories and of tenants that were read whole, and never of a share", () => {
    const tenants = [
      figuresOf(1, { shrink: 0.5 }),
      figuresOf(2, { shrink: 0.5, complete: false }),
      figuresOf(3),
    ];
    const told = standingBreakers(tenants, [directoryFigures({ shrink: 0.5 })], {
      ...LIMITS,
      maxShareOfTenant: 0,
    });
    expect(told.map(({ code, tenant }) => [code, tenant])).toStrictEqual([
      ["directory_shrank", undefined],
      ["collection_shrank", tenantNo(1)],
    ]);
  });
});
