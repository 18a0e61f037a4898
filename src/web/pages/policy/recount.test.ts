import { expect, it } from "vitest";
import { recount } from "./recount.ts";

const cells = [
  { deviceClass: "computer", days: 29, rest: "retire", devices: 5 },
  { deviceClass: "computer", days: 30, rest: "retire", devices: 7 },
  { deviceClass: "server", days: 60, rest: "review", devices: 2 },
  { deviceClass: "computer", rest: "review", devices: 3 },
  { deviceClass: "computer", days: 400, rest: "keep", devices: 11 },
] as const;

it("keeps what was seen within its threshold, which is met at the day itself", () => {
  expect(recount(cells, { computerDays: 30, serverDays: 90 })).toEqual({ keep: 18, review: 3, retire: 7 });
});

it("measures servers by their own threshold", () => {
  expect(recount(cells, { computerDays: 30, serverDays: 60 })).toEqual({ keep: 16, review: 5, retire: 7 });
});

it("lets no threshold age a device of which it is not known when it was seen", () => {
  const { review } = recount([cells[3]], { computerDays: 3650, serverDays: 3650 });

  expect(review).toBe(3);
});
