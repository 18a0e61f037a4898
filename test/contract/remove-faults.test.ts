// Every fault of Central that can strike a verification or a deletion, through the whole house and the real remover.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endpointRemover } from "../../src/adapters/sophos-central/remover.ts";
import { sha256 } from "../../src/adapters/system/hash.ts";
import type { FailureClass } from "../../src/core/retire/failure-class.ts";
import type { Outcome } from "../../src/core/retire/outcome.ts";
import { verifyLedger } from "../../src/flows/verify-ledger.ts";
import { FAULT_KINDS, type FaultKind } from "../../src/simulator/fault-action.ts";
import { REMOVAL_FAULTS, ruleFor, type RemovalFault } from "../build/removal-faults.ts";
import { aRemovalStage, type RemovalStage } from "../build/removal-stage.ts";
import { idOf } from "../build/small-world.ts";

const cases = FAULT_KINDS.flatMap((kind) => {
  const faults = REMOVAL_FAULTS[kind];
  return faults === "readings only" ? [] : faults;
}).map((fault, index) => [fault.what, fault, index + 1] as const);

/** What a deletion that was struck so, and not done, has failed of. */
function sentClass({ action }: RemovalFault): FailureClass | undefined {
  if (action.kind !== "status") return SENT[action.kind];
  const { status, body } = action;
  if (status === 404) return body === "html" ? "illegible" : "not_found";
  if (status >= 500) return "server";
  return ANSWERED[status] ?? "refused";
}

const ANSWERED: Partial<Record<number, FailureClass>> = {
  200: "illegible",
  401: "forbidden",
  403: "forbidden",
  429: "throttled",
};

const SENT: Partial<Record<FaultKind, FailureClass>> = {
  hang: "timeout",
  resetBefore: "reset",
  redirect: "illegible",
  deletedMissing: "illegible",
  deletedFalse: "refused",
  expireToken: "forbidden",
  forbidTenant: "forbidden",
};

/** The same of a reading before it: of the endpoint itself, or of what its tenant's all share. */
function readClass({ at, action }: RemovalFault): FailureClass | undefined {
  if (at !== "read") return "tenant_unread";
  if (action.kind === "status") return action.status >= 500 ? "server" : "illegible";
  return READ[action.kind] ?? "illegible";
}

const READ: Partial<Record<FaultKind, FailureClass>> = {
  resetBefore: "reset",
  forbidTenant: "forbidden",
  clockSkew: "unreachable",
};

let stage: RemovalStage;
beforeAll(async () => {
  stage = await aRemovalStage(cases.length, endpointRemover);
});
afterAll(async () => {
  await stage[Symbol.asyncDispose]();
});

describe("a deletion under a fault of Central", () => {
  it("has a case for every kind of fault but those of the listing of tenants", () => {
    const kinds = FAULT_KINDS.filter((kind) => REMOVAL_FAULTS[kind] === "readings only");
    expect(kinds).toEqual(["noApiHost", "foreignApiHost"]);
    expect(new Set(cases.map(([, { at }]) => at))).toEqual(
      new Set(["read", "alerts", "migrations", "delete"]),
    );
    const struck = cases.map(([, { action }]) => action.kind);
    expect([...new Set([...struck, ...kinds])].toSorted()).toEqual(FAULT_KINDS.toSorted());
  });

  it.each(cases)(
    "%s: comes to the outcome that is certain, and is sent once",
    async (_what, fault, number) => {
      const { house } = stage;
      const attempts = await stage.attemptsToday();
      const rule = house.simulator.faults.add(ruleFor(fault, idOf(number)));
      const { outcome, reasons, detail, failure, quarantine } = await stage.retire(number);
      house.simulator.faults.clear();

      expect(rule.fired).toBeGreaterThan(0);
      expect(outcome).toBe(fault.outcome);
      expect(stage.exists(number)).toBe(fault.remains);
      // A token that ended in the case before costs a 401, which did nothing.
      const statuses = stage.sent(number).map(({ status }) => status);
      expect(fault.sent.includes(401) ? statuses : statuses.filter((status) => status !== 401)).toEqual(
        fault.sent,
      );
      if (outcome === "failed") expect(detail).not.toBe("");
      if (outcome === "failed")
        expect(failure).toBe(fault.at === "delete" ? sentClass(fault) : readClass(fault));
      expect(quarantine?.failures).toBe(outcome === "failed" ? 1 : undefined);
      if (outcome === "changed")
        expect(reasons.map(({ code }) => code)).toContain(
          fault.at === "alerts" ? "open_alert" : "isolated_or_locked",
        );
      // The bulk route, which has no clear answer for each device, is never used.
      expect(house.simulator.log.filter(({ method, host }) => method === "POST" && host !== "id")).toEqual(
        [],
      );

      const sent = fault.sent.length > 0;
      expect((await stage.attemptsToday()) - attempts, "an attempt counts whatever becomes of it").toBe(
        sent ? 1 : 0,
      );
      const facts = (await stage.facts(number)).filter(
        (fact) => !("plan" in fact) || fact.kind !== "removal_settled" || fact.outcome !== "withheld",
      );
      const enforced = facts.slice(facts.findLastIndex(({ kind }) => kind === "endpoint_verified"));
      expect(enforced.filter(({ kind }) => kind === "removal_settled")).toMatchObject([{ outcome }]);
      expect(enforced.some((fact) => fact.kind === "removal_intended" && fact.mode === "enforce")).toBe(sent);
      expect(await house.store.plans.openIntents()).toEqual([]);
    },
  );

  it("never deletes a living device, nor one twice, and leaves a ledger that holds", async () => {
    const { house } = stage;
    expect(house.deleted.filter((truth) => truth === undefined || truth.alive)).toEqual([]);
    expect(new Set(house.deleted).size).toBe(house.deleted.length);
    expect(house.deleted).toHaveLength(cases.filter(([, { remains }]) => !remains).length);
    expect(await verifyLedger(house.store.ledger, sha256)).toMatchObject({ ok: true });
  });

  it("which failed is left alone, then a candidate for a later run, and one that worked is excluded", async () => {
    const idsOf = (...outcomes: readonly Outcome[]) =>
      cases
        .filter(([, { outcome, remains }]) => remains && outcomes.includes(outcome))
        .map(([, , number]) => idOf(number));
    // In review until it is judged again, and a candidate anew from then on.
    const changed = idsOf("changed");
    const planNow = async () => {
      await stage.house.collect();
      await stage.house.assess();
      const { items, leftOut, breakers } = await stage.house.plan("enforce");
      expect(breakers).toEqual([]);
      const quarantined = leftOut.filter(({ code }) => code === "quarantined");
      const ids = [items, quarantined].map((all) => all.map(({ endpoint }) => String(endpoint)));
      return ids.map((all) => all.filter((id) => !changed.includes(id)).toSorted());
    };
    expect(await planNow()).toEqual([idsOf("gone_already"), idsOf("failed")]);
    await stage.house.day(2);
    expect(await planNow()).toEqual([idsOf("gone_already", "failed"), []]);
  });
});
