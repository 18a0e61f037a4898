import { canonical } from "../model/canonical.ts";
import type { Digest, Hash } from "../model/ids.ts";
import type { Facts, Subject } from "./facts.ts";
import type { KnownComputer } from "./evidence.ts";
import { groupsBeyondRecord } from "./group-membership.ts";

/**
 * The digest of what identity and decision rest on: approval binds to it. Left out is what moves by itself while nothing
 * happens (now, online, how long others have been silent, whenChanged, which differs between domain controllers), what
 * verify looks at apart (openAlert, migrating), the policy, which has its own hash, and the case itself: to open or to approve
 * it must not change what it is about. The groups that have a device as a member count only where its record does not say the
 * same, so that to begin or to cease asking for them changes as little as it can.
 */
export function evidenceHash(facts: Facts, hash: Hash): Digest {
  const { evidence, match, subject, named, duplicates, vip, person } = facts;
  const {
    online: _online,
    macAddresses: _macs,
    tamperProtectionEnabled: _tamper,
    tags,
    ...endpoint
  } = evidence.endpoint;
  const { openCase: _case, approval: _approval, ...memory } = evidence.memory;
  const memberOf = groupsBeyondRecord(evidence);
  return hash(
    canonical({
      tenant: evidence.tenant,
      endpoint: { ...endpoint, tags: "unknown" in tags ? tags : [...tags].sort() },
      match,
      computers: named.map(decisive),
      retirement: subject === undefined ? null : retirement(subject),
      duplicates: duplicates.map(({ endpoint: { id, hostname, serialNumber }, by }) => ({
        id,
        hostname,
        serialNumber,
        by,
      })),
      serialCount: evidence.serialCount,
      vip,
      personKnown: person.known,
      memory,
      ...(memberOf !== undefined && { memberOf: memberOf.map(({ id, name }) => ({ id, name })) }),
    }),
  );
}

function decisive({ computer, goneAt }: KnownComputer): unknown {
  const { createdAt: _created, changedAt: _changed, roles, ...rest } = computer;
  return { ...rest, roles: "unknown" in roles ? roles : [...roles].sort(), gone: goneAt !== undefined };
}

// The date alone moves: by our first sighting of it, or by another domain controller's clock.
const retirement = ({ retired, inRetiredOu }: Subject): unknown => ({ retired, inRetiredOu });
