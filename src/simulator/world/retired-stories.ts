// Machines that are gone: nothing here is alive, so that deleting their records is right; many are not ready for it.

import { DAY, NEVER } from "./life.ts";
import { CLOSED_SITE } from "./names.ts";
import { upgraded, WINDOWS_CLIENTS } from "./operating-systems.ts";
import type { Dice } from "./prng.ts";
import { cast, clientName, clientOf, daysAgo, enrol, newMachine, silentFor, type Stage } from "./stage.ts";

/** Of twenty decommissioned machines, this is how each one lies. */
const ENDINGS = [
  ...Array.from({ length: 11 }, () => "plain" as const),
  "closed_site", // its whole OU was moved to the retired OU
  "recently_silent", // retired, but seen less than 30 days ago
  "just_retired", // silent long, retired less than 14 days ago
  "edited", // somebody changed the object a few days ago, and so its whenChanged
  "still_enabled", // moved and not disabled
  "in_place", // disabled and not moved
  "upgraded", // a feature update after the last contact with Central
  "nobody", // no person
  "isolated_or_alerting",
] as const;

/** How many days ago it was retired, and how many it has been silent: the last report comes first. */
function endingDays(
  ending: (typeof ENDINGS)[number],
  dice: Dice,
): readonly [retired: number, silent: number] {
  if (ending === "just_retired") return [dice.whole(2, 9), 60];
  // Whole days at start; the least silent is under 30 days, the longest retired over 14.
  if (ending === "recently_silent") return [dice.whole(20, 22), dice.whole(24, 26)];
  const retired = dice.whole(33, 385);
  return [retired, retired + dice.whole(1, 15)];
}

/** Decommissioned, number k of its kind: eleven of twenty are as plain as a retirement can be. */
export function decommissioned(stage: Stage, k: number): void {
  const ending = ENDINGS[k % ENDINGS.length]!;
  const living = newMachine(stage);
  const [retiredDays, silentDays] = endingDays(ending, living.dice);
  const machine = silentFor(stage, living, silentDays);
  const retiredAt = daysAgo(stage, machine, retiredDays);
  const os = ending === "upgraded" ? WINDOWS_CLIENTS[1]! : clientOf(machine);
  cast(stage, machine, "decommissioned", {
    alive: false,
    goneAt: retiredAt,
    os,
    isolated: ending === "isolated_or_alerting" && k % 40 < 20,
    openAlert: ending === "isolated_or_alerting" && k % 40 >= 20,
    hole: ending === "nobody" ? "person_empty" : undefined,
  });
  enrol(stage, machine, {
    retiredAt,
    retiredPlace: ending === "closed_site" ? CLOSED_SITE : undefined,
    disables: ending !== "still_enabled",
    staysInPlace: ending === "in_place",
    editedAt: ending === "edited" ? stage.start - 3 * DAY : NEVER,
    os: ending === "upgraded" ? upgraded(os) : os,
  });
}

/** Its object was deleted: a bare tombstone, an object in the recycle bin, or nothing any more. */
export function tombstone(stage: Stage, k: number): void {
  const living = newMachine(stage);
  const machine = silentFor(stage, living, living.dice.whole(60, 150));
  cast(stage, machine, "tombstone", { alive: false });
  const retiredAt = machine.life.quietFrom + 5 * DAY;
  if (k % 3 === 2) return; // collected after the tombstone lifetime, or never joined: the name is nowhere
  enrol(stage, machine, { retiredAt, deletedAt: retiredAt + 20 * DAY, recycleBin: k % 3 === 1 });
}

/** The record that a re-image left behind, and the record of the machine as it is now. The object is the same one. */
export function reimaged(stage: Stage, k: number): void {
  const machine = newMachine(stage);
  const at = daysAgo(stage, machine, machine.dice.whole(20, 120));
  const os = WINDOWS_CLIENTS[1 + (k % 3)]!;
  const name = clientName(machine);
  cast(stage, { ...machine, life: { ...machine.life, quietFrom: at } }, "reimaged_old", {
    alive: false,
    goneAt: at,
    os,
    hostname: name,
  });
  // Every second one lies in a drawer since: the newer record is silent too, and must stay.
  const quietFrom = k % 2 === 0 ? NEVER : Math.max(at + 3 * DAY, stage.start - 40 * DAY);
  const life = { ...machine.life, bornAt: at + 3_600_000, quietFrom };
  cast(stage, { ...machine, life }, "reimaged_new", {
    os: upgraded(os),
    hostname: name,
    registeredAt: life.bornAt,
    showsRegisteredAt: true,
  });
  enrol(stage, machine, { os: upgraded(os), life: { ...machine.life, quietFrom } });
}

/** Moved to another tenant: the record in the sending tenant stays behind, and never speaks again. */
export function movedTenant(stage: Stage, k: number): void {
  const machine = newMachine(stage, { tenant: 0 });
  const at = daysAgo(stage, machine, machine.dice.whole(10, 90));
  const name = clientName(machine);
  cast(stage, { ...machine, life: { ...machine.life, quietFrom: at } }, "moved_tenant", {
    alive: false,
    goneAt: at,
    hostname: name,
  });
  const receiver = stage.domainsOf.findIndex((domains, t) => t > 0 && domains.includes(machine.domain.index));
  // Every second one has only been registered there: its new record shows a last contact that never was.
  if (receiver > 0) {
    cast(stage, { ...machine, life: { ...machine.life, bornAt: at } }, "active", {
      tenant: receiver,
      hostname: name,
      registeredAt: at,
      showsRegisteredAt: true,
      hole: k % 2 === 1 ? "last_seen_is_registered" : undefined,
    });
  }
  enrol(stage, machine);
}
