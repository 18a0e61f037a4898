import { createCredentials, createTenants } from "./accounts.ts";
import { worldDomain } from "./domain.ts";
import { createEvolution, tell } from "./evolve.ts";
import { strangers } from "./infrastructure-stories.ts";
import { addMigrations } from "./migrations.ts";
import { register } from "./registration.ts";
import type { Stage } from "./stage.ts";
import { playAll } from "./story-shares.ts";
import { worldDirectory } from "./world-directory.ts";
import type { Truth, World, WorldOptions } from "./world.ts";

/**
 * Which domains each tenant belongs to: they take turns, and every fourth tenant belongs to two. With fewer tenants than
 * domains, a tenant has several.
 */
function spreadDomains(tenants: number, domains: number): number[][] {
  return Array.from({ length: tenants }, (_, tenant) => {
    const own = Array.from({ length: domains }, (_, domain) => domain).filter((domain) =>
      tenants < domains ? domain % tenants === tenant : domain === tenant % domains,
    );
    if (tenants >= domains && domains > 1 && tenant % 4 === 3) own.push((tenant + 1) % domains);
    return own;
  });
}

const atLeastOne = (value: number, name: string): void => {
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new RangeError(`${name} is a whole number of 1 or more, not ${value}`);
  }
};

/**
 * Makes a world: an estate for the simulated Central, the directories it is to be compared with, and the truth. The same
 * options make the same world, byte by byte, whatever the machine, the clock and the time zone.
 * From 200 endpoints on every story occurs. Throws a RangeError for counts below one.
 */
export function createWorld(options: WorldOptions): World {
  const { seed, start } = options;
  atLeastOne(options.endpoints, "endpoints");
  atLeastOne(options.tenants, "tenants");
  atLeastOne(options.directories, "directories");

  const domains = Array.from({ length: options.directories }, (_, index) => worldDomain(seed, index));
  const { counted, troubled } = createTenants(seed, options.tenants, start);
  const stage: Stage = {
    seed,
    start,
    domains,
    tenants: counted,
    domainsOf: spreadDomains(options.tenants, options.directories),
    endpoints: [],
    computers: [],
    machines: 0,
    staff: domains.map(() => 0),
    vips: domains.map(() => 0),
  };
  playAll(stage, options.endpoints);
  // One unprotected machine for every two hundred endpoints.
  for (const domain of domains) {
    strangers(stage, domain, 1 + Math.floor(options.endpoints / domains.length / 200));
  }

  const truths = new Map<string, Truth>();
  for (const plan of stage.endpoints) {
    register(seed, start, counted[plan.tenant]!, plan, start);
    tell(truths, plan);
  }
  addMigrations(stage);

  let now = start;
  const evolve = createEvolution(stage, stage.endpoints.length, truths);
  return {
    estate: {
      credentials: createCredentials(seed, counted, troubled),
      tenants: new Map([...counted, ...troubled].map(({ sim }) => [sim.id, sim])),
    },
    directories: domains.map((domain) => worldDirectory(stage, domain, () => now)),
    truth: truths,
    tenantDomains: new Map(
      counted.map((side) => [side.sim.id, stage.domainsOf[side.index]!.map((index) => domains[index]!.dns)]),
    ),
    advanceTo(at) {
      if (at < now) {
        throw new RangeError(
          `time goes forward only: ${new Date(at).toISOString()} is before ${new Date(now).toISOString()}`,
        );
      }
      if (at === now) return;
      evolve(now, at);
      now = at;
    },
  };
}
