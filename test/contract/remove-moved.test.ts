// What happens between a plan and its deletion: whatever moved goes to a person, and nothing is sent.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endpointRemover } from "../../src/adapters/sophos-central/remover.ts";
import type { ReasonCode } from "../../src/core/assess/reason.ts";
import { DAY, HOUR } from "../../src/core/model/instant.ts";
import type { EndpointId, TenantId } from "../../src/core/model/ids.ts";
import { aRemovalStage, raiseAlert, type RemovalStage } from "../build/removal-stage.ts";
import { CLIENTS_OU, idOf } from "../build/small-world.ts";

interface Move {
  readonly what: string;
  readonly outcome: "changed" | "gone_already";
  /** A reason that must be among those told. */
  readonly reason?: ReasonCode;
  readonly move: (stage: RemovalStage, number: number) => void;
}

const changed = (what: string, reason: ReasonCode, move: Move["move"]): Move => ({
  what,
  outcome: "changed",
  reason,
  move,
});

/** Another field of Central's record. */
const record =
  (different: Parameters<typeof Object.assign>[1]): Move["move"] =>
  (stage, number) => {
    Object.assign(stage.record(number), different);
  };

const MOVES: readonly Move[] = [
  changed("reports to Central", "seen_since_plan", (stage, number) => {
    stage.record(number)["lastSeenAt"] = new Date(stage.house.clock.now()).toISOString();
  }),
  changed("is online", "seen_since_plan", record({ online: true })),
  changed("loses its last contact", "last_seen_unknown", record({ lastSeenAt: null })),
  changed("is renamed in Central", "changed_since_plan", record({ hostname: "QUITE-ANOTHER" })),
  changed("is isolated", "isolated_or_locked", record({ isolation: { status: "isolated" } })),
  changed("turns out to be a server", "server", record({ type: "server" })),
  changed("gets another build", "os_build_mismatch", (stage, number) => {
    const device = stage.record(number);
    device["os"] = { ...(device["os"] as object), build: 26_100 };
  }),
  changed(
    "gets a VIP as its person",
    "vip_owner",
    record({ associatedPerson: { name: "Person 9999", viaLogin: "CORP\\user9999" } }),
  ),
  changed("'s person becomes a VIP", "vip_owner", ({ world }, number) => void world.vips.add(number)),
  changed("gets an alert", "open_alert", ({ tenant }, number) => raiseAlert(tenant, 1_000, number)),
  changed("is to move to another tenant", "isolated_or_locked", ({ tenant, house }, number) => {
    tenant.migrations.set(`job-${number}`, {
      id: `job-${number}`,
      mode: "sending",
      expiresAt: new Date(house.clock.now() + DAY).toISOString(),
      endpoints: [{ id: idOf(number), status: "pending" }],
    });
  }),
  changed("is moved out of the retired OU", "directory_not_retired", ({ world }, number) => {
    world.computers.set(number, { ...world.computers.get(number)!, ou: CLIENTS_OU });
  }),
  changed("is enabled again", "retired_but_enabled", ({ world }, number) => {
    world.computers.set(number, { ...world.computers.get(number)!, enabled: true });
  }),
  changed("is renamed in the directory", "changed_since_plan", ({ world }, number) => {
    world.computers.set(number, { ...world.computers.get(number)!, hostname: "RENAMED" });
  }),
  changed(
    "loses its computer",
    "changed_since_plan",
    ({ world }, number) => void world.computers.delete(number),
  ),
  {
    what: "is deleted by someone else",
    outcome: "gone_already",
    move: ({ tenant }, number) => void tenant.endpoints.delete(idOf(number)),
  },
];

const cases = MOVES.map((move, index) => [move.what, move, index + 1] as const);
/** Numbers beyond the cases, for the rest of the file. */
const UNTOUCHED = cases.length + 1;

let stage: RemovalStage;
beforeAll(async () => {
  stage = await aRemovalStage(cases.length + 2, endpointRemover);
});
afterAll(async () => {
  await stage[Symbol.asyncDispose]();
});

describe("an endpoint that", () => {
  it.each(cases)(
    "%s after it was planned is not deleted",
    async (_what, { outcome, reason, move }, number) => {
      const plan = await stage.planOf(number);
      move(stage, number);
      await stage.house.export();
      const attempts = await stage.attemptsToday();
      const { results } = await stage.enforce(plan);

      expect(results).toMatchObject([{ outcome }]);
      const codes = results[0]?.reasons.map(({ code }) => code);
      if (reason !== undefined) expect(codes).toContain(reason);
      expect(stage.sent(number)).toEqual([]);
      expect(await stage.attemptsToday()).toBe(attempts);
      expect((await stage.facts(number)).slice(-2)).toMatchObject([
        { kind: "endpoint_verified", verdict: outcome, reasons: codes },
        { kind: "removal_settled", outcome, settledBy: "verify" },
      ]);
      if (outcome !== "changed") return;
      // It waits for a person, and says why.
      const stored = await stage.house.store.assessments.find(
        stage.tenant.id as TenantId,
        idOf(number) as EndpointId,
      );
      expect(stored?.assessment.disposition).toBe("review");
      expect((await stage.planOf(number)).items).toEqual([]);
    },
  );

  it("moved is not planned again by the next run", async () => {
    await stage.house.collect();
    await stage.house.assess();
    const { items } = await stage.house.plan("enforce");
    expect(items.map(({ endpoint }) => endpoint)).toEqual([idOf(UNTOUCHED), idOf(UNTOUCHED + 1)]);
  });

  it("did not move is deleted", async () => {
    expect(await stage.retire(UNTOUCHED)).toMatchObject({ outcome: "retired" });
    expect(stage.exists(UNTOUCHED)).toBe(false);
  });

  it("cannot be looked up in its directory any more is not deleted", async () => {
    const plan = await stage.planOf(UNTOUCHED + 1);
    // The export is three days old by now, and its maxAge is two.
    stage.house.clock.advance(3 * DAY + HOUR);
    const { results } = await stage.enforce(plan);
    expect(results).toMatchObject([
      { outcome: "failed", detail: expect.stringContaining("maxAge") as string },
    ]);
    expect(stage.sent(UNTOUCHED + 1)).toEqual([]);
    expect(stage.exists(UNTOUCHED + 1)).toBe(true);
  });
});
