// One machine for every hole that records of Central have.

import { ALL_HOLES, fixesLastSeen } from "./holes.ts";
import { DAY } from "./life.ts";
import { cast, clientName, daysAgo, enrol, newMachine, silentFor, type Stage } from "./stage.ts";

/** How many it takes until every hole has occurred. */
export const HOLE_COUNT = ALL_HOLES.length;

/**
 * Record number k with the hole of that number. In the first round the machines live; in the second one they are gone
 * and retired by the book, so that a hole is not a sign of either. Living ones without a legible last contact lie in
 * the retired OU by mistake and are told apart by that hole alone: an unknown date is never an old one.
 */
export function incomplete(stage: Stage, k: number): void {
  const hole = ALL_HOLES[k % ALL_HOLES.length]!;
  const alive = Math.floor(k / ALL_HOLES.length) % 2 === 0;
  const machine = newMachine(stage);
  const name = clientName(machine);
  const lookalike = alive && fixesLastSeen(hole);
  const silent = alive && !lookalike ? machine : silentFor(stage, machine, machine.dice.whole(60, 200));
  const retiredAt = silent.life.quietFrom + 3 * DAY;
  cast(stage, silent, "incomplete", {
    alive,
    hole,
    hostname: name,
    registeredAt: daysAgo(stage, machine, 250),
    ...(alive ? {} : { goneAt: retiredAt }),
  });
  enrol(stage, silent, alive && !lookalike ? {} : { retiredAt });
}
