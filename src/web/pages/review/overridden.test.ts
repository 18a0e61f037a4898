import { expect, it } from "vitest";
import type { CaseSummary } from "../../../api/decisions.ts";
import { overridden } from "./overridden.ts";

const aCase = (number: number, reasons: CaseSummary["reasons"], agreed = 0): CaseSummary => ({
  number,
  version: 1,
  state: "open",
  cause: "doubt",
  tenant: "t",
  tenantName: "Adler",
  endpoint: `e${number}`,
  hostname: `PC-${number}`,
  reasons,
  evidenceHash: "a".repeat(64),
  askedAt: "2026-11-20T10:00:00Z",
  agreements: Array.from({ length: agreed }, () => ({
    by: "Ines",
    at: "2026-11-21T10:00:00Z",
    reason: "seen",
  })),
});
const build = { code: "os_build_mismatch", approvable: true };
const vip = { code: "vip_owner", approvable: true };
const weak = { code: "identity_weak", approvable: false };

it("leaves out every case with a doubt that no approval answers, also beside one that it does", () => {
  const { approvable, leftOut, doubts } = overridden(
    [aCase(1, [build]), aCase(2, [build, weak]), aCase(3, [build, vip])],
    [],
  );

  expect(approvable.map(({ number }) => number)).toEqual([1, 3]);
  expect(leftOut.map(({ number }) => number)).toEqual([2]);
  expect(doubts).toEqual([
    ["os_build_mismatch", 2],
    ["vip_owner", 1],
  ]);
});

it("counts those for which a second person is still needed", () => {
  const cases = [aCase(1, [vip]), aCase(2, [vip], 1), aCase(3, [build])];

  expect(overridden(cases, ["vip_owner"]).needSecond).toBe(1);
});
