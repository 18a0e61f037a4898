import type { SinkTrouble, SinkTroubleCode } from "../../ports/event-sink.ts";
import type { HttpAnswer } from "../system/http-call.ts";
import { httpClass } from "../system/http-class.ts";

/** What an answer that took nothing means for the sink, as far as HTTP alone says. */
export function httpTrouble(answer: HttpAnswer): SinkTrouble {
  if (answer.kind === "unanswered") {
    const { tls, unsent } = answer.trouble;
    return { code: tls ? "untrusted" : unsent ? "unreachable" : "broken_off" };
  }
  return { code: codeOf(answer), retryAfterMs: answer.retryAfterMs };
}

function codeOf(answer: Extract<HttpAnswer, { kind: "answered" }>): SinkTroubleCode {
  switch (httpClass(answer)) {
    case "done":
      return "answer_not_understood";
    case "retry":
      return "busy";
    case "unclear":
      return answer.status === 503 ? "busy" : "server_error";
    case "unauthorised":
      return "unauthorised";
    case "untrusted":
      return "untrusted";
    case "misdirected":
      return "misdirected";
    case "absent":
    case "refused":
      return "misconfigured";
  }
}

/** The JSON object of an answer; undefined when it is none. */
export function jsonObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}
