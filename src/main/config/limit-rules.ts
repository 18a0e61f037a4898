import { error, warning, type Rule } from "./rule.ts";

const enforceMayDelete: Rule = ({ sound: { mode, limits } }) =>
  mode === "enforce" && limits !== undefined && (limits.perRun === 0 || limits.perTenantPerDay === 0)
    ? [
        warning(
          ["limits", limits.perRun === 0 ? "perRun" : "perTenantPerDay"],
          "is 0, so enforce deletes nothing",
          "raise it, or use dry-run",
        ),
      ]
    : [];

const shareIsSmall: Rule = ({ sound: { limits } }) =>
  (limits?.maxShareOfTenant ?? 0) > 0.5
    ? [
        warning(
          ["limits", "maxShareOfTenant"],
          "lets more than half of a tenant be retired",
          "a small share stops a mistake early, for instance 0.05",
        ),
      ]
    : [];

const shrinkIsSmall: Rule = ({ sound: { limits } }) =>
  (limits?.breakers?.maxShrink ?? 0) > 0.5
    ? [
        warning(
          ["limits", "breakers", "maxShrink"],
          "lets an inventory lose more than half of itself unnoticed",
          "a small share tells a broken reading, for instance 0.1",
        ),
      ]
    : [];

const rampGrows: Rule = ({ sound: { limits } }) => {
  const steps = limits?.ramp?.steps ?? [];
  return steps.flatMap((step, index) => {
    const before = steps[index - 1];
    return step !== undefined && before !== undefined && step <= before
      ? [
          error(
            ["limits", "ramp", "steps", index],
            "is not more than the step before",
            "let the steps grow, for instance [1, 5, 25, 100]",
          ),
        ]
      : [];
  });
};

const rampBegins: Rule = ({ sound: { mode, limits } }) =>
  mode === "enforce" && limits?.ramp?.steps?.[0] === 0
    ? [
        warning(
          ["limits", "ramp", "steps", 0],
          "is 0, so enforce deletes nothing and no day can be clean",
          "begin with 1, or use dry-run",
        ),
      ]
    : [];

const hoursHaveALength: Rule = ({ sound: { limits } }) => {
  const { from, to } = limits?.hours ?? {};
  return from !== undefined && from === to
    ? [
        error(
          ["limits", "hours", "to"],
          "is the same as from",
          "let them differ; leave hours out to allow every time",
        ),
      ]
    : [];
};

export const limitRules: readonly Rule[] = [
  enforceMayDelete,
  shareIsSmall,
  shrinkIsSmall,
  rampGrows,
  rampBegins,
  hoursHaveALength,
];
