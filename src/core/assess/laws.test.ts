// What must hold whatever the evidence: the product's invariants, as properties.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  later,
  someEvidence,
  someGrouped,
  someInstant,
  somePolicy,
  unknownValue,
} from "../../../test/build/evidence-arbitrary.ts";
import { anEndpoint, aPolicy, CORP, evidenceOf, NOW, sha256 } from "../../../test/build/evidence.ts";
import { DAY, instant, MINUTE, type Instant } from "../model/instant.ts";
import { ACCEPTABLE, type Policy } from "../model/policy.ts";
import { isKnown, isUnknown, missing, unreadable, type Unknown } from "../model/unknown.ts";
import type { Assessment } from "./assessment.ts";
import type { Evidence } from "./evidence.ts";
import { judge } from "./judge.ts";
import { REASONS, type Disposition } from "./reason.ts";

const at = (evidence: Evidence, policy: Policy, now: Instant = NOW): Assessment =>
  judge(evidence, policy, now, sha256);

const SEVERITY: Readonly<Record<Disposition, number>> = { keep: 0, review: 1, retire: 2 };
const severity = (assessment: Assessment): number => SEVERITY[assessment.disposition];

const codes = ({ reasons }: Assessment): readonly string[] => reasons.map(({ code }) => code);

const anyAcceptance = fc.subarray([...ACCEPTABLE]);

/**
 * Every field of the evidence that may be unknown, as a path; but for the directory's dates of activity, which are often
 * absent, prove life and never death, and so may be missing without a doubt.
 */
const FIELDS: readonly (readonly string[])[] = [
  ...Object.keys(anEndpoint())
    .filter((field) => !["id", "tenant", "os", "person"].includes(field))
    .map((field) => ["endpoint", field]),
  ...["isServer", "platform", "name", "build"].map((field) => ["endpoint", "os", field]),
  ["endpoint", "person", "name"],
  ["endpoint", "person", "viaLogin"],
  ...["samAccountName", "dnsHostName", "osName", "osVersion", "enabled", "changedAt"].map((field) => [
    "computers",
    "*",
    "computer",
    field,
  ]),
  ...["managedBy", "roles", "lastKnownParent"].map((field) => ["computers", "*", "computer", field]),
  ["siblings", "*", "lastSeenAt"],
  ["openAlert"],
  ["migrating"],
  ["memberOf"],
];

/**
 * Fields that the sources leave out where there is nothing to say, with why that is no doubt. Not being able to read them
 * still is one, except for what can only prove life or sameness and never the contrary.
 */
const MAY_BE_MISSING = new Set([
  "endpoint.registeredAt", // undocumented, and missing on most records
  "endpoint.online", // lastSeenAt says it as well
  "endpoint.cloned", // older records do not have it
  "endpoint.tags", // older records do not have them
  "endpoint.lockdown", // servers only
  "endpoint.person.name", // the login names the person as well
  "endpoint.person.viaLogin", // the name does
  "computers.*.computer.managedBy", // set on few
  "openAlert", // asked only at verify
  "migrating", // likewise
]);
const PROVES_ONLY_SAMENESS = new Set([
  "endpoint.serialNumber", // ties records of one machine together
  "endpoint.hostname", // likewise; without one the endpoint goes to review in any case
  "computers.*.computer.samAccountName", // dNSHostName names it as well
]);

const GROUP_FIELDS = [
  ["endpoint", "groupId"],
  ["endpoint", "groupName"],
  ["endpoint", "groupHierarchy"],
  ["memberOf"],
];

function withUnknown(value: unknown, [key, ...rest]: readonly string[], unknown: Unknown): unknown {
  if (key === undefined) return unknown;
  if (key === "*") return (value as readonly unknown[]).map((item) => withUnknown(item, rest, unknown));
  const record = value as Readonly<Record<string, unknown>>;
  return { ...record, [key]: withUnknown(record[key], rest, unknown) };
}

