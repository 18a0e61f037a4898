// Hostile worlds: days of faults and of changes behind the plan's back, by the world's own truth.
import { endpointId, tenantId } from "../../src/core/model/ids.ts";
import { isOver } from "../../src/core/review/case.ts";
import type { Mode, Plan, PlanItem } from "../../src/core/plan/plan.ts";
import type { OpenIntent } from "../../src/ports/plan-store.ts";
import type { Store } from "../../src/ports/store.ts";
import { createWorld } from "../../src/simulator/world/create-world.ts";
import { dice as diceOf, type Dice } from "../../src/simulator/world/prng.ts";
import { comeBacks } from "./come-back.ts";
import { aWitness, type Tally } from "./invariants.ts";
import { aProofHouse, PROOF_START, type ProofHouse } from "./proof-house.ts";
import { openProofStore, runOnce } from "./proof-session.ts";
import { randomFault } from "./random-fault.ts";
import {
  hostileWorld,
  KEPT_GROUP,
  WORLD_CHANGES,
  type HostileWorld,
  type WorldChange,
} from "./world-change.ts";

/** What one world adds to the shares. */
export interface WorldFigures {
  readonly days: number;
  /** Deleted devices that came back, and those of them that the watch noticed. */
  readonly returns: number;
  readonly noticed: number;
  readonly gone: number;
  readonly goneHandled: number;
  readonly living: number;
  readonly livingInReview: number;
  /** How often what happened between collecting and deleting, by kind. */
  readonly changes: Readonly<Record<string, number>>;
  readonly faults: Readonly<Record<string, number>>;
  readonly ends: Readonly<Record<string, number>>;
}

/** What is read anew for each device. Alerts, migrations and VIP groups are lists, which serve for half a minute. */
const SEEN_AT_ONCE = [
  "wakes_up",
  "moved_back",
  "enabled_again",
  "reimaged",
  "renamed_in_central",
  "renamed_in_directory",
  "deleted_by_others",
  "isolated",
  "moved_to_kept_group",
] as const satisfies readonly WorldChange[];

const LIMITS = { perRun: 6, perTenantPerDay: 4, ramp: [3, 5, 7] };

/** Lives through one world; everything that is random in it follows from the seed. */
export async function proveWorld(
  seed: number,
  days: number,
  endpoints: number,
  tally: Tally,
): Promise<WorldFigures> {
  const dice = diceOf(seed, 9_001);
  const made = createWorld({ seed, endpoints, tenants: 2, directories: 2, start: PROOF_START });
  const hostile = hostileWorld(made, dice);
  const protect = [{ group: KEPT_GROUP, reason: "kept for a court" }];
  await using house = await aProofHouse(hostile.world, "pglite:memory", LIMITS, { protect });
  const store = await openProofStore(house.config, house.env, house.clock);
  const [changes, faults, ends] = [new Counter(), new Counter(), new Counter()];
  try {
    const witness = aWitness(house, tally);
    const back = comeBacks(house, hostile, diceOf(seed, 9_002));
    for (let day = 0; day < days; day++) {
      house.day(day);
      await back.morning(store, house.clock.now());
      const mode = modeOf(day, dice);
      const rules = faultsOf(day, dice, [...made.estate.tenants.keys()]);
      house.simulator.faults.clear();
      for (const rule of rules) {
        house.simulator.faults.add(rule);
        faults.add(rule.action.kind);
      }
      let planned: Plan | undefined;
      witness.begin(mode === "enforce");
      const end = await runOnce({
        ...house,
        path: house.config,
        store,
        mode,
        pending: new Set(),
        watch: {
          before: (call) => {
            if (call.port !== "store.plans") return;
            if (call.method === "save") {
              planned = call.args[0] as Plan;
              for (const { tenant, endpoint } of planned.items) hostile.remember(tenant, endpoint);
              disturb(planned.items, WORLD_CHANGES, hostile, house, dice, changes);
            }
            // While one is deleted, something happens to those that come after it.
            if (call.method !== "openIntent" || planned === undefined) return;
            const { endpoint } = call.args[0] as OpenIntent;
            const at = planned.items.findIndex((item) => item.endpoint === endpoint);
            disturb(planned.items.slice(at + 1), SEEN_AT_ONCE, hostile, house, dice, changes);
          },
          after: () => {},
          committed: (entries) => witness.acknowledged(entries),
        },
      }).catch((error: unknown) => broke(error, tally, `world ${seed} day ${day}`));
      ends.add(end.kind === "ended" ? `exit ${end.exit}` : end.kind === "fault" ? end.code : end.kind);
      await witness.check(store, `world ${seed} day ${day} (${mode})`);
    }
    house.simulator.faults.clear();
    await settleAll(house, store, tally, seed);
    await witness.check(store, `world ${seed} at its end`);
    const { missed, ...returned } = await back.settle(store);
    for (const one of missed) tally.broken.push(`world ${seed}: ${one}`);
    return {
      days,
      ...returned,
      ...(await shares(house, store)),
      changes: changes.counts,
      faults: faults.counts,
      ends: ends.counts,
    };
  } finally {
    await store.close();
  }
}

