import type { CaseEvent, Change } from "./case.ts";

/** One step of a case in a few words, as its timeline tells it. */
export function caseEventText(event: CaseEvent): string {
  switch (event.kind) {
    case "opened":
      return `opened: ${[event.cause, ...event.reasons].join(", ")}`;
    case "asked_anew":
      return `the evidence changed, asked anew${changeText(event.change)}`;
    case "reopened":
      return `opened again (${event.because})${changeText(event.change)}`;
    case "answered": {
      const second = event.complete ? "" : ", a second person has to agree";
      return `${event.answer} by ${event.by} through ${event.channel}${second}: ${event.reason}`;
    }
    case "expired":
      return "no answer in time, which is a no";
    case "closed":
      return `closed (${event.because})`;
    case "retired":
      return "deleted and gone";
    case "commented":
      return `${event.by} through ${event.channel}: ${event.text}`;
    case "assigned":
      return `assigned to ${event.to ?? "nobody"} by ${event.by}`;
  }
}

const changeText = ({ arose, went }: Change): string => {
  const parts = [...arose.map((code) => `+${code}`), ...went.map((code) => `-${code}`)];
  return parts.length === 0 ? "" : `: ${parts.join(" ")}`;
};
