import { describe, expect, it } from "vitest";
import { directoryFigures, figuresOf, WIDE } from "../../../test/build/plan-input.ts";
import { standingBreakers, trippedBreakers } from "./breakers.ts";
import type { DirectoryFigures, TenantFigures } from "./candidate.ts";
import { setbackBy } from "./setback.ts";

const by = (tenants: readonly TenantFigures[], directory: Partial<DirectoryFigures> = {}) =>
  setbackBy(standingBreakers(tenants, [directoryFigures(directory)], WIDE), tenants);

const shrunken = (tenant: number): TenantFigures => figuresOf(tenant, { shrink: 0.5 });
const silent = (tenant: number): TenantFigures => figuresOf(tenant, { seenLastDay: 0 });

describe("the ramp is set back", () => {
  it.each<readonly [string, readonly TenantFigures[], Partial<DirectoryFigures>, string | undefined]>([
    ["by nothing where nothing tripped", [figuresOf(1)], {}, undefined],
    ["by nothing where there is nothing", [], {}, undefined],
    ["by a shrunken directory", [figuresOf(1)], { shrink: 0.5 }, "directory_shrank"],
    [
      "by a VIP group that is not known",
      [figuresOf(1)],
      { unreadableGroups: ["CN=VIP"] },
      "vip_group_unreadable",
    ],
    ["by the only tenant", [silent(1)], {}, "tenant_silent"],
    [
      "by the only tenant that is left, emptied",
      [figuresOf(1, { endpoints: 0, shrink: 1 })],
      {},
      "collection_shrank",
    ],
    ["by half of the tenants", [shrunken(1), silent(2), figuresOf(3), figuresOf(4)], {}, "collection_shrank"],
    ["not by less than half of them", [shrunken(1), figuresOf(2), figuresOf(3)], {}, undefined],
    [
      "not by one that tripped twice",
      [figuresOf(1, { shrink: 0.5, seenLastDay: 0 }), figuresOf(2), figuresOf(3)],
      {},
      undefined,
    ],
    [
      "whatever tenants there are without endpoints or a whole reading",
      [silent(1), figuresOf(2, { endpoints: 0 }), figuresOf(3, { complete: false })],
      {},
      "tenant_silent",
    ],
  ])("%s", (_, tenants, directory, cause) => {
    expect(by(tenants, directory)).toBe(cause);
  });

  it("never by too large a share", () => {
    const tenants = [figuresOf(1)];
    const tripped = trippedBreakers(figuresOf(1), 5, { ...WIDE, maxShareOfTenant: 0 });
    expect(tripped.map(({ code }) => code)).toStrictEqual(["share_exceeded"]);
    expect(setbackBy(tripped, tenants)).toBeUndefined();
  });
});
