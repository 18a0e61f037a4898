import type { Computer, OrganizationalUnit } from "../../core/model/computer.ts";
import { dnKey, parentDn } from "../../core/model/dn.ts";
import { isKnown } from "../../core/model/unknown.ts";
import type { LiveComputer } from "../../ports/directory-source.ts";

/** A computer with the containers above it, and above the place a deleted one had. */
export function withContainers(computer: Computer, ous: readonly OrganizationalUnit[]): LiveComputer {
  const keys = new Set<string>();
  for (const start of [
    parentDn(computer.dn),
    isKnown(computer.lastKnownParent) ? computer.lastKnownParent : undefined,
  ])
    for (let dn = start; dn !== undefined; dn = parentDn(dn)) keys.add(dnKey(dn));
  return { computer, ous: ous.filter((ou) => keys.has(dnKey(ou.dn))) };
}
