import { isKnown } from "../../model/unknown.ts";
import type { Facts } from "../facts.ts";
import type { Rule } from "../rule.ts";

// Central has no field for these two roles: whoever runs such a machine says so by a tag of this key.
const DECLARED = {
  "rollcall:update-cache": "update_cache",
  "rollcall:message-relay": "message_relay",
} as const;

/**
 * Others depend on it: a role that any computer of its name has, or a declared one. Where the roles of a computer, or the
 * tags of the endpoint, could not be read, it may have one.
 */
export const infrastructureRole: Rule = {
  codes: ["infrastructure_role"],
  state: (facts) => {
    const roles = [...new Set([...directoryRoles(facts), ...declaredRoles(facts)])].sort();
    return roles.length === 0 ? [] : [{ code: "infrastructure_role", evidence: { roles } }];
  },
};

const directoryRoles = ({ named }: Facts): readonly string[] =>
  named.flatMap(({ computer }): readonly string[] =>
    isKnown(computer.roles) ? computer.roles : ["unknown"],
  );

function declaredRoles({ evidence }: Facts): readonly string[] {
  const { tags } = evidence.endpoint;
  if (!isKnown(tags)) return tags.unknown === "missing" ? [] : ["unknown"];
  const lower = tags.map((tag) => tag.trim().toLowerCase());
  return Object.entries(DECLARED)
    .filter(([key]) => lower.some((tag) => tag === key || tag.startsWith(`${key}:`)))
    .map(([, role]) => role);
}
