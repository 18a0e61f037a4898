import type { Fact } from "../ledger/fact.ts";
import { cut } from "./ascii-json.ts";

// One event has to fit into 8 kB, which is what a syslog receiver should take (RFC 5425 4.3.1).
/** Bytes of one text of a fact. */
export const LONGEST_TEXT = 300;
const LONGEST_WORD = 60;
const MOST_WORDS = 12;

export type Detail = string | number | boolean | readonly string[];

/** The plain fields of a fact by their own names, texts cut to what an event has room for; what has parts is told in its sentence. */
export function detailsOf({ kind: _kind, ...fields }: Fact): Readonly<Record<string, Detail>> {
  const details: Record<string, Detail> = {};
  for (const [name, value] of Object.entries(fields) as readonly (readonly [string, unknown])[]) {
    if (typeof value === "number" || typeof value === "boolean") details[name] = value;
    else if (typeof value === "string") details[name] = cut(value, LONGEST_TEXT);
    else if (isTexts(value))
      details[name] = value.slice(0, MOST_WORDS).map((word) => cut(word, LONGEST_WORD));
  }
  return details;
}

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === "string");
