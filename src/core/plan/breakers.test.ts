import { describe, expect, it } from "vitest";
import { figuresOf, tenantNo, WIDE } from "../../../test/build/plan-input.ts";
import type { Limits } from "../model/policy.ts";
import { trippedBreakers } from "./breakers.ts";
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
      },
    ]);
  });
});
