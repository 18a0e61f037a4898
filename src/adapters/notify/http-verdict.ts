import type { HttpAnswer } from "../system/http-call.ts";
import { SENT, trouble, type Sent } from "./messenger.ts";

/** What an answer to a message means, as webhooks answer; what is special about one receiver it looks at before. */
export function httpVerdict(answer: HttpAnswer): Sent {
  if (answer.kind === "unanswered") {
    if (answer.trouble.tls) return trouble("untrusted");
    return trouble(answer.trouble.unsent ? "unreachable" : "broken_off");
  }
  const { status, retryAfterMs } = answer;
  if (status >= 200 && status < 300) return SENT;
  if (status === 429 || status === 503) return trouble("busy", retryAfterMs);
  if (status >= 500) return trouble("server_error", retryAfterMs);
  if (status === 401 || status === 403) return trouble("unauthorised");
  // Moved, not there, not for this method, gone for good: the address is wrong now.
  if (status < 400 || status === 404 || status === 405 || status === 410) return trouble("misdirected");
  return { kind: "refused", code: `http_${status}` };
}
