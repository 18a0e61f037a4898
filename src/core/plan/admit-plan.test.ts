import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { asJson, mutationOf, type Json } from "../../../test/build/mutation.ts";
import { aCandidate, aPlanInput, figuresOf, NOW, POLICY } from "../../../test/build/plan-input.ts";
import { fruitfulPlanInputs } from "../../../test/build/plan-inputs.ts";
import { sha256 } from "../../adapters/system/hash.ts";
import { DAY, instant } from "../model/instant.ts";
import { admitPlan, type AdmissionTerms } from "./admit-plan.ts";
import { buildPlan } from "./build-plan.ts";
import { planFileText } from "./plan-file.ts";
import { MODES, type Plan, type PlanItem } from "./plan.ts";

const STORED = buildPlan(
  aPlanInput({
    candidates: [1, 2, 3].map((endpoint) =>
      aCandidate({ endpoint, sinceDays: 10 - endpoint, accepted: ["server"] }),
    ),
    tenants: [figuresOf(1)],
  }),
);
const TERMS: AdmissionTerms = { now: NOW, policyHash: POLICY, mode: "enforce", hash: sha256 };

type PlanJson = { [key: string]: Json } & { items: { [key: string]: Json }[] };
const fileOf = (plan: Plan): PlanJson => JSON.parse(planFileText(plan)) as PlanJson;
const edited = (edit: (file: PlanJson) => void, plan = STORED): PlanJson => {
  const file = fileOf(plan);
  edit(file);
  return file;
};
const firstItem = (file: PlanJson): { [key: string]: Json } => file.items[0] as { [key: string]: Json };

describe("admitting a plan", () => {
  it.each<readonly [string, unknown]>([
    ["its file as we write it", fileOf(STORED)],
    ["the stored plan itself", STORED],
    ["its plain JSON, with instants as numbers", asJson(STORED)],
  ])("admits %s unchanged", (_, file) => {
    expect(admitPlan(STORED, file, TERMS)).toStrictEqual({ kind: "admitted", plan: STORED, frozenItems: 3 });
  });

  it("admits a plan with items taken out, with the hash it was frozen with", () => {
    const admitted = admitPlan(
      STORED,
      edited((file) => void file.items.splice(1, 1)),
      TERMS,
    );

    expect(admitted).toStrictEqual({
      kind: "admitted",
      plan: { ...STORED, items: [STORED.items[0], STORED.items[2]] },
      frozenItems: 3,
    });
  });

  it("admits a plan with all items taken out, which does nothing", () => {
    expect(
      admitPlan(
        STORED,
        edited((file) => void file.items.splice(0)),
        TERMS,
      ),
    ).toMatchObject({
      kind: "admitted",
      plan: { items: [] },
      frozenItems: 3,
    });
  });

  it("keeps the frozen order, whatever the order in the file", () => {
    const admitted = admitPlan(
      STORED,
      edited((file) => void file.items.reverse()),
      TERMS,
    );

    expect(admitted).toMatchObject({ plan: { items: STORED.items } });
  });

  it.each<readonly [string, (file: PlanJson) => void, object]>([
    [
      "another version",
      (file) => void (file["version"] = 2),
      { code: "plan_unknown_version", path: "version" },
    ],
    ["no version", (file) => void delete file["version"], { code: "malformed", path: "version" }],
    ["another id", (file) => void (file["id"] = "plan-2"), { code: "plan_not_found", path: "id" }],
    [
      "a later end",
      (file) => void (file["expiresAt"] = "2099-01-01T00:00:00Z"),
      { code: "plan_altered", path: "expiresAt" },
    ],
    ["another mode", (file) => void (file["mode"] = "dry-run"), { code: "plan_altered", path: "mode" }],
    ["another hash", (file) => void (file["hash"] = "0".repeat(64)), { code: "plan_altered", path: "hash" }],
    ["a missing field", (file) => void delete file["leftOut"], { code: "malformed", path: "leftOut" }],
    ["a field nobody knows", (file) => void (file["force"] = true), { code: "malformed", path: "force" }],
    [
      "an illegible date",
      (file) => void (firstItem(file)["lastSeenAt"] = "yesterday"),
      { code: "malformed", path: "items[0].lastSeenAt" },
    ],
    [
      "a changed item",
      (file) => void (firstItem(file)["hostname"] = "PC-9"),
      { code: "plan_altered", path: "items[0]", item: { hostname: "PC-9" } },
    ],
    [
      "an added item",
      (file) =>
        void file.items.push({ ...firstItem(file), endpoint: "eeeeeeee-0000-4000-8000-00000000ffff" }),
      {
        code: "plan_grown",
        path: "items[3]",
        item: { endpoint: "eeeeeeee-0000-4000-8000-00000000ffff", hostname: "PC-1" },
      },
    ],
    [
      "an item of another tenant",
      (file) => void (firstItem(file)["tenant"] = "aaaaaaaa-0000-4000-8000-00000000ffff"),
      { code: "plan_grown", path: "items[0]" },
    ],
    [
      "an item that stands twice",
      (file) => void file.items.push(firstItem(file)),
      { code: "plan_grown", path: "items[3]", item: { hostname: "PC-1" } },
    ],
    [
      "an empty id",
      (file) => void (firstItem(file)["endpoint"] = ""),
      { code: "malformed", path: "items[0].endpoint" },
    ],
  ])("refuses a plan with %s", (_, edit, refusal) => {
    expect(admitPlan(STORED, edited(edit), TERMS)).toMatchObject({ kind: "refused", ...refusal });
  });

  it.each<readonly [string, unknown]>([
    ["nothing", undefined],
    ["null", null],
    ["a list", [STORED]],
    ["a text", "plan"],
  ])("refuses %s as malformed as a whole", (_, file) => {
    expect(admitPlan(STORED, file, TERMS)).toMatchObject({ code: "malformed", path: undefined });
  });

  it("refuses a plan that was never frozen here", () => {
    expect(admitPlan(undefined, fileOf(STORED), TERMS)).toMatchObject({ code: "plan_not_found" });
  });

  it("refuses a plan whose stored copy was tampered with, even when the file agrees with it", () => {
    const tampered: Plan = { ...STORED, expiresAt: instant(NOW + 99 * DAY) };

    expect(admitPlan(tampered, fileOf(tampered), TERMS)).toMatchObject({
      code: "plan_altered",
      path: undefined,
    });
  });

  it.each([
    ["is admitted at the instant of its making", 0, "admitted", undefined],
    ["is admitted up to its last millisecond", DAY - 1, "admitted", undefined],
    ["is expired at the instant it says", DAY, "refused", "plan_expired"],
    ["is not applied by a clock that stands before its making", -1, "refused", "plan_expired"],
    ["is not applied by a clock that says nothing", Number.NaN, "refused", "plan_expired"],
  ])("%s", (_, elapsed, kind, code) => {
    const admission = admitPlan(STORED, fileOf(STORED), { ...TERMS, now: instant(NOW + elapsed) });

    expect(admission.kind).toBe(kind);
    expect("code" in admission ? admission.code : undefined).toBe(code);
  });

  it("refuses a plan of a policy that is no longer in force", () => {
    expect(admitPlan(STORED, fileOf(STORED), { ...TERMS, policyHash: sha256("new") })).toMatchObject({
      code: "policy_changed",
    });
  });

  it.each(
    MODES.flatMap((frozen) =>
      MODES.map((run) => {
        const allowed = run === "dry-run" || (run === "enforce" && frozen === "enforce");
        return { frozen, run, verb: allowed ? "may" : "may not", allowed };
      }),
    ),
  )("a plan frozen in $frozen $verb be applied in $run", ({ frozen, run, allowed }) => {
    const plan = buildPlan(aPlanInput({ mode: frozen }));

    const admission = admitPlan(plan, fileOf(plan), { ...TERMS, mode: run });

    expect(admission).toMatchObject(
      allowed ? { kind: "admitted", plan: { mode: run, hash: plan.hash } } : { code: "mode_not_allowed" },
    );
  });
});

