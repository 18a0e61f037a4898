import { describe, expect, it } from "vitest";
import { aCandidate, aPlanInput, figuresOf, NOW } from "../../../test/build/plan-input.ts";
import { formatInstant } from "../model/instant.ts";
import { buildPlan } from "./build-plan.ts";
import { decodePlan, planFileText, planFileVersion } from "./plan-file.ts";

const PLAN = buildPlan(
  aPlanInput({
    candidates: [aCandidate({ accepted: ["server"] }), aCandidate({ tenant: 2, match: "none" })],
    tenants: [figuresOf(1), figuresOf(2, { shrink: 0.5 })],
  }),
);

describe("a plan file", () => {
  it("is read back as the plan it was written from", () => {
    expect(decodePlan(JSON.parse(planFileText(PLAN)))).toStrictEqual({ ok: true, value: PLAN });
    const approved = {
      ...PLAN,
      items: PLAN.items.map((item) => ({ ...item, approved: ["vip_owner" as const] })),
    };
    expect(decodePlan(JSON.parse(planFileText(approved)))).toStrictEqual({ ok: true, value: approved });
  });

  it("writes its instants so that a person can read them", () => {
    expect(JSON.parse(planFileText(PLAN))).toMatchObject({
      createdAt: formatInstant(NOW),
      items: [{ lastSeenAt: "2026-03-07T09:00:00.000Z", candidateSince: "2026-06-05T09:00:00.000Z" }],
    });
  });

  it.each<readonly [string, unknown, string, string]>([
    ["no version", { version: undefined }, "version", "1"],
    ["an instant beyond what a date can hold", { createdAt: 9e15 }, "createdAt", "an instant"],
    ["an instant of half a millisecond", { createdAt: 0.5 }, "createdAt", "an instant"],
    ["a date in local time", { expiresAt: "2026-01-31T12:00:00+01:00" }, "expiresAt", "an instant"],
    ["a digest in capitals", { hash: PLAN.hash.toUpperCase() }, "hash", "a SHA-256"],
    ["an unknown mode", { mode: "delete-all" }, "mode", "one of observe, dry-run, enforce"],
    ["an object for a list", { items: {} }, "items", "a list"],
    ["a hole in a list", { items: [null] }, "items[0]", "an object"],
    ["an empty id", { id: "" }, "id", "the id of a plan"],
    [
      "an unknown reason",
      { items: [{ ...PLAN.items[0], accepted: [{ code: "old", evidence: {}, accepted: true }] }] },
      "items[0].accepted[0].code",
      "one of",
    ],
    [
      "evidence that is an object",
      { items: [{ ...PLAN.items[0], accepted: [{ code: "server", evidence: { a: {} }, accepted: true }] }] },
      "items[0].accepted[0].evidence.a",
      "a text",
    ],
    [
      "a tenant id in capitals",
      { leftOut: [{ ...PLAN.leftOut[0], tenant: PLAN.leftOut[0]?.tenant.toUpperCase() }] },
      "leftOut[0].tenant",
      "a tenant id",
    ],
    [
      "endless figures",
      { breakers: [{ ...PLAN.breakers[0], figures: { shrink: Infinity } }] },
      "breakers[0].figures.shrink",
      "a number",
    ],
    [
      "half a computer",
      { items: [{ ...PLAN.items[0], computer: { directory: "corp" } }] },
      "items[0].computer.id",
      "the id",
    ],
    ["a prototype", JSON.parse('{"__proto__": {"polluted": true}}'), "__proto__", "no such field"],
  ])("with %s is refused at the very field", (_, change, path, expected) => {
    // As descriptors, since a spread would take `__proto__` for the prototype.
    const file: unknown = Object.defineProperties(
      { ...PLAN },
      Object.getOwnPropertyDescriptors(change as Record<string, unknown>),
    );

    const decoded = decodePlan(file);

    expect(decoded).toMatchObject({ ok: false, path });
    expect(decoded.ok ? "" : decoded.expected).toContain(expected);
  });

  it.each([[undefined], [null], ["text"], [7], [[]]])("of %j has no version", (file) => {
    expect(planFileVersion(file)).toBeUndefined();
  });
});
