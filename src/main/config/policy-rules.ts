import { dnKey, liesIn } from "../../core/model/dn.ts";
import type { ConfigPath } from "./config-problem.ts";
import { baseOf } from "./directory-rules.ts";
import { parseDuration } from "./duration.ts";
import { error, warning, type Remark, type Rule, type RuleInput } from "./rule.ts";
import type { ProtectRuleFile } from "./schema.ts";

/** A rule on one protect rule. */
type ProtectRuleRule = (rule: ProtectRuleFile, path: ConfigPath, input: RuleInput) => readonly Remark[];

const each =
  (check: ProtectRuleRule): Rule =>
  (input) =>
    (input.sections.policy?.protect ?? []).flatMap((rule, index) =>
      check(rule, ["policy", "protect", index], input),
    );

const FIELDS = ["tenant", "group", "tag", "hostname", "ou", "os"] as const;

const hasField: ProtectRuleRule = (rule, path) =>
  FIELDS.some((field) => rule[field] !== undefined)
    ? []
    : [error(path, "says nothing of the devices it protects", `give it one of ${FIELDS.join(", ")}`)];

const matchesNotAll: ProtectRuleRule = (rule, path) =>
  FIELDS.every((field) => (rule[field] !== undefined) === (field === "hostname")) &&
  /^\*+$/.test(rule.hostname ?? "")
    ? [warning([...path, "hostname"], "protects every device, so nothing is ever retired", "narrow it down")]
    : [];

const ouIsCovered: ProtectRuleRule = ({ ou, reason }, path, { sections: { directories } }) => {
  if (ou === undefined || directories.includes(undefined)) return [];
  const covered = directories.some((directory) => {
    const base = directory === undefined ? "" : baseOf(directory);
    return dnKey(ou) === dnKey(base) || liesIn(ou, base);
  });
  return covered
    ? []
    : [
        warning(
          [...path, "ou"],
          `matches nothing (${reason}): it lies in no configured directory`,
          "correct the DN or take the rule out",
        ),
      ];
};

const tenantIsCovered: ProtectRuleRule = ({ tenant, reason }, path, { sections: { sophos } }) => {
  if (tenant === undefined || sophos === undefined) return [];
  // The rule may name a tenant by its id where the list has its name, so only an exclusion in the same words is certain.
  const isExcluded = sophos.tenants.exclude.some((name) => name.toLowerCase() === tenant.toLowerCase());
  return isExcluded
    ? [
        warning(
          [...path, "tenant"],
          `matches nothing (${reason}): the tenant is excluded`,
          "take the rule out",
        ),
      ]
    : [];
};

const hostnameCanBe: ProtectRuleRule = ({ hostname, reason }, path) =>
  hostname !== undefined && /[\s\\/:"<>|,]/.test(hostname)
    ? [
        warning(
          [...path, "hostname"],
          `matches nothing (${reason}): no hostname has such characters`,
          "write a name with * and ? as wildcards, one rule for each",
        ),
      ]
    : [];

const graceIsNotZero: Rule = ({ sections: { policy } }) =>
  policy !== undefined && parseDuration(policy.grace) === 0
    ? [
        warning(
          ["policy", "grace"],
          "is zero: a computer moved by mistake is retired at once",
          "leave some days to move it back, for instance P14D",
        ),
      ]
    : [];

export const policyRules: readonly Rule[] = [
  each(hasField),
  each(matchesNotAll),
  each(ouIsCovered),
  each(tenantIsCovered),
  each(hostnameCanBe),
  graceIsNotZero,
];