describe("for any plan", () => {
  const plans = fruitfulPlanInputs.map((input) => buildPlan({ ...input, mode: "enforce" }));

  it("its file is admitted unchanged", () => {
    fc.assert(
      fc.property(plans, (plan) => {
        expect(admitPlan(plan, fileOf(plan), TERMS)).toStrictEqual({
          kind: "admitted",
          plan,
          frozenItems: plan.items.length,
        });
      }),
    );
  });

  it("any choice of its items is admitted, and exactly those, as they were frozen", () => {
    const choices = plans.chain((plan) => fc.tuple(fc.constant(plan), fc.subarray([...plan.items])));
    fc.assert(
      fc.property(choices, ([plan, chosen]) => {
        const admission = admitPlan(plan, fileOf({ ...plan, items: chosen }), TERMS);
        expect(admission).toStrictEqual({
          kind: "admitted",
          plan: { ...plan, items: chosen },
          frozenItems: plan.items.length,
        });
      }),
    );
  });

  it("any single change of an item that is kept is refused", () => {
    const changes = plans.chain((plan) =>
      fc
        .nat(plan.items.length - 1)
        .chain((at) =>
          fc.tuple(fc.constant(plan), fc.constant(at), mutationOf(fileOf(plan).items[at] as Json)),
        ),
    );
    fc.assert(
      fc.property(changes, ([plan, at, item]) => {
        const file = edited((whole) => void (whole.items[at] = item as { [key: string]: Json }), plan);
        expect(admitPlan(plan, file, TERMS).kind).toBe("refused");
      }),
      { numRuns: 500 },
    );
  });

  it("any single change outside its items is refused", () => {
    const changes = plans.chain((plan) => {
      const { items, ...header } = fileOf(plan);
      return fc.tuple(
        fc.constant(plan),
        mutationOf(header).map((changed) => ({ ...(changed as object), items })),
      );
    });
    fc.assert(
      fc.property(changes, ([plan, file]) => {
        expect(admitPlan(plan, file, TERMS).kind).toBe("refused");
      }),
      { numRuns: 500 },
    );
  });

  it("an item of another plan is refused", () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const [stranger] = fileOf(STORED).items;
        const item: { [key: string]: Json } = { ...stranger, tenant: "aaaaaaaa-0000-4000-8000-00000000ffff" };
        const file = edited((whole) => void whole.items.push(item), plan);
        expect(admitPlan(plan, file, TERMS)).toMatchObject({
          code: "plan_grown",
          path: `items[${plan.items.length}]`,
        });
      }),
    );
  });

  it("has items, so that what is said of them is said of something", () => {
    const sizes: readonly (readonly PlanItem[])[] = fc
      .sample(plans, { numRuns: 100, seed: 1 })
      .map(({ items }) => items);
    expect(sizes.every((items) => items.length > 0)).toBe(true);
  });
});
