import { expect, it } from "vitest";
import { daysAgo, NOW, TENANT } from "../../../test/build/evidence.ts";
import { nativeRuleAtWork, type VanishedDevice } from "./native-rule.ts";

const gone = (days: number | undefined): VanishedDevice => ({
  tenant: TENANT,
  goneAt: NOW,
  lastSeenAt: days === undefined ? undefined : daysAgo(days),
});

it("several devices that vanish at one idle age are Central's own rule at work", () => {
  expect(nativeRuleAtWork([30, 30.4, 31.2, 200].map(gone))).toEqual([
    { tenant: TENANT, idleDays: 30, devices: 3, of: 4 },
  ]);
});

it.each([
  ["ages lie apart", [20, 40, 60, 80]],
  ["there are only two", [30, 30]],
  ["they were silent for less than the rule allows", [5, 5, 5, 5]],
  ["most have other ages", [30, 30, 30, 50, 70, 90, 110]],
  ["most ages are not known", [30, 30, 30, undefined, undefined, undefined]],
])("nothing is said when %s", (_, ages) => {
  expect(nativeRuleAtWork(ages.map(gone))).toEqual([]);
});
