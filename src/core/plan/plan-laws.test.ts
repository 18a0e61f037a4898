// What holds of every plan, whatever it is made of.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planInputs } from "../../../test/build/plan-inputs.ts";
import type { CollectionId } from "../model/ids.ts";
import { buildPlan } from "./build-plan.ts";
import { endpointKey } from "./candidate.ts";

describe("for any input, a plan", () => {
  it("holds every candidate exactly once, as an item or as left out", () => {
    fc.assert(
      fc.property(planInputs, (input) => {
        const plan = buildPlan(input);
        const told = [...plan.items, ...plan.leftOut].map(endpointKey).sort();
        expect(told).toStrictEqual(input.candidates.map(({ assessment }) => endpointKey(assessment)).sort());
      }),
    );
  });

  it("holds every cap", () => {
    fc.assert(
      fc.property(planInputs, (input) => {
        const { items } = buildPlan(input);
        expect(items.length).toBeLessThanOrEqual(input.limits.perRun);
        expect(items.length).toBeLessThanOrEqual(input.perDay);
        for (const figures of input.tenants) {
          const ofTenant = items.filter((item) => item.tenant === figures.tenant).length;
          if (ofTenant === 0) continue;
          expect(figures.attemptsToday + ofTenant).toBeLessThanOrEqual(input.limits.perTenantPerDay);
          expect(ofTenant).toBeLessThanOrEqual(input.limits.maxShareOfTenant * figures.endpoints);
        }
      }),
    );
  });

  it("has no item that stands on an incomplete reading, a broken tenant or directory, another policy, a former deletion or a quarantine", () => {
    fc.assert(
      fc.property(planInputs, (input) => {
        const byKey = new Map(input.candidates.map((one) => [endpointKey(one.assessment), one]));
        for (const item of buildPlan(input).items) {
          const figures = input.tenants.find((one) => one.tenant === item.tenant);
          const candidate = byKey.get(endpointKey(item));
          expect(input.incompleteDirectories).toStrictEqual([]);
          for (const { shrink, unreadableGroups } of input.directories) {
            expect(shrink).toBeLessThanOrEqual(input.limits.maxShrink);
            expect(unreadableGroups).toStrictEqual([]);
          }
          expect(figures).toMatchObject({ complete: true });
          expect(figures?.shrink).toBeLessThanOrEqual(input.limits.maxShrink);
          expect(figures?.seenLastDay).toBeGreaterThanOrEqual(input.limits.minSeenLastDay);
          expect(candidate).toMatchObject({ policyHash: input.policyHash, deletedBefore: false });
          expect(candidate?.runs).toBeGreaterThanOrEqual(input.stable.runs);
          expect(candidate?.quarantine?.until ?? input.now).toBeLessThanOrEqual(input.now);
          expect(candidate?.quarantine?.failures).not.toBe(3);
        }
      }),
    );
  });

  it("gives no turn to one whose deletion failed that another could have had", () => {
    fc.assert(
      fc.property(planInputs, (input) => {
        const { items } = buildPlan(input);
        const failed = new Set(
          input.candidates
            .filter(({ quarantine }) => quarantine !== undefined)
            .map(({ assessment }) => endpointKey(assessment)),
        );
        const others = {
          ...input,
          candidates: input.candidates.filter((one) => one.quarantine === undefined),
        };
        // The share of a tenant counts them all: without them a tenant may be let through that was stopped.
        fc.pre(input.limits.maxShareOfTenant === 1);
        const without = buildPlan(others).items;
        const fresh = items.filter((item) => !failed.has(endpointKey(item)));
        expect(fresh).toStrictEqual(without);
        expect(items.slice(0, fresh.length)).toStrictEqual(fresh);
      }),
    );
  });

  it("is the same whatever the order of what goes in", () => {
    const shuffles = planInputs.chain((input) =>
      fc.record({
        input: fc.constant(input),
        candidates: fc.shuffledSubarray([...input.candidates], { minLength: input.candidates.length }),
        tenants: fc.shuffledSubarray([...input.tenants], { minLength: input.tenants.length }),
      }),
    );
    fc.assert(
      fc.property(shuffles, ({ input, candidates, tenants }) => {
        const collections = ["b", "a"] as CollectionId[];
        const one = buildPlan({ ...input, collections });
        const other = buildPlan({ ...input, candidates, tenants, collections: collections.toReversed() });
        expect(other).toStrictEqual(one);
      }),
    );
  });

  it("only gets smaller with a lower cap", () => {
    fc.assert(
      fc.property(planInputs, fc.nat(12), (input, perRun) => {
        const wide = new Set(buildPlan(input).items.map(endpointKey));
        const narrow = buildPlan({
          ...input,
          limits: { ...input.limits, perRun: Math.min(perRun, input.limits.perRun) },
        });
        expect(narrow.items.map(endpointKey).filter((key) => !wide.has(key))).toStrictEqual([]);
      }),
    );
  });

  it("does come to items, so that what is said of them is said of something", () => {
    const sizes = fc
      .sample(planInputs, { numRuns: 300, seed: 1 })
      .map((input) => buildPlan(input).items.length);
    expect(sizes.filter((size) => size > 0).length).toBeGreaterThan(75);
  });
});
