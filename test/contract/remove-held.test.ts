// A hold against a plan that is made already: whoever puts a device on hold may rely on it from that moment on.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endpointRemover } from "../../src/adapters/sophos-central/remover.ts";
import type { EndpointId, TenantId } from "../../src/core/model/ids.ts";
import { DAY, HOUR, instant } from "../../src/core/model/instant.ts";
import { addHold, liftHold } from "../../src/flows/holds.ts";
import { aRemovalStage, type RemovalStage } from "../build/removal-stage.ts";
import { idOf } from "../build/small-world.ts";
import { aVault } from "../build/vault.ts";

const DEVICES = 6;

let stage: RemovalStage;
/** What happens while a dossier is sealed: after the last reading of the evidence, before the intent. */
let whileSealing: () => void = () => {};

beforeAll(async () => {
  const vault = aVault();
  stage = await aRemovalStage(DEVICES, endpointRemover, {
    vault: {
      ...vault,
      seal: (binding, parts) => {
        whileSealing();
        return vault.seal(binding, parts);
      },
    },
  });
});
afterAll(async () => stage[Symbol.asyncDispose]());

const hold = async (number: number, afterMs: number) =>
  addHold(
    {
      device: { text: idOf(number), tenant: undefined },
      end: { afterMs },
      reason: "on a ship",
      owner: "service desk",
    },
    stage.house,
  );

const assessed = async (number: number) => {
  const { store } = stage.house;
  return store.assessments.find(stage.tenant.id as TenantId, idOf(number) as EndpointId);
};

describe("a device that is put on hold", () => {
  it("after it was planned is not deleted", async () => {
    const plan = await stage.planOf(1);
    expect(await hold(1, DAY)).toMatchObject({ kind: "added", underWay: false });

    const { results } = await stage.enforce(plan);

    expect(results).toMatchObject([{ outcome: "changed" }]);
    expect(results[0]?.reasons.map(({ code }) => code)).toContain("on_hold");
    expect(stage.sent(1)).toEqual([]);
  });

  it("after it was planned, and whose hold expires before the deletion, is not deleted either", async () => {
    const plan = await stage.planOf(2);
    await hold(2, HOUR);
    stage.house.clock.set(instant(stage.house.clock.now() + HOUR));

    const { results } = await stage.enforce(plan);

    expect(results).toMatchObject([{ outcome: "changed" }]);
    expect(results[0]?.reasons.map(({ code }) => code)).toContain("hold_expired");
    expect(stage.sent(2)).toEqual([]);
  });

  it("between the last look and the intent is not deleted, and no intent is written", async () => {
    const plan = await stage.planOf(3);
    let added: Promise<unknown> | undefined;
    whileSealing = () => {
      added = stage.house.store.holds.add(
        {
          tenant: stage.tenant.id as TenantId,
          endpoint: idOf(3) as EndpointId,
          until: instant(stage.house.clock.now() + DAY),
          reason: "on a ship",
          owner: "service desk",
        },
        stage.house.clock.now(),
      );
    };

    const { results } = await stage.enforce(plan);
    whileSealing = () => {};

    expect(added).toBeDefined();
    await added;
    expect(results).toMatchObject([{ outcome: "changed", detail: "it was put on hold meanwhile" }]);
    expect(stage.sent(3)).toEqual([]);
    const facts = await stage.facts(3);
    expect(facts).not.toContainEqual(expect.objectContaining({ kind: "removal_intended", mode: "enforce" }));
    expect(facts.at(-1)).toMatchObject({ kind: "removal_settled", outcome: "changed", settledBy: "verify" });
  });

  it("while its deletion is open is told that the hold came too late", async () => {
    let added: ReturnType<typeof hold> | undefined;
    stage.hooks.before = () => {
      added = hold(4, DAY);
    };

    expect(await stage.retire(4)).toMatchObject({ outcome: "retired" });
    stage.hooks.before = () => {};

    expect(await added).toMatchObject({ kind: "added", underWay: true });
  });

  it("is in review once the hold has expired, and a candidate anew once somebody lifts it", async () => {
    const { house } = stage;
    await hold(5, HOUR);
    await house.assess();
    expect(await assessed(5)).toMatchObject({ assessment: { disposition: "keep" } });

    await house.day(2);
    await house.collect();
    await house.assess();
    const expired = await assessed(5);
    expect(expired).toMatchObject({ assessment: { disposition: "review" }, candidateSince: undefined });
    expect(expired?.assessment.reasons).toMatchObject([
      { code: "hold_expired", evidence: { reason: "on a ship", by: "service desk" }, accepted: false },
    ]);

    const liftedAt = house.clock.now();
    const lifted = await liftHold({ device: { text: idOf(5), tenant: undefined }, reason: "sold" }, house);
    expect(lifted).toMatchObject({ kind: "lifted", hold: { owner: "service desk" } });
    await house.assess();
    const judged = await assessed(5);
    expect(judged).toMatchObject({ assessment: { disposition: "retire" } });
    expect(judged?.candidateSince).toBeGreaterThanOrEqual(liftedAt);
    const { items, leftOut } = await house.plan("enforce");
    expect(items.map(({ endpoint }) => endpoint)).not.toContain(idOf(5));
    expect(leftOut).toContainEqual(expect.objectContaining({ endpoint: idOf(5), code: "not_stable_yet" }));
    expect((await stage.facts(5)).filter(({ kind }) => kind.startsWith("hold"))).toMatchObject([
      { kind: "hold_added", reason: "on a ship", owner: "service desk", replaced: false },
      { kind: "hold_lifted", reason: "sold", owner: "service desk" },
    ]);
  });

  it("leaves the others alone: a device without a hold is deleted", async () => {
    expect(await stage.retire(6)).toMatchObject({ outcome: "retired" });
  });
});
