import { formatInstant, type Instant } from "../model/instant.ts";
import type { Change } from "../review/case.ts";
import type { Fact } from "./fact.ts";

type CaseFact = Extract<Fact, { readonly kind: `case_${string}` }>;

/** A step of a case as one short sentence. @param device the endpoint, in words */
export function caseText(fact: CaseFact, device: string): string {
  const one = `Case ${fact.case} of ${device}`;
  switch (fact.kind) {
    case "case_opened":
      return `${one} was opened: ${[fact.cause, ...fact.reasons].join(", ")}.`;
    case "case_asked_anew":
      return `${one} was put anew, since its evidence changed${changeText(fact.change)}.`;
    case "case_reopened":
      return `${one} was opened again (${fact.because})${changeText(fact.change)}.`;
    case "case_answered":
      return `${one} ${ANSWERS[fact.answer]} by ${fact.by} through ${fact.channel}${endText(fact.until)}${fact.complete ? "" : ", and waits for a second person"}: ${fact.reason}.`;
    case "case_expired":
      return `${one} expired without an answer, which is a no.`;
    case "case_closed":
      return `${one} was closed (${fact.because}).`;
    case "case_commented":
      return `${one} was commented on by ${fact.by}: ${fact.text}.`;
    case "case_assigned":
      return `${one} was assigned to ${fact.to ?? "nobody"} by ${fact.by}.`;
  }
}

const ANSWERS = {
  approve: "was approved",
  keep: "was answered with keep",
  hold: "was answered with a hold",
} as const;

const endText = (until: Instant | undefined): string =>
  until === undefined ? "" : ` until ${formatInstant(until)}`;

const changeText = ({ arose, went }: Change): string => {
  const parts = [...arose.map((code) => `+${code}`), ...went.map((code) => `-${code}`)];
  return parts.length === 0 ? "" : `: ${parts.join(" ")}`;
};
