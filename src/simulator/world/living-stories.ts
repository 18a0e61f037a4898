// Machines that somebody will switch on again: deleting one of these records is wrong, however dead it looks.
//
// No living machine imitates a retired one in every field. Each look-alike is told apart by evidence that the decision
// table names and that no policy can accept away; the comment at each says by which. A world that broke this rule would
// ask the impossible, and prove nothing about who fails.

import { DAY, NEVER } from "./life.ts";
import { longHostname, MISPLACED_SITE, netbiosName } from "./names.ts";
import { upgraded, WINDOWS_CLIENTS } from "./operating-systems.ts";
import {
  cast,
  clientName,
  clientOf,
  daysAgo,
  enrol,
  newMachine,
  otherDomain,
  silentFor,
  type Machine,
  type Stage,
} from "./stage.ts";

/** A life that goes on: some are handed in one day, some change hands, some are upgraded. */
function future(stage: Stage, machine: Machine): { retires: number; hands: number; upgrade: number } {
  const { dice } = machine;
  const from = Math.max(stage.start, machine.life.bornAt);
  const day = (share: number, first: number, last: number): number => {
    const at = from + dice.whole(first, last) * DAY + dice.whole(0, DAY - 1);
    return dice.chance(share) ? at : NEVER;
  };
  return { retires: day(0.2, 1, 400), hands: day(0.1, 1, 200), upgrade: day(0.25, 1, 180) };
}

/** An everyday machine. `wish.bornAt` makes it a newcomer. */
export function active(stage: Stage, k: number, wish: Parameters<typeof newMachine>[1] = {}): void {
  const machine = newMachine(stage, wish);
  const { dice } = machine;
  const { retires, hands, upgrade } = future(stage, machine);
  const living: Machine = { ...machine, life: { ...machine.life, quietFrom: retires } };
  const long = k % 29 === 4;
  const twin = k % 31 === 7 ? otherDomain(stage, machine) : undefined;
  const name = long ? longHostname(machine.number) : clientName(machine);
  const retiredAt = retires + dice.whole(0, 10) * DAY + 1;
  const newcomer = wish.bornAt !== undefined;
  // Handed over or upgraded only while it is in use.
  const upgradesAt = upgrade < retires ? upgrade : NEVER;
  cast(stage, living, "active", {
    ...(long ? { hostname: name } : {}),
    ...(k % 23 === 5 ? { serial: "To be filled by O.E.M." } : {}),
    goneAt: retiredAt,
    upgradesAt,
    handoverAt: hands < retires ? hands : NEVER,
    nextPerson: hands < retires ? stage.staff[machine.domain.index]!++ : machine.person,
    login: k % 37 === 3 ? "local" : k % 41 === 9 ? "upn" : "domain",
    ...(newcomer ? { showsRegisteredAt: true } : {}),
    openAlert: k % 211 === 17,
  });
  enrol(stage, living, {
    cn: name,
    retiredAt,
    upgradesAt,
    managedBy: k % 19 === 2 ? machine.person : undefined,
  });
  // The same hostname in another domain: a machine of its own, without an agent.
  if (twin !== undefined) enrol(stage, machine, { cn: name, domain: twin });
  // A replication conflict left a second object.
  if (k % 151 === 11)
    enrol(stage, machine, { cn: name, conflict: true, sam: `$DUPLICATE-${machine.number}` });
}

