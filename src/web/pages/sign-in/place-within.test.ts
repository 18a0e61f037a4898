import { expect, it } from "vitest";
import { placeWithin } from "./place-within.ts";

it.each([
  ["/devices?disposition=review", "/devices?disposition=review"],
  ["//evil.example/x", "/"],
  ["/\\evil.example", "/"],
  ["https://evil.example", "/"],
  ["javascript:alert(1)", "/"],
  ["/sign-in?to=/devices", "/"],
  [undefined, "/"],
])("leads from %s to %s", (to, place) => {
  expect(placeWithin(to)).toBe(place);
});
