import { isKnown } from "../../model/unknown.ts";
import type { Facts } from "../facts.ts";
import type { Rule } from "../rule.ts";

// Of the states of Server Lockdown only these mean that nothing is locked and nothing under way; a word that is not known
// yet is not harmless.
const UNLOCKED = new Set(["unlocked", "notInstalled", "uninstalled"]);
const LOCKED = new Set([
  "creatingWhitelist",
  "installing",
  "locked",
  "locking",
  "registering",
  "starting",
  "stopping",
  "unavailable",
]);

/** Somebody is dealing with it: it is isolated, locked down or about to move to another tenant, or that cannot be told. */
export const isolatedOrLocked: Rule = {
  codes: ["isolated_or_locked"],
  state: (facts) => {
    const isolation = isolationOf(facts);
    const lockdown = lockdownOf(facts);
    const migration = migrationOf(facts);
    if (isolation === undefined && lockdown === undefined && migration === undefined) return [];
    return [
      {
        code: "isolated_or_locked",
        evidence: {
          ...(isolation === undefined ? {} : { isolation }),
          ...(lockdown === undefined ? {} : { lockdown }),
          ...(migration === undefined ? {} : { migration }),
        },
      },
    ];
  },
};

function isolationOf({ evidence }: Facts): string | undefined {
  const { isolation } = evidence.endpoint;
  if (!isKnown(isolation)) return "unknown";
  return isolation === "notIsolated" ? undefined : isolation;
}

function lockdownOf({ evidence, deviceClass }: Facts): string | undefined {
  const { lockdown } = evidence.endpoint;
  if (isKnown(lockdown)) {
    if (UNLOCKED.has(lockdown)) return undefined;
    return LOCKED.has(lockdown) ? lockdown : "unrecognised";
  }
  // Lockdown exists on servers only: that a computer's record does not have it says nothing.
  return lockdown.unknown === "missing" && deviceClass === "computer" ? undefined : "unknown";
}

function migrationOf({ evidence }: Facts): string | undefined {
  const { migrating } = evidence;
  if (isKnown(migrating)) return migrating ? "pending" : undefined;
  // Only verify asks.
  return migrating.unknown === "missing" ? undefined : "unknown";
}
