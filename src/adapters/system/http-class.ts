import type { HttpAnswer } from "./http-call.ts";

/**
 * What an answer means for what to do next:
 * - done: 2xx
 * - retry: certainly nothing was done, and later it may be (never sent; 429)
 * - unclear: it may have been done (5xx, 408, an answer that broke off): a read may be tried again, a write has to be looked up
 * - unauthorised: 401, 403, 407
 * - untrusted: the certificate or the handshake
 * - misdirected: a redirect, which is not followed
 * - absent: 404, 410
 * - refused: any other 4xx: the same call will be refused again
 */
export type HttpClass =
  | "done"
  | "retry"
  | "unclear"
  | "unauthorised"
  | "untrusted"
  | "misdirected"
  | "absent"
  | "refused";

const UNAUTHORISED = new Set([401, 403, 407]);
const ABSENT = new Set([404, 410]);

/** The class of an answer. */
export function httpClass(answer: HttpAnswer): HttpClass {
  if (answer.kind === "unanswered") {
    if (answer.trouble.tls) return "untrusted";
    return answer.trouble.unsent ? "retry" : "unclear";
  }
  const { status } = answer;
  if (status >= 200 && status <= 299) return "done";
  if (status < 400) return "misdirected";
  if (UNAUTHORISED.has(status)) return "unauthorised";
  if (ABSENT.has(status)) return "absent";
  if (status === 429) return "retry";
  return status === 408 || status >= 500 ? "unclear" : "refused";
}
