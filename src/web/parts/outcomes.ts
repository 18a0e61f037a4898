import { count, wordsOf } from "./words.ts";

/** How the items of a plan ended, in a line; the words for it where nothing was done yet. */
export function outcomesText(outcomes: Readonly<Record<string, number>>, none: string): string {
  const entries = Object.entries(outcomes).filter(([, items]) => items > 0);
  return entries.length === 0
    ? none
    : entries.map(([code, items]) => `${count(items)} ${wordsOf(code).toLowerCase()}`).join(", ");
}
