import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { later, someInstant } from "../../../test/build/evidence-arbitrary.ts";
import { anEndpoint, aPolicy, daysAgo, NOW } from "../../../test/build/evidence.ts";
import { DAY, instant, MINUTE } from "../model/instant.ts";
import { invalid, missing } from "../model/unknown.ts";
import { lifeOf, lifeTurnsAt } from "./life.ts";

const policy = aPolicy();

describe("the life of an endpoint", () => {
  it.each([
    ["alive: seen within its threshold", { lastSeenAt: instant(daysAgo(30) + 1) }, "alive"],
    ["silent: seen 30 days ago", { lastSeenAt: daysAgo(30) }, "silent"],
    ["alive: a server seen 30 days ago", { type: "server", lastSeenAt: daysAgo(30) }, "alive"],
    ["alive: of unknown class, seen 30 days ago", { type: missing, lastSeenAt: daysAgo(30) }, "alive"],
    ["alive: online, whatever the date", { online: true, lastSeenAt: missing }, "alive"],
    ["unknown: no date", { lastSeenAt: missing }, "unknown"],
    ["unknown: no date that is one", { lastSeenAt: invalid("x") }, "unknown"],
    ["unknown: a date in the future", { lastSeenAt: instant(NOW + DAY) }, "unknown"],
  ] as const)("is %s", (_of, endpoint, life) => {
    expect(lifeOf(anEndpoint(endpoint), policy, NOW)).toBe(life);
  });

  it("turns from unknown to alive when a date ahead becomes believable, and to silent after its threshold", () => {
    const lastSeenAt = instant(NOW + DAY);

    expect(lifeTurnsAt(anEndpoint({ lastSeenAt }), policy)).toEqual([
      lastSeenAt - 5 * MINUTE,
      lastSeenAt + 30 * DAY,
    ]);
  });

  it("turns at the named instants and at no other", () => {
    const type = fc.constantFrom("computer", "server", missing);
    fc.assert(
      fc.property(someInstant, type, later, (lastSeenAt, kind, when) => {
        const endpoint = anEndpoint({ lastSeenAt, type: kind });
        const next = Math.min(...lifeTurnsAt(endpoint, policy).filter((at) => at > NOW));
        const then = instant(Math.min(when, next - 1));

        expect(lifeOf(endpoint, policy, then)).toBe(lifeOf(endpoint, policy, NOW));
      }),
      { numRuns: 1_000 },
    );
  });
});
