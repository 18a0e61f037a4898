import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { someInstant } from "../../../test/build/evidence-arbitrary.ts";
import { aComputer, aKnownComputer, daysAgo, ousOf, RETIRED_OU } from "../../../test/build/evidence.ts";
import type { RetirementRule } from "../model/policy.ts";
import { missing, unreadable } from "../model/unknown.ts";
import { isRetired, retiredSince } from "./retirement.ts";

const rule = (parts: Partial<RetirementRule> = {}): RetirementRule => ({
  ous: [RETIRED_OU],
  disabledAccounts: false,
  deletedObjects: false,
  ...parts,
});
const elsewhere = "CN=LAP-0142,OU=Clients,DC=corp,DC=example,DC=com";
const CHILD = `OU=2026,${RETIRED_OU}`;

describe("isRetired", () => {
  it.each([
    ["in the retired OU", {}, {}, true],
    ["in a child of it, in another case", { dn: `cn=x,ou=2026,${RETIRED_OU.toLowerCase()}` }, {}, true],
    ["elsewhere", { dn: elsewhere }, {}, false],
    ["disabled elsewhere, which does not count", { dn: elsewhere }, {}, false],
    ["disabled elsewhere, which counts", { dn: elsewhere }, { disabledAccounts: true }, true],
    ["enabled elsewhere", { dn: elsewhere, enabled: true }, { disabledAccounts: true }, false],
    [
      "of unknown state elsewhere",
      { dn: elsewhere, enabled: missing },
      { disabledAccounts: true },
      unreadable,
    ],
    ["of unknown state in the retired OU", { enabled: missing }, { disabledAccounts: true }, true],
    ["deleted, which does not count", { dn: "CN=x,CN=Deleted Objects,DC=corp", deleted: true }, {}, false],
    ["deleted, which counts", { dn: elsewhere, deleted: true }, { deletedObjects: true }, true],
    ["anywhere, under a rule of nothing", {}, { ous: [] }, false],
    ["anywhere, under a blank OU", {}, { ous: [""] }, false],
  ])("of a computer %s", (_of, computer, parts, expected) => {
    expect(isRetired(aComputer(computer), rule(parts))).toEqual(expected);
  });
});

describe("retiredSince", () => {
  const inChild = { dn: `CN=LAP-0142,${CHILD}` };
  const since = (
    computer: Parameters<typeof aComputer>[0],
    retiredSeenAt: ReturnType<typeof daysAgo> | undefined,
    ous: Parameters<typeof ousOf>[0],
    parts: Partial<RetirementRule> = {},
  ) => retiredSince(aKnownComputer(computer, { retiredSeenAt }), rule(parts), ousOf(ous));

  it("is our first sighting where that is the earlier", () => {
    expect(since({ changedAt: daysAgo(10) }, daysAgo(40), { [RETIRED_OU]: daysAgo(900) })).toBe(daysAgo(40));
  });

  it("is the computer's own change where that is the earlier", () => {
    expect(since({ changedAt: daysAgo(50) }, daysAgo(40), { [RETIRED_OU]: daysAgo(900) })).toBe(daysAgo(50));
  });

  it("is the change of an OU on the way, since moving it touches no child", () => {
    const ous = { [CHILD]: daysAgo(20), [RETIRED_OU]: daysAgo(900) };

    expect(since({ ...inChild, changedAt: daysAgo(400) }, daysAgo(3), ous)).toBe(daysAgo(20));
  });

  it("is the change of the retired OU itself, since renaming it touches no child either", () => {
    const ous = { [CHILD]: daysAgo(900), [RETIRED_OU]: daysAgo(20) };

    expect(since({ ...inChild, changedAt: daysAgo(400) }, daysAgo(3), ous)).toBe(daysAgo(20));
  });

  it("goes up to the outermost of retired OUs that lie in one another", () => {
    const ous = { [CHILD]: daysAgo(900), [RETIRED_OU]: daysAgo(20) };

    expect(since({ ...inChild, changedAt: daysAgo(400) }, undefined, ous, { ous: [CHILD, RETIRED_OU] })).toBe(
      daysAgo(20),
    );
  });

  it("rests on our own sighting alone when one date on the way is unknown", () => {
    expect(since({ ...inChild, changedAt: daysAgo(400) }, daysAgo(3), { [RETIRED_OU]: daysAgo(900) })).toBe(
      daysAgo(3),
    );
    expect(since({ changedAt: missing }, daysAgo(3), { [RETIRED_OU]: daysAgo(900) })).toBe(daysAgo(3));
    expect(since({}, daysAgo(3), { [RETIRED_OU]: missing })).toBe(daysAgo(3));
  });

  it("is unknown when neither is known", () => {
    expect(since({ changedAt: missing }, undefined, { [RETIRED_OU]: daysAgo(900) })).toEqual(missing);
  });

  it("needs no OU for a computer that is retired by being disabled or deleted", () => {
    const disabled = { dn: elsewhere, changedAt: daysAgo(30) };

    expect(since(disabled, undefined, {}, { disabledAccounts: true })).toBe(daysAgo(30));
    expect(since({ ...disabled, deleted: true }, undefined, {}, { deletedObjects: true })).toBe(daysAgo(30));
  });

  it("is never before the true moment, whatever else changed since", () => {
    // The truth: at `moved` the computer, or one of the OUs above it, was moved; anything may have changed after.
    const lag = fc.nat({ max: 1e9 });
    fc.assert(
      fc.property(someInstant, fc.nat({ max: 2 }), lag, lag, lag, lag, (moved, what, a, b, c, seen) => {
        const long = moved - 1e10;
        const changed = [a, b, c].map((more, i) => (i === what ? moved + more : long + more) as typeof moved);
        const [computer, child, ou] = changed as [typeof moved, typeof moved, typeof moved];
        const date = since({ ...inChild, changedAt: computer }, (moved + seen) as typeof moved, {
          [CHILD]: child,
          [RETIRED_OU]: ou,
        });

        expect(date).toBeGreaterThanOrEqual(moved);
      }),
    );
  });
});
