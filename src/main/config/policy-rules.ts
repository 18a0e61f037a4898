import { dnKey, liesIn } from "../../core/model/dn.ts";
import type { ConfigPath } from "./config-problem.ts";
import { allBases } from "./directory-rules.ts";
import { parseDuration } from "./duration.ts";
import { error, warning, type Remark, type Rule, type RuleInput } from "./rule.ts";
import type { ProtectRuleFile } from "./schema.ts";
import { valueAt, type Sound } from "./sound-parts.ts";

/** A rule on one protect rule. */
type ProtectRuleRule = (
  rule: Sound<ProtectRuleFile>,
  path: ConfigPath,
  input: RuleInput,
) => readonly Remark[];

const each =
  (check: ProtectRuleRule): Rule =>
  (input) =>
    (input.sound.policy?.protect ?? []).flatMap((rule, index) =>
      rule === undefined ? [] : check(rule, ["policy", "protect", index], input),
    );

const FIELDS = ["tenant", "group", "tag", "hostname", "ou", "os"] as const;

const hasField: ProtectRuleRule = (_rule, path, { written }) =>
  FIELDS.some((field) => valueAt(written, [...path, field]) !== undefined)
    ? []
    : [error(path, "says nothing of the devices it protects", `give it one of ${FIELDS.join(", ")}`)];

const matchesNotAll: ProtectRuleRule = (rule, path, { written }) =>
  FIELDS.every((field) => (valueAt(written, [...path, field]) !== undefined) === (field === "hostname")) &&
  /^\*+$/.test(rule.hostname ?? "")
    ? [warning([...path, "hostname"], "protects every device, so nothing is ever retired", "narrow it down")]
    : [];

const ouIsCovered: ProtectRuleRule = ({ ou, reason }, path, input) => {
  const bases = allBases(input);
  if (ou === undefined || reason === undefined || bases === undefined) return [];
  return bases.some((base) => dnKey(ou) === dnKey(base) || liesIn(ou, base))
    ? []
    : [
        warning(
          [...path, "ou"],
          `matches nothing (${reason}): it lies in no configured directory`,
          "correct the DN or take the rule out",
        ),
      ];
};

const tenantIsCovered: ProtectRuleRule = ({ tenant, reason }, path, { sound: { sophos } }) => {
  if (tenant === undefined || reason === undefined) return [];
  // The rule may name a tenant by its id where the list has its name, so only an exclusion in the same words is certain.
  const excluded = sophos?.tenants?.exclude ?? [];
  return excluded.some((name) => name?.toLowerCase() === tenant.toLowerCase())
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
  hostname !== undefined && reason !== undefined && /[\s\\/:"<>|,]/.test(hostname)
    ? [
        warning(
          [...path, "hostname"],
          `matches nothing (${reason}): no hostname has such characters`,
          "write a name with * and ? as wildcards, one rule for each",
        ),
      ]
    : [];

const graceIsNotZero: Rule = ({ sound: { policy } }) =>
  policy?.grace !== undefined && parseDuration(policy.grace) === 0
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
