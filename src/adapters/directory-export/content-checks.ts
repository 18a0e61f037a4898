import type { Computer } from "../../core/model/computer.ts";
import { dnKey, liesIn } from "../../core/model/dn.ts";
import type { RetirementRule } from "../../core/model/policy.ts";
import { isKnown } from "../../core/model/unknown.ts";
import type { DirectoryReadingEnd, RightsCheck } from "../../ports/directory-source.ts";

/** What a whole and fresh export may still lack: of its computers only what is counted here is kept. */
export function contentChecks(retired: RetirementRule) {
  const seen = new Set<string>();
  let rolesKnown = true;
  let deleted = 0;

  return {
    /** Looks at a computer that was handed on. */
    take(computer: Computer): void {
      for (const ou of retired.ous) if (liesIn(computer.dn, ou)) seen.add(dnKey(ou));
      rolesKnown &&= isKnown(computer.roles);
      if (computer.deleted) deleted++;
    },
    /** The checks, once all of it was looked at. */
    checks({ ous, vips }: Pick<DirectoryReadingEnd, "ous" | "vips">): readonly RightsCheck[] {
      for (const { dn } of ous) seen.add(dnKey(dn));
      const retiredOus = retired.ous.map((ou) => ({
        right: `see the retired OU ${ou}`,
        held: seen.has(dnKey(ou)),
        remedy:
          "The export has neither the OU nor a computer in it: check its DN, or export the whole domain.",
      }));
      const vipGroups = vips.groups.map((group) => ({
        right: `see all members of the VIP group ${group.dn}`,
        held: group.kind === "read",
        remedy:
          group.kind === "read"
            ? ""
            : `${group.detail}: export groups and users with the computers. Until then everyone counts as a VIP.`,
      }));
      const roles = {
        right: "see what marks domain controllers and cluster names",
        held: rolesKnown,
        remedy:
          "Export userAccountControl or primaryGroupID, and servicePrincipalName: without them every computer is protected.",
      };
      const deletedObjects = {
        right: "see deleted objects",
        held: deleted > 0,
        remedy:
          "The export has no deleted object: export them too (ldifde -x), unless nothing was deleted of late.",
      };
      return [...retiredOus, ...vipGroups, roles, ...(retired.deletedObjects ? [deletedObjects] : [])];
    },
  };
}
