import { expect, it } from "vitest";
import { REASONS } from "../../src/core/assess/reason.ts";
import { REASON_CODES } from "../../src/web/parts/filter/codes.ts";

it("lets the console filter by every reason of the decision table, and by no other", () => {
  expect([...REASON_CODES].sort()).toEqual(Object.keys(REASONS).sort());
});
