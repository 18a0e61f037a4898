import { canonical } from "../model/canonical.ts";
import type { Hash } from "../model/ids.ts";
import type { Case } from "./case.ts";

/** So many hex digits of the digest tell one question from every other that a desk will ever see. */
const DIGITS = 32;

/**
 * The mark of what a case asks now: its doubts, the evidence they rest on, and when that was put. A ticket shows it, and an
 * answer in the ticket holds for this question and for no other: one that is put anew, even with the same words, has another.
 */
export function questionOf(
  { cause, reasons, evidenceHash, askedAt }: Pick<Case, "cause" | "reasons" | "evidenceHash" | "askedAt">,
  hash: Hash,
): string {
  const codes = reasons.map(({ code }) => code);
  return hash(canonical({ cause, codes, evidenceHash, askedAt })).slice(0, DIGITS);
}

/**
 * The mark of all that is asked in a tenant: another one as soon as a case is opened, is answered, or asks something else.
 * @param open its open cases, in any order
 */
export function tenantQuestionOf(
  open: readonly (Parameters<typeof questionOf>[0] & { readonly number: number })[],
  hash: Hash,
): string {
  const asked = [...open]
    .sort((a, b) => a.number - b.number)
    .map((one) => [one.number, questionOf(one, hash)]);
  return hash(canonical(asked)).slice(0, DIGITS);
}