class Counter {
  readonly counts: Record<string, number> = {};
  add(key: string): void {
    this.counts[key] = (this.counts[key] ?? 0) + 1;
  }
}

function broke(error: unknown, tally: Tally, what: string) {
  tally.broken.push(`${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return { kind: "bug" } as const;
}

/** One day to look, two to rehearse; then it deletes, and now and then it does not. */
function modeOf(day: number, dice: Dice): Mode {
  if (day === 0) return "observe";
  if (day < 3) return "dry-run";
  return dice.chance(0.08) ? "observe" : dice.chance(0.1) ? "dry-run" : "enforce";
}

/** Quiet at first, so that there is something to delete; then every second day something is wrong with Central. */
function faultsOf(day: number, dice: Dice, tenants: readonly string[]) {
  if (day < 3 || dice.chance(0.5)) return [];
  return Array.from({ length: dice.whole(1, 3) }, () => randomFault(dice, tenants));
}

/** Something happens to some of the planned devices, after they were planned. */
function disturb(
  items: readonly PlanItem[],
  kinds: readonly WorldChange[],
  hostile: HostileWorld,
  house: ProofHouse,
  dice: Dice,
  changes: Counter,
): void {
  const at = house.clock.now();
  for (const { tenant, endpoint } of items) {
    if (!dice.chance(kinds === SEEN_AT_ONCE ? 0.08 : 0.33)) continue;
    const what = dice.pick(kinds);
    if (hostile.change(what, tenant, endpoint, at)) changes.add(what);
  }
  house.export();
}

/** What is still open is settled by reading, two minutes later and without faults. */
async function settleAll(house: ProofHouse, store: Store, tally: Tally, seed: number): Promise<void> {
  house.clock.advance(120_000);
  house.export();
  const watch = { before: () => {}, after: () => {}, committed: () => {} };
  await runOnce({ ...house, path: house.config, store, mode: "observe", pending: new Set(), watch });
  const open = await store.plans.openIntents();
  tally.unsettled += open.length;
  for (const { endpoint } of open) tally.broken.push(`world ${seed}: the intent of ${endpoint} stays open`);
}

/** How the devices stand at the end, by the truth. */
async function shares({ world }: ProofHouse, store: Store) {
  const figures = { gone: 0, goneHandled: 0, living: 0, livingInReview: 0 };
  for (const truth of world.truth.values()) {
    const [tenant, endpoint] = [tenantId(truth.tenant), endpointId(truth.endpoint)];
    if (tenant === undefined || endpoint === undefined) throw new Error("a world's ids are UUIDs");
    const listed = world.estate.tenants.get(truth.tenant)?.endpoints.has(truth.endpoint) ?? false;
    const stored = listed ? await store.assessments.find(tenant, endpoint) : undefined;
    const asked = listed ? await store.cases.of(tenant, endpoint) : undefined;
    // Whom a case is about is left alone until a person answers: in review, if not by its disposition.
    const inReview = stored?.assessment.disposition === "review" || (asked !== undefined && !isOver(asked));
    if (truth.alive) {
      if (!listed) continue;
      figures.living++;
      if (inReview) figures.livingInReview++;
    } else {
      figures.gone++;
      if (!listed || inReview) figures.goneHandled++;
    }
  }
  return figures;
}
