import type { ReasonEvidence } from "../../core/assess/reason.ts";

/** What a reason rests on, one text a fact; foreign text in it is as it came. */
export const factTexts = (evidence: ReasonEvidence): readonly string[] =>
  Object.entries(evidence).map(([name, value]) => `${name}: ${valueText(value)}`);

const valueText = (value: ReasonEvidence[string]): string => {
  if (typeof value !== "object") return String(value);
  return value.length === 0 ? "none" : value.join(", ");
};

/** An unknown value is told as what it is: an empty place would read as "none". */
export const unknownText = ({ unknown }: { readonly unknown: string }): string => `(${unknown})`;
