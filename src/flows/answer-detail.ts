import type { RemovalAnswer } from "../core/retire/outcome.ts";

/** What there is to say of an answer beyond its outcome, in a few words free of secrets; undefined when nothing. */
export function answerDetail(answer: RemovalAnswer): string | undefined {
  switch (answer.kind) {
    case "refused": {
      const id = answer.correlationId === undefined ? "" : `, correlation id ${answer.correlationId}`;
      return `Central answered ${answer.status}${id}`;
    }
    case "unclear":
    case "not_sent":
      return answer.why;
    case "throttled":
      return "Central answered 429";
    case "not_deleted":
      return "Central answered deleted:false";
    case "deleted":
    case "absent":
    case "withheld":
      return undefined;
  }
}
