// What may happen to a device after its deletion: it is back. From then on nobody may delete it, and the watch has to notice.
import { HOUR } from "../../src/core/model/instant.ts";
import { releaseBrake } from "../../src/flows/brake.ts";
import type { Dice } from "../../src/simulator/world/prng.ts";
import type { Store } from "../../src/ports/store.ts";
import type { Deletion, ProofHouse } from "./proof-house.ts";
import type { HostileWorld } from "./world-change.ts";

export const COME_BACKS = ["restored", "enrols_again", "logs_on", "told_by_event"] as const;
export type ComeBack = (typeof COME_BACKS)[number];

/** Devices that come back to one world, and the person who lets Rollcall go on after it. */
export interface ComeBacks {
  /** A morning: now and then one that was deleted is back, and a brake that is on may be released. */
  morning(store: Store, now: number): Promise<void>;
  /** How many came back, how many the watch noticed, and those that it had to notice and did not. */
  settle(store: Store): Promise<{ returns: number; noticed: number; missed: readonly string[] }>;
}

/** Rare, so that there is something left to delete: about one and a half a month. */
const A_DAY = 0.05;
/** Somebody looks into it; as a rule within two days. */
const RESUMED = 0.6;
/** Signs in the directory count from an hour after the deletion. */
const LATER = 2 * HOUR;

export function comeBacks(house: ProofHouse, hostile: HostileWorld, dice: Dice): ComeBacks {
  const back = new Map<Deletion, ComeBack>();
  return {
    async morning(store, now) {
      if ((await store.brake.pulled()) !== undefined && dice.chance(RESUMED))
        await releaseBrake(
          { store, clock: house.clock, ramp: NO_RAMP },
          { reason: "seen to", by: "a person" },
        );
      if (!dice.chance(A_DAY)) return;
      const away = house.deletions.filter((one) => !one.wrong && !back.has(one) && one.at + LATER < now);
      if (away.length === 0) return;
      const [one, what] = [dice.pick(away), dice.pick(COME_BACKS)];
      if (!hostile.comeBack(what, one.tenant, one.endpoint, now)) return;
      back.set(one, what);
      house.export();
    },
    async settle(store) {
      const noticed = new Set((await store.returns.list("ever")).map(({ endpoint }) => endpoint as string));
      const missed = [...back].filter(
        // An event is kept for a day: where Central was out of order that day, it is lost, and the watch has said so.
        ([{ endpoint }, what]) => what !== "told_by_event" && !noticed.has(endpoint),
      );
      return {
        returns: back.size,
        noticed: noticed.size,
        missed: missed.map(([{ endpoint }, what]) => `${endpoint} is back (${what}) and was not noticed`),
      };
    },
  };
}

/** Releasing leaves the ramp where the return has set it. */
const NO_RAMP = { steps: [1], advanceAfterCleanDays: 1 } as const;
