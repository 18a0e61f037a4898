import type { CasePage } from "../../../api/cases.ts";
import { wordsOf } from "../../parts/words.ts";
import type * as z from "zod";

type Shown = z.output<typeof CasePage>;

/** What is different since a person opened the dialog, in sentences; none where nothing that matters to an answer has moved. */
export function whatChanged(before: Shown, now: Shown): readonly string[] {
  const told: string[] = [];
  if (now.case.state !== before.case.state) {
    told.push(`It was ${before.case.state} and is ${now.case.state}.`);
  }
  if (now.case.evidenceHash !== before.case.evidenceHash) {
    const had = new Set(before.case.reasons.map(({ code }) => code));
    const has = new Set(now.case.reasons.map(({ code }) => code));
    const arose = [...has].filter((code) => !had.has(code));
    const went = [...had].filter((code) => !has.has(code));
    told.push(
      arose.length + went.length === 0
        ? "Its evidence is another."
        : [
            ...(arose.length > 0 ? [`New doubt: ${arose.map(wordsOf).join(", ")}.`] : []),
            ...(went.length > 0 ? [`No longer in doubt: ${went.map(wordsOf).join(", ")}.`] : []),
          ].join(" "),
    );
  }
  for (const { by, reason } of now.case.agreements.slice(before.case.agreements.length)) {
    told.push(`${by} agreed: “${reason}”`);
  }
  if (now.outdated && !before.outdated) told.push("Its evidence is outdated: it is asked anew before long.");
  if (told.length === 0 && now.case.version !== before.case.version) {
    told.push("Somebody commented on it, or took it over.");
  }
  return told;
}
