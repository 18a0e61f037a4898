import { centralSays } from "./rules/central-says.ts";
import { directoryNotRetired } from "./rules/directory-not-retired.ts";
import { identity } from "./rules/identity.ts";
import { infrastructureRole } from "./rules/infrastructure-role.ts";
import { isolatedOrLocked } from "./rules/isolated-or-locked.ts";
import { lastSeenDoubted } from "./rules/last-seen.ts";
import { notInDirectory } from "./rules/not-in-directory.ts";
import { operatingSystem } from "./rules/operating-system.ts";
import { ourMemory } from "./rules/our-memory.ts";
import { protectedByPolicy } from "./rules/protected.ts";
import { recentlySeen } from "./rules/recently-seen.ts";
import { retiredTooRecently } from "./rules/retired-too-recently.ts";
import { retirementDoubted } from "./rules/retirement-doubted.ts";
import { server } from "./rules/server.ts";
import { supersededDuplicate } from "./rules/superseded-duplicate.ts";
import { vanishedFromDirectory } from "./rules/vanished-from-directory.ts";
import { vip } from "./rules/vip.ts";
import type { Rule } from "./rule.ts";

/** The decision table, in its order. Every rule is asked, always: `explain` shows all that was found. */
export const TABLE: readonly Rule[] = [
  recentlySeen,
  directoryNotRetired,
  retiredTooRecently,
  infrastructureRole,
  isolatedOrLocked,
  protectedByPolicy,
  ourMemory,
  vip,
  operatingSystem,
  identity,
  notInDirectory,
  vanishedFromDirectory,
  lastSeenDoubted,
  server,
  retirementDoubted,
  supersededDuplicate,
  centralSays,
];
