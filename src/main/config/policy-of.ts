import { canonical } from "../../core/model/canonical.ts";
import type { Digest, Hash } from "../../core/model/ids.ts";
import type { Maybe } from "../../core/model/unknown.ts";
import type { Limits, Policy } from "../../core/model/policy.ts";
import type { DirectoryConfig, RollcallConfig } from "./normalise.ts";

/** The policy that core judges by. */
export function policyOf(config: RollcallConfig): Policy {
  return {
    ...config.policy,
    twoPeople: config.review.twoPeople,
    retirement: Object.fromEntries(config.directories.map(({ name, retired }) => [name, retired])),
    tenantDomains: config.tenantDomains,
  };
}

/** What one run and one day may do. */
export function limitsOf({ limits }: RollcallConfig): Limits {
  const { perRun, perTenantPerDay, maxShareOfTenant, maxShrink, minSeenLastDay, maxFailures } = limits;
  return { perRun, perTenantPerDay, maxShareOfTenant, maxShrink, minSeenLastDay, maxFailures };
}

/**
 * The digest of everything that steers a decision: policy, retirement rules, domains of tenants, VIP groups, what the
 * directories and tenants cover, which Central is asked, and the limits. `enforce` starts only for a policy that has had a dry run, so anything
 * that could let one more device go has to be in here; where secrets are and how fast is asked is not.
 */
export function policyHash(config: RollcallConfig, hash: Hash): Digest {
  const directories = config.directories.map((directory) => ({
    name: directory.name,
    vipGroups: asSet(directory.vipGroups),
    scope: scopeOf(directory),
  }));
  const tenants = {
    include: asSet(config.sophos.tenants.include),
    exclude: asSet(config.sophos.tenants.exclude),
  };
  return hash(
    canonical({
      policy: {
        ...policyOf(config),
        accept: asSet(config.policy.accept),
        vipPeople: asSet(config.policy.vipPeople),
        twoPeople: asSet(config.review.twoPeople),
      },
      limits: config.limits,
      directories,
      tenants,
      // What was rehearsed against another Central, a simulator for one, was not rehearsed here.
      central: config.sophos.apiUrl,
    }),
  );
}

/**
 * The digest of what processes must agree on that share the work of a run: everything that steers a decision, and how Central is
 * asked. Where secrets are, and by which way a directory is reached, may differ from machine to machine.
 */
export function workHash(config: RollcallConfig, hash: Hash): Digest {
  const { mode, sophos } = config;
  const { idUrl, rate } = sophos;
  return hash(
    canonical({
      policy: policyHash(config, hash),
      mode,
      sophos: { idUrl, rate, allowedHosts: asSet(sophos.allowedHosts) },
    }),
  );
}

/** What a directory covers, and what is believed of it. */
function scopeOf(
  directory: DirectoryConfig,
): Readonly<Record<string, Maybe<string> | number | readonly string[]>> {
  if (directory.type === "ldap") return { type: "ldap", baseDn: directory.baseDn };
  const { type, domain, maxAgeMs } = directory;
  const scope = { type, domain: domain.dns, netbios: domain.netbios, maxAgeMs };
  if (directory.type === "file") return scope;
  const { url, search, earliest, latest, fields, complete, ignoreWarnings } = directory;
  return {
    ...scope,
    url,
    search,
    earliest,
    latest,
    fields: asSet([...fields].map(([attribute, column]) => `${attribute}=${column}`)),
    complete: asSet([...complete]),
    ignoreWarnings: asSet(ignoreWarnings),
  };
}

// In what order they are written makes no difference to a decision.
const asSet = (texts: readonly string[]): readonly string[] => [...texts].sort((a, b) => (a < b ? -1 : 1));