/** A laptop in a drawer: silent, not retired. Every third one is switched on within two months. */
export function drawer(stage: Stage, k: number): void {
  const machine = newMachine(stage);
  const silent = silentFor(stage, machine, machine.dice.whole(35, 200));
  const wakesAt = k % 3 === 0 ? stage.start + machine.dice.whole(1, 60) * DAY : NEVER;
  const life = { ...silent.life, wakesAt };
  const lying: Machine = { ...silent, life };
  const kind = k % 5;
  const name = kind === 2 ? longHostname(machine.number) : clientName(machine);
  cast(stage, lying, "drawer", { hostname: name });
  // Told apart by: its own object is in use. An agent that broke (kind 3) has an object that even shows activity.
  if (kind !== 4) enrol(stage, kind === 3 ? machine : lying, { cn: name });
  // A retired object of the same name in another OU of the same domain: two computers, or one in use.
  if (kind === 1) {
    enrol(stage, lying, {
      cn: name,
      sam: `OLD${machine.number}`,
      dnsHostName: undefined,
      retiredAt: daysAgo(stage, lying, 90),
    });
  }
  // Re-joined: the tombstone is that of its former object; the new one has another GUID and SID.
  if (kind === 4) {
    const joinedAt = life.quietFrom - 30 * DAY;
    const before = { ...life, quietFrom: joinedAt, wakesAt: NEVER };
    enrol(stage, lying, { cn: name, life: before, deletedAt: joinedAt, recycleBin: k % 2 === 0 });
    enrol(stage, lying, { cn: name, life: { ...life, bornAt: joinedAt } });
  }
  // A retired object in another domain that has the first 15 characters of the name: an alias proves nothing.
  const elsewhere = otherDomain(stage, machine);
  if (kind === 2 && elsewhere !== undefined) {
    enrol(stage, lying, { cn: netbiosName(name), domain: elsewhere, retiredAt: daysAgo(stage, lying, 120) });
  }
}

/** Parental leave: silent for months; the person's account is enabled, and nobody retired the machine. */
export function parentalLeave(stage: Stage, _k: number): void {
  const machine = newMachine(stage);
  const silent = silentFor(stage, machine, machine.dice.whole(60, 300));
  const wakesAt = stage.start + machine.dice.whole(20, 200) * DAY;
  const lying: Machine = { ...silent, life: { ...silent.life, wakesAt } };
  cast(stage, lying, "parental_leave");
  enrol(stage, lying);
}

/** In the retired OU by mistake. */
export function disabledByMistake(stage: Stage, k: number): void {
  const machine = newMachine(stage);
  const retiredAt = daysAgo(stage, machine, machine.dice.whole(20, 90));
  const silent = silentFor(stage, machine, 48);
  switch (k % 6) {
    case 0: // told apart by: it reports
      cast(stage, machine, "disabled_by_mistake");
      enrol(stage, machine, { retiredAt });
      return;
    case 1: {
      // Told apart by: disabled a few days ago; before the grace period ends its user has called the service desk.
      const recently = daysAgo(stage, machine, machine.dice.whole(2, 9));
      cast(stage, silent, "disabled_by_mistake");
      enrol(stage, silent, { retiredAt: recently, restoredAt: recently + 11 * DAY });
      return;
    }
    case 2: // told apart by: the account is enabled
      cast(stage, silent, "disabled_by_mistake");
      enrol(stage, silent, { retiredAt: daysAgo(stage, silent, 25), disables: false });
      return;
    case 3: // told apart by: logons long after the move, which the DC that was asked has not counted as a change
      cast(stage, silent, "disabled_by_mistake");
      enrol(stage, machine, {
        retiredAt: daysAgo(stage, machine, 70),
        disables: false,
        changesUnseen: true,
      });
      return;
    case 4: // told apart by: enabled, and the OU above it came a few days ago
      cast(stage, k % 12 < 6 ? machine : silent, "disabled_by_mistake");
      enrol(stage, k % 12 < 6 ? machine : silent, {
        retiredAt: stage.start - 5 * DAY,
        retiredPlace: MISPLACED_SITE,
        disables: false,
      });
      return;
    default: // told apart by: isolated, as somebody investigates it
      cast(stage, silent, "disabled_by_mistake", { isolated: true });
      enrol(stage, silent, { retiredAt: daysAgo(stage, silent, 40) });
  }
}

