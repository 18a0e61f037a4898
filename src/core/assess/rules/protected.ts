import { fold } from "../../identity/text.ts";
import { dnKey, liesIn } from "../../model/dn.ts";
import type { ProtectRule } from "../../model/policy.ts";
import { isKnown, type Maybe } from "../../model/unknown.ts";
import type { Tenant } from "../../model/tenant.ts";
import type { Evidence, KnownComputer } from "../evidence.ts";
import type { Facts } from "../facts.ts";
import { isContradicted, isGroup, reliableGroups } from "../group-membership.ts";
import type { Rule } from "../rule.ts";
import { matchesPattern } from "../pattern.ts";

/**
 * A protect rule of the policy is met in every field it gives. A field of the device that is not known counts as met: it
 * might be.
 */
export const protectedByPolicy: Rule = {
  codes: ["protected"],
  state: (facts, { protect }) =>
    protect
      .map((rule, index) => ({ rule, index, fields: fieldsMet(rule, facts) }))
      .filter(({ fields }) => !fields.some(({ met }) => met === "no"))
      .map(({ rule, index, fields }) => ({
        code: "protected" as const,
        evidence: {
          rule: rule.reason,
          // Two rules may have one reason: the place in the configuration tells them apart.
          setting: protectSetting(index),
          fields: fields.map(({ field }) => field),
          unknown: fields.filter(({ met }) => met === "unknown").map(({ field }) => field),
        },
      })),
};

/** Where a protect rule stands in the configuration: `policy.protect[0]` for the first. */
export const protectSetting = (index: number): string => `policy.protect[${index}]`;

type Met = "yes" | "no" | "unknown";

function fieldsMet(
  rule: ProtectRule,
  facts: Facts,
): readonly { readonly field: string; readonly met: Met }[] {
  const { endpoint, tenant } = facts.evidence;
  const tests: readonly (readonly [string, string | undefined, (asked: string) => Met])[] = [
    ["tenant", rule.tenant, (asked) => (isTenant(tenant, asked) ? "yes" : "no")],
    ["group", rule.group, (asked) => inGroup(facts.evidence, asked)],
    ["tag", rule.tag, (asked) => whole(endpoint.tags, (tags) => tags.some((tag) => isTag(tag, asked)))],
    ["hostname", rule.hostname, (asked) => whole(endpoint.hostname, (text) => isHostname(text, asked))],
    ["ou", rule.ou, (asked) => inOu(facts.named, asked)],
    [
      "os",
      rule.os,
      (asked) => anyOf([endpoint.os.name, endpoint.os.platform], (text) => fold(text).includes(fold(asked))),
    ],
  ];
  return tests.flatMap(([field, asked, test]) => (asked === undefined ? [] : [{ field, met: test(asked) }]));
}

/** Whether a rule asks of a tenant's devices which groups they are in. */
export const asksForGroups = (
  protect: readonly ProtectRule[],
  tenant: Pick<Tenant, "id" | "name">,
): boolean =>
  protect.some(
    ({ group, tenant: asked }) => group !== undefined && (asked === undefined || isTenant(tenant, asked)),
  );

/** Whether a tenant has the name or the id that a rule asks for. */
export const isTenant = ({ id, name }: Pick<Tenant, "id" | "name">, asked: string): boolean =>
  [id, name].some((text) => fold(text) === fold(asked));

// A rule for a group reaches the groups below it. One that says yes is enough; no needs the device's own group to be known, and
// what lies above it, which nothing does for a device that is in none.
function inGroup(evidence: Evidence, asked: string): Met {
  const { groupId, groupName, groupHierarchy } = evidence.endpoint;
  const { memberOf } = evidence;
  const groups = reliableGroups(evidence);
  if (isKnown(memberOf) && memberOf.some((group) => isGroup(group, asked))) return "yes";
  const isAsked = (text: string): boolean => fold(text) === fold(asked);
  const own = anyOf([groupId, groupName], isAsked);
  const above = isKnown(groupHierarchy)
    ? strongest(groupHierarchy.map(({ id, name }) => anyOf([id, name], isAsked)))
    : groups?.length === 0
      ? "no"
      : "unknown";
  return strongest([
    own === "unknown" && groups !== undefined ? "no" : own,
    above,
    isContradicted(evidence) ? "unknown" : "no",
  ]);
}

function whole<T>(value: Maybe<T>, test: (value: T) => boolean): Met {
  if (!isKnown(value)) return "unknown";
  return test(value) ? "yes" : "no";
}

const anyOf = (values: readonly Maybe<string>[], test: (text: string) => boolean): Met =>
  strongest(values.map((value) => whole(value, test)));

// One that meets it is enough; else one that is unknown leaves it open.
function strongest(met: readonly Met[]): Met {
  return (["yes", "unknown"] as const).find((wanted) => met.includes(wanted)) ?? "no";
}

// `key:value`, or a key alone, which any value meets.
function isTag(tag: string, asked: string): boolean {
  return fold(tag) === fold(asked) || fold(tag).startsWith(`${fold(asked)}:`);
}

// The pattern may be meant for the name as shown or without its domain.
function isHostname(hostname: string, pattern: string): boolean {
  const name = fold(hostname);
  const host = name.split(".", 1)[0] ?? name;
  return matchesPattern(name, fold(pattern)) || matchesPattern(host, fold(pattern));
}

// Without any computer there is no OU to ask about. A deleted object lies where it was deleted from.
const inOu = (computers: readonly KnownComputer[], ou: string): Met =>
  strongest(
    computers.map(({ computer }) => {
      if (!computer.deleted) return liesIn(computer.dn, ou) ? "yes" : "no";
      return whole(computer.lastKnownParent, (parent) => dnKey(parent) === dnKey(ou) || liesIn(parent, ou));
    }),
  );
