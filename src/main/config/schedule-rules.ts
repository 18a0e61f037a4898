import { error, type Rule } from "./rule.ts";

/** A slot is known by its entry's name and its time. */
const eachEntryItsName: Rule = ({ sound: { schedule } }) => {
  const names = (schedule ?? []).map((entry) => entry?.name?.toLowerCase());
  return names.flatMap((name, index) =>
    name !== undefined && names.indexOf(name) < index
      ? [error(["schedule", index, "name"], "is another entry's name too", "give each entry its own")]
      : [],
  );
};

export const scheduleRules: readonly Rule[] = [eachEntryItsName];