describe("unknown never ages", () => {
  it("making any field unknown never turns a device that is kept or reviewed into one to retire", () => {
    fc.assert(
      fc.property(
        someEvidence,
        somePolicy(),
        fc.constantFrom(...FIELDS),
        unknownValue,
        (evidence, policy, path, unknown) => {
          const name = path.join(".");
          fc.pre(!PROVES_ONLY_SAMENESS.has(name) || name === "endpoint.hostname");
          fc.pre(unknown.unknown !== "missing" || !MAY_BE_MISSING.has(name));
          const doubted = withUnknown(evidence, path, unknown) as Evidence;

          if (at(doubted, policy).disposition === "retire") {
            expect(at(evidence, policy).disposition).toBe("retire");
          }
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it("making anything about its group unknown never takes a device out of the reach of a rule for a group", () => {
    const met = new Set<Disposition>();
    fc.assert(
      fc.property(
        someGrouped,
        fc.constantFrom("Spares", "All", "1", "7"),
        fc.constantFrom(...GROUP_FIELDS),
        unknownValue,
        (evidence, group, path, unknown) => {
          const policy = aPolicy({ protect: [{ group, reason: "because" }] });
          const before = at(evidence, policy).disposition;
          met.add(before);

          const after = at(withUnknown(evidence, path, unknown) as Evidence, policy).disposition;
          if (after === "retire") expect(before).toBe("retire");
        },
      ),
      { numRuns: 2_000 },
    );
    expect([...met].sort()).toEqual(["keep", "retire"]);
  });

  const nothing = {
    person: { id: missing, name: missing, viaLogin: missing },
    os: {
      isServer: missing,
      platform: missing,
      name: missing,
      majorVersion: missing,
      minorVersion: missing,
      build: missing,
    },
  };
  it.each(["person", "os"] as const)("a device of whose %s nothing is known is never to retire", (part) => {
    fc.assert(
      fc.property(someEvidence, somePolicy(), (evidence, policy) => {
        const endpoint = { ...evidence.endpoint, [part]: nothing[part] };
        const computers = evidence.computers.map((known) => ({
          ...known,
          computer: { ...known.computer, managedBy: missing },
        }));

        expect(at({ ...evidence, endpoint, computers }, policy).disposition).not.toBe("retire");
      }),
    );
  });

  // On the clean device, field by field: which unknowns are harmless is a list, and nothing else is.
  const harmless = new Set([
    "endpoint.serialNumber",
    "endpoint.macAddresses",
    "endpoint.groupId",
    "endpoint.groupName",
    "endpoint.groupHierarchy",
    "memberOf", // like the three before it: no rule of this policy asks for a group
    "endpoint.tamperProtectionEnabled",
    "computers.*.computer.samAccountName",
    "computers.*.computer.dnsHostName",
    "computers.*.computer.changedAt",
    "computers.*.computer.lastKnownParent",
    "siblings.*.lastSeenAt",
  ]);
  it.each(FIELDS.map((path) => [path.join("."), path] as const))(
    "%s, unreadable, is a doubt or listed as none",
    (name, path) => {
      const doubted = withUnknown(evidenceOf(), path, unreadable) as Evidence;

      expect(at(doubted, aPolicy()).disposition === "retire").toBe(harmless.has(name));
    },
  );
});

describe("newer evidence never makes a device staler", () => {
  it("a later lastSeenAt, that is a real sighting, never makes a decision more severe", () => {
    fc.assert(
      fc.property(
        someEvidence,
        somePolicy(anyAcceptance),
        someInstant,
        someInstant,
        (evidence, policy, a, b) => {
          const { registeredAt } = evidence.endpoint;
          const real = [a, b].every(
            (seen) =>
              seen <= NOW &&
              seen > Date.UTC(2011, 0, 1) &&
              (!isKnown(registeredAt) || Math.abs(seen - registeredAt) > MINUTE),
          );
          fc.pre(real);
          const seenAt = (lastSeenAt: number): Evidence => ({
            ...evidence,
            endpoint: { ...evidence.endpoint, lastSeenAt: instant(lastSeenAt) },
          });

          const [older, newer] = [at(seenAt(Math.min(a, b)), policy), at(seenAt(Math.max(a, b)), policy)];

          expect(severity(newer)).toBeLessThanOrEqual(severity(older));
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("the order in which things were read", () => {
  it("changes nothing, the evidence hash included", () => {
    fc.assert(
      fc.property(someEvidence, somePolicy(anyAcceptance), (evidence, policy) => {
        const { tags } = evidence.endpoint;
        const turned: Evidence = {
          ...evidence,
          endpoint: { ...evidence.endpoint, tags: isUnknown(tags) ? tags : tags.toReversed() },
          computers: evidence.computers.toReversed(),
          siblings: evidence.siblings.toReversed(),
          directories: evidence.directories
            .toReversed()
            .map((context) => ({ ...context, domains: context.domains.toReversed() })),
        };

        expect(at(turned, policy)).toEqual(at(evidence, policy));
      }),
      { numRuns: 500 },
    );
  });
});

describe("what decides", () => {
  const keeping: readonly ((evidence: Evidence) => Evidence)[] = [
    (evidence) => ({ ...evidence, memory: { ...evidence.memory, openCase: "RT-1" } }),
    (evidence) => ({ ...evidence, memory: { ...evidence.memory, returnedAt: NOW } }),
    (evidence) => ({
      ...evidence,
      memory: { ...evidence.memory, hold: { until: instant(NOW + DAY), reason: "leave", by: "desk" } },
    }),
    (evidence) => ({ ...evidence, endpoint: { ...evidence.endpoint, online: true } }),
    (evidence) => ({ ...evidence, endpoint: { ...evidence.endpoint, isolation: "isolated" } }),
    (evidence) => ({ ...evidence, endpoint: { ...evidence.endpoint, tags: ["rollcall:message-relay"] } }),
    (evidence) => ({ ...evidence, migrating: true }),
  ];

  it("a reason to keep always keeps, whatever the policy accepts", () => {
    fc.assert(
      fc.property(
        someEvidence,
        somePolicy(anyAcceptance),
        fc.constantFrom(...keeping),
        (evidence, policy, keep) => {
          expect(at(keep(evidence), policy).disposition).toBe("keep");
        },
      ),
    );
  });

  it("a device with a hold is never to retire, whether the hold has expired or not", () => {
    fc.assert(
      fc.property(someEvidence, somePolicy(anyAcceptance), later, (evidence, policy, when) => {
        const hold = { until: instant(NOW + DAY), reason: "leave", by: "desk" };
        const held = { ...evidence, memory: { ...evidence.memory, hold } };

        expect(at(held, policy, when).disposition).not.toBe("retire");
      }),
      { numRuns: 500 },
    );
  });

  it("is the strictest reason that is not accepted, and none at all is to retire", () => {
    const met = new Set<Disposition>();
    fc.assert(
      fc.property(someEvidence, somePolicy(anyAcceptance), (evidence, policy) => {
        const assessment = at(evidence, policy);
        const pushing = new Set(
          assessment.reasons.filter(({ accepted }) => !accepted).map(({ code }) => REASONS[code]),
        );
        met.add(assessment.disposition);

        const strictest = pushing.has("keep") ? "keep" : pushing.has("review") ? "review" : "retire";
        expect(assessment.disposition).toBe(strictest);
      }),
      { numRuns: 500 },
    );
    expect([...met].sort()).toEqual(["keep", "retire", "review"]);
  });

  it("only an endpoint that is silent, and whose one computer is retired and proven, is to retire", () => {
    fc.assert(
      fc.property(someEvidence, somePolicy(), (evidence, policy) => {
        const { disposition, match, daysInactive, computer } = at(evidence, policy);
        fc.pre(disposition === "retire");
        const known = evidence.computers.find((one) => one.computer.id === computer?.id);

        expect(match).toBe("exact");
        expect(daysInactive).toBeGreaterThanOrEqual(15);
        expect(evidence.endpoint.online).not.toBe(true);
        expect(known).toMatchObject({ goneAt: undefined, computer: { deleted: false, roles: [] } });
        // Disabled in place counts where the policy says so.
        const inPlace =
          policy.retirement[CORP]?.disabledAccounts === true && known?.computer.enabled === false;
        if (!inPlace) expect(known?.computer.dn).toMatch(/OU=Disabled/);
      }),
      { numRuns: 200 },
    );
  });

  it("accepting less never makes a decision more severe", () => {
    fc.assert(
      fc.property(someEvidence, somePolicy(anyAcceptance), anyAcceptance, (evidence, policy, accept) => {
        const fewer = policy.accept.filter((code) => accept.includes(code));

        expect(severity(at(evidence, { ...policy, accept: fewer }))).toBeLessThanOrEqual(
          severity(at(evidence, policy)),
        );
      }),
    );
  });
});

describe("reviewAt", () => {
  it("lies ahead, and nothing changes before it comes but the days that are counted", () => {
    fc.assert(
      fc.property(someEvidence, somePolicy(anyAcceptance), later, (evidence, policy, when) => {
        const now = at(evidence, policy);
        if (now.reviewAt !== undefined) expect(now.reviewAt).toBeGreaterThan(NOW);
        const until = instant(Math.min(when, (now.reviewAt ?? Number.POSITIVE_INFINITY) - 1));

        for (const moment of [until, instant(NOW + Math.floor((until - NOW) / 2))]) {
          const then = at(evidence, policy, moment);
          expect(then.disposition).toBe(now.disposition);
          expect(codes(then)).toEqual(codes(now));
          expect(then.findings.map(({ code }) => code)).toEqual(now.findings.map(({ code }) => code));
          expect(then.evidenceHash).toBe(now.evidenceHash);
          expect(then.reviewAt).toBe(now.reviewAt);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it("brings a device from kept to retired by itself, one turn after the other", () => {
    let now = instant(NOW - 55 * DAY);
    const turns: string[] = [];
    for (;;) {
      const assessment = at(evidenceOf(), aPolicy(), now);
      turns.push(assessment.disposition);
      if (assessment.reviewAt === undefined) break;
      now = assessment.reviewAt;
    }
    expect(turns[0]).toBe("keep");
    expect(turns.at(-1)).toBe("retire");
    expect(turns.length).toBeLessThan(12);
  });
});

describe("a policy that is no policy", () => {
  it.each([
    { graceDays: Number.NaN },
    { inactive: { computerDays: Number.NaN, serverDays: 90 } },
    { inactive: { computerDays: 30, serverDays: Number.POSITIVE_INFINITY } },
    { graceDays: -1 },
  ])("is refused: %j", (parts) => {
    expect(() => at(evidenceOf(), aPolicy(parts))).toThrow("a policy counts");
  });
});
