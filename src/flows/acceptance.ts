import { ACCEPTABLE, type AcceptableReason } from "../core/model/policy.ts";

const isAcceptableReason = (word: string): word is AcceptableReason =>
  (ACCEPTABLE as readonly string[]).includes(word);

/** Words as reasons that a policy may accept; the first that is none, and which there are. */
export function acceptance(words: readonly string[]): {
  readonly accepted: readonly AcceptableReason[];
  readonly unknown: string | undefined;
  readonly known: readonly AcceptableReason[];
} {
  return {
    accepted: words.filter(isAcceptableReason),
    unknown: words.find((word) => !isAcceptableReason(word)),
    known: ACCEPTABLE,
  };
}
