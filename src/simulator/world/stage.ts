// Where stories are played: it hands out numbers, people and places, and keeps what was cast.

import type { TenantSide } from "./central-tenant.ts";
import type { WorldDomain } from "./domain.ts";
import { DAY, NEVER, type Life } from "./life.ts";
import { hostname, netbiosName, reportedCase, SITES, sitePlace, type Site } from "./names.ts";
import { WINDOWS_CLIENTS, type OperatingSystem } from "./operating-systems.ts";
import type { ComputerPlan, EndpointPlan } from "./plans.ts";
import { dice, uuid, UUID_KIND, type Dice } from "./prng.ts";
import type { Story, Truth } from "./world.ts";

export interface Stage {
  readonly seed: number;
  /** Epoch ms. */
  readonly start: number;
  readonly domains: readonly WorldDomain[];
  readonly tenants: readonly TenantSide[];
  /** Indices of the domains that a tenant belongs to. */
  readonly domainsOf: readonly (readonly number[])[];
  readonly endpoints: EndpointPlan[];
  readonly computers: ComputerPlan[];
  /** How many machines there have been. */
  machines: number;
  /** Staff by domain: the next person's number. */
  readonly staff: number[];
  /** VIPs by domain. */
  readonly vips: number[];
}

/** A machine that is to play a part. */
export interface Machine {
  readonly number: number;
  readonly dice: Dice;
  readonly tenant: number;
  readonly domain: WorldDomain;
  readonly site: Site;
  readonly person: number;
  readonly life: Life;
}

/** Earlier tenants are larger, the last ones half the average. */
const drawTenant = (stage: Stage, throws: Dice): number => {
  const u = throws.next();
  return Math.floor(u * u * stage.tenants.length);
};

/** A new machine with a person of its own, born years before the start and never silent. */
export function newMachine(
  stage: Stage,
  wish: { readonly tenant?: number; readonly domain?: number; readonly bornAt?: number } = {},
): Machine {
  const number = stage.machines++;
  const throws = dice(stage.seed, 61, number);
  const tenant = wish.tenant ?? drawTenant(stage, throws);
  const index = wish.domain ?? throws.pick(stage.domainsOf[tenant]!);
  const born = stage.start - throws.whole(420, 1_200) * DAY - throws.whole(0, DAY - 1);
  const person = stage.staff[index]!;
  stage.staff[index] = person + 1;
  return {
    number,
    dice: throws,
    tenant,
    domain: stage.domains[index]!,
    site: throws.pick(SITES),
    person,
    life: { key: number, bornAt: wish.bornAt ?? born, quietFrom: NEVER, wakesAt: NEVER, alwaysOn: false },
  };
}

/** So many days before the start, at some time of that day. */
export const daysAgo = (stage: Stage, machine: Machine, days: number): number =>
  stage.start - days * DAY + machine.dice.whole(0, DAY / 2);

/** The same machine, silent since so many days before the start. */
export const silentFor = (stage: Stage, machine: Machine, days: number): Machine => ({
  ...machine,
  life: { ...machine.life, quietFrom: daysAgo(stage, machine, days) },
});

export const clientOf = (machine: Machine): OperatingSystem =>
  WINDOWS_CLIENTS[1 + (machine.number % (WINDOWS_CLIENTS.length - 1))]!;

export const clientName = (machine: Machine): string => hostname("LT", machine.site, machine.number);

/** Eight signs that no other hardware has. */
const serialOf = (stage: Stage, hardware: number): string =>
  `PF${uuid(stage.seed, UUID_KIND.computer, hardware).slice(-8).toUpperCase()}`;

/** Adds a device record to the cast; what is not said is that of a healthy Windows client. */
export function cast(
  stage: Stage,
  machine: Machine,
  story: Story,
  says: Partial<Omit<EndpointPlan, "truth" | "number" | "id">> & { readonly alive?: boolean } = {},
): EndpointPlan {
  const number = stage.endpoints.length;
  const tenant = says.tenant ?? machine.tenant;
  const os = says.os ?? clientOf(machine);
  const hardware = says.hardware ?? machine.number;
  const reported = says.hostname ?? reportedCase(clientName(machine), machine.dice);
  const id = uuid(stage.seed, UUID_KIND.endpoint, number);
  const { alive = true, ...rest } = says;
  const truth: Truth = {
    tenant: stage.tenants[tenant]!.sim.id,
    endpoint: id,
    story,
    alive,
    hostname: reported,
  };
  const plan: EndpointPlan = {
    upgradesAt: NEVER,
    person: machine.person,
    nextPerson: machine.person,
    handoverAt: NEVER,
    domain: machine.domain,
    login: "domain",
    life: machine.life,
    registeredAt: machine.life.bornAt,
    showsRegisteredAt: machine.number % 4 === 0,
    serial: serialOf(stage, hardware),
    isServer: os.isServer,
    isolated: false,
    cloned: false,
    openAlert: false,
    hole: undefined,
    goneAt: alive ? NEVER : Math.min(machine.life.quietFrom, stage.start),
    ...rest,
    number,
    id,
    tenant,
    os,
    hardware,
    hostname: reported,
    truth,
  };
  stage.endpoints.push(plan);
  return plan;
}

/** Adds a computer object to the cast; what is not said is that of a member in daily use. */
export function enrol(
  stage: Stage,
  machine: Machine,
  says: Partial<Omit<ComputerPlan, "number">> = {},
): ComputerPlan {
  const cn = says.cn ?? clientName(machine);
  const domain = says.domain ?? machine.domain;
  const life = says.life ?? machine.life;
  const plan: ComputerPlan = {
    kind: "member",
    dnsHostName: `${cn.toLowerCase()}.${domain.dns}`,
    upgradesAt: NEVER,
    place: sitePlace(machine.site),
    createdAt: life.bornAt,
    retiredAt: NEVER,
    retiredPlace: undefined,
    disables: true,
    staysInPlace: false,
    restoredAt: NEVER,
    deletedAt: NEVER,
    recycleBin: false,
    editedAt: NEVER,
    changesUnseen: false,
    managedBy: undefined,
    spns: [],
    conflict: false,
    ...says,
    number: stage.computers.length,
    domain,
    cn,
    sam: says.sam ?? netbiosName(cn),
    os: "os" in says ? says.os : clientOf(machine),
    life,
  };
  stage.computers.push(plan);
  return plan;
}

/** Another domain than the machine's, or undefined when there is only one. */
export const otherDomain = (stage: Stage, machine: Machine): WorldDomain | undefined =>
  stage.domains.find((domain) => domain.index !== machine.domain.index);