/** A VIP's machine. */
export function vip(stage: Stage, k: number): void {
  const machine = newMachine(stage);
  const index = machine.domain.index;
  // One VIP has about three devices.
  if (k % 3 === 0 || stage.vips[index] === 0) stage.vips[index] = stage.vips[index]! + 1;
  const person = -stage.vips[index]!;
  const silent = silentFor(stage, machine, 70);
  const retiredAt = daysAgo(stage, silent, 40);
  switch (k % 6) {
    case 0:
    case 1:
      cast(stage, machine, "vip", { person });
      enrol(stage, machine, { managedBy: person });
      return;
    case 2: // retired by mistake; told apart by: the last user is a VIP
      cast(stage, silent, "vip", { person, login: k % 12 < 6 ? "domain" : "upn" });
      enrol(stage, silent, { retiredAt });
      return;
    case 3: // retired by mistake, and a technician was the last user; told apart by: managedBy
      cast(stage, silent, "vip", { person, login: "technician" });
      enrol(stage, silent, { retiredAt, managedBy: person });
      return;
    case 4: // in a drawer
      cast(stage, silent, "vip", { person });
      enrol(stage, silent, { managedBy: person });
      return;
    default: // handed in, and nothing is wrong with deleting it once somebody has said so
      cast(stage, silent, "vip", { person, alive: false });
      enrol(stage, silent, { retiredAt });
  }
}

/** A name that belonged to another machine before, or does by now. */
export function recycledName(stage: Stage, k: number): void {
  const machine = newMachine(stage);
  const silent = silentFor(stage, machine, machine.dice.whole(36, 80));
  const name = clientName(machine);
  const elsewhere = otherDomain(stage, machine);
  const kind = elsewhere === undefined ? 1 + (k % 2) : k % 4;
  if (kind === 0 && elsewhere !== undefined) {
    // Alive and silent; the retired object of its name lies in another domain. Told apart by: its own, by the login.
    cast(stage, silent, "recycled_name", { hostname: name });
    enrol(stage, silent);
    const before = { ...silent.life, quietFrom: daysAgo(stage, silent, 210) };
    enrol(stage, silent, { domain: elsewhere, life: before, retiredAt: daysAgo(stage, silent, 200) });
    return;
  }
  if (kind === 1) {
    // Alive, silent and not joined; the retired object was another machine's. Told apart by: the OS builds.
    const os = WINDOWS_CLIENTS[5]!;
    cast(stage, silent, "recycled_name", { hostname: name, os, login: "local" });
    enrol(stage, silent, { os: WINDOWS_CLIENTS[1]!, retiredAt: daysAgo(stage, silent, 50) });
    return;
  }
  if (kind === 2) {
    // Gone; the name and a new object are those of a machine that has no agent yet.
    cast(stage, silent, "recycled_name", { hostname: name, alive: false });
    enrol(stage, { ...machine, life: { ...machine.life, bornAt: daysAgo(stage, machine, 30) } });
    return;
  }
  // Gone and retired by the book, while the same name lives on in another domain, agent and all.
  cast(stage, silent, "recycled_name", { hostname: name, alive: false, os: clientOf(machine) });
  enrol(stage, silent, { retiredAt: silent.life.quietFrom + DAY });
  const tenant = stage.domainsOf.findIndex((domains) => domains.includes(elsewhere!.index));
  const namesake = newMachine(stage, { tenant, domain: elsewhere!.index });
  cast(stage, namesake, "active", { hostname: name });
  enrol(stage, namesake, { cn: name });
}

/** A clone and its original: one name, one serial number, two records, one object. */
export function clone(stage: Stage, k: number): void {
  const machine = newMachine(stage);
  const name = clientName(machine);
  const silent = silentFor(stage, machine, 50);
  cast(stage, machine, "clone", { hostname: name });
  // Told apart by: Central says so, and the original lives.
  cast(stage, k % 2 === 0 ? machine : silent, "clone", { hostname: name, cloned: true });
  enrol(stage, machine);
}

/** In no directory: told apart by exactly that. */
export function unmanaged(stage: Stage, k: number): void {
  const machine = newMachine(stage);
  const silent = silentFor(stage, machine, 60);
  const long = k % 4 === 3;
  const name = long ? longHostname(machine.number) : clientName(machine);
  cast(stage, k % 2 === 0 ? machine : silent, "unmanaged", {
    hostname: name,
    login: k % 4 === 1 ? "local" : "azure",
    os: upgraded(clientOf(machine)),
  });
  // A retired object that has the name's first 15 characters: weak evidence, told and never used.
  if (long) enrol(stage, silent, { cn: netbiosName(name), retiredAt: daysAgo(stage, silent, 45) });
}
