// Servers, clusters, domain controllers, Macs and Linux; and objects that no endpoint belongs to.

import type { WorldDomain } from "./domain.ts";
import { DAY } from "./life.ts";
import { hostname, type Site } from "./names.ts";
import { LINUXES, MACS, WINDOWS_SERVERS, type OperatingSystem } from "./operating-systems.ts";
import { cast, daysAgo, enrol, newMachine, silentFor, type Machine, type Stage } from "./stage.ts";

const running = (machine: Machine): Machine => ({ ...machine, life: { ...machine.life, alwaysOn: true } });

const serverOs = (machine: Machine): OperatingSystem =>
  WINDOWS_SERVERS[machine.number % WINDOWS_SERVERS.length]!;

/** Of ten servers seven run, one is silent for less than a server's threshold, two are gone. */
export function server(stage: Stage, k: number): void {
  const machine = running(newMachine(stage));
  const os = serverOs(machine);
  const cn = hostname("SRV", machine.site, machine.number);
  const base = {
    os,
    hostname: cn,
    login: "local" as const,
    ...(machine.number % 2 === 0 ? { serial: `VMware-56 4d ${machine.number}` } : {}),
  };
  const place = "OU=Servers";
  const kind = k % 10;
  if (kind < 7) {
    cast(stage, machine, "server", base);
    enrol(stage, machine, { cn, os, place });
    return;
  }
  if (kind === 7) {
    const silent = silentFor(stage, machine, 45);
    cast(stage, silent, "server", base);
    enrol(stage, silent, { cn, os, place });
    return;
  }
  const days = kind === 8 ? machine.dice.whole(120, 390) : 60;
  const gone = silentFor(stage, machine, days);
  // Some records call a server a computer: the operating system tells.
  cast(stage, gone, "server", { ...base, alive: false, isServer: k % 20 < 10 });
  enrol(stage, gone, { cn, os, place, retiredAt: daysAgo(stage, gone, days - 10) });
}

/** Two nodes and the name they share; every third record is one that a node sent under the cluster's name. */
export function cluster(stage: Stage, k: number): void {
  const machine = running(newMachine(stage));
  const os = WINDOWS_SERVERS[2]!;
  const node = hostname("CLN", machine.site, machine.number);
  const name = hostname("CLU", machine.site, machine.number);
  const spns = [`MSClusterVirtualServer/${name}`, `MSServerClusterMgmtAPI/${name}`];
  if (k % 3 === 2) {
    // Silent, and somebody took its object for a stale computer. Told apart by: the SPNs of a cluster name.
    const silent = silentFor(stage, machine, 120);
    cast(stage, silent, "cluster", { os, hostname: name, login: "local" });
    enrol(stage, silent, {
      cn: name,
      os,
      kind: "cluster_name",
      spns,
      place: "OU=Servers",
      retiredAt: daysAgo(stage, silent, 60),
    });
    return;
  }
  cast(stage, machine, "cluster", { os, hostname: node, login: "local" });
  enrol(stage, machine, { cn: node, os, place: "OU=Servers" });
  // Its name object logs on only when the name comes online, and looks stale.
  const stale = silentFor(stage, machine, 200);
  enrol(stage, stale, { cn: name, os: undefined, kind: "cluster_name", spns, place: "OU=Servers" });
}

/** A domain controller; on every second one the agent is broken while the machine serves on. */
export function domainController(stage: Stage, k: number): void {
  const machine = running(newMachine(stage));
  const os = WINDOWS_SERVERS[2]!;
  const cn = hostname("DC", machine.site, machine.number);
  const broken = silentFor(stage, machine, 100);
  cast(stage, k % 2 === 0 ? machine : broken, "domain_controller", { os, hostname: cn, login: "local" });
  enrol(stage, machine, { cn, os, kind: "domain_controller", place: "OU=Domain Controllers" });
}

/** A Mac: most are joined, some are in no directory, one of six is gone; their object carries no build. */
export function mac(stage: Stage, k: number): void {
  foreign(stage, k, "mac", "MAC", MACS);
}

/** A Linux machine, likewise. */
export function linux(stage: Stage, k: number): void {
  foreign(stage, k, "linux", "LNX", LINUXES);
}

function foreign(
  stage: Stage,
  k: number,
  story: "mac" | "linux",
  prefix: string,
  systems: readonly OperatingSystem[],
): void {
  const living = newMachine(stage);
  const os = systems[k % systems.length]!;
  const cn = hostname(prefix, living.site, living.number);
  const gone = k % 6 === 5;
  const machine = gone ? silentFor(stage, living, living.dice.whole(100, 300)) : living;
  cast(stage, machine, story, {
    os,
    // Some agents report the name with its domain.
    hostname: k % 6 === 1 ? `${cn.toLowerCase()}.${machine.domain.dns}` : cn,
    login: k % 3 === 0 ? "bare" : "domain",
    alive: !gone,
  });
  if (k % 6 === 4) return;
  enrol(stage, machine, {
    cn,
    os,
    ...(gone ? { retiredAt: machine.life.quietFrom + 2 * DAY } : {}),
  });
}

/** Computer objects of a domain that no endpoint belongs to, `share` of them being plain unprotected machines. */
export function strangers(stage: Stage, domain: WorldDomain, unprotected: number): void {
  const hall: Site = { code: "HQ", rdn: "Berlin" };
  const tenant = stage.domainsOf.findIndex((domains) => domains.includes(domain.index));
  const machine = (): Machine => ({ ...newMachine(stage, { tenant, domain: domain.index }), site: hall });
  for (let i = 0; i < unprotected; i++) {
    const living = machine();
    enrol(stage, living, { cn: hostname("WS", hall, living.number) });
    // And one that was retired long ago, of which Central knows nothing any more.
    const gone = silentFor(stage, machine(), 350);
    enrol(stage, gone, { cn: hostname("WS", hall, gone.number), retiredAt: daysAgo(stage, gone, 300) });
  }
  enrol(stage, machine(), {
    cn: "AZUREADSSOACC",
    os: undefined,
    dnsHostName: undefined,
    place: "CN=Computers",
  });
  enrol(stage, machine(), {
    cn: "AzureADKerberos",
    os: undefined,
    dnsHostName: undefined,
    kind: "read_only_dc_of_azure",
    place: "OU=Domain Controllers",
  });
  enrol(stage, machine(), {
    cn: "gmsa-sql",
    os: undefined,
    dnsHostName: `gmsa-sql.${domain.dns}`,
    kind: "managed_service_account",
    place: "CN=Managed Service Accounts",
  });
  enrol(stage, machine(), { cn: "VC01", os: undefined, place: "CN=Computers" });
  for (const name of ["PRESTAGED-1", "PRESTAGED-2"]) {
    enrol(stage, machine(), {
      cn: name,
      os: undefined,
      dnsHostName: undefined,
      kind: "prestaged",
      place: "CN=Computers",
    });
  }
}
