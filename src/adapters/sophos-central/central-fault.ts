import { MINUTE } from "../../core/model/instant.ts";
import { Fault, type FaultDetails } from "../../ports/fault.ts";
import type { Answer, Answered } from "./answer.ts";
import { brokenBy, type Trouble } from "../system/trouble.ts";

// One sentence for each way a request can fail, so that a wrong secret, authority, host or right are told apart.

/** A clock that is off by more reads every lastSeenAt wrong (product rule). */
export const LARGEST_SKEW = 5 * MINUTE;

/** What an unexpected ending of a read means; `host` is where it was sent. */
export function faultOf(answer: Exclude<Answer, { kind: "too_late" }>, host: string): Fault {
  return answer.kind === "answered" ? faultOfStatus(answer, host) : faultOfTrouble(answer.trouble, host);
}

/** CLOCK_SKEW when the answer's Date and our clock are too far apart; undefined otherwise, or without a Date. */
export function clockFault({ skewMs }: Answered, host: string): Fault | undefined {
  if (skewMs === undefined || Math.abs(skewMs) <= LARGEST_SKEW) return undefined;
  const seconds = Math.round(Math.abs(skewMs) / 1_000);
  const side = skewMs > 0 ? "ahead of" : "behind";
  return new Fault("CLOCK_SKEW", `This machine's clock is ${seconds} s ${side} Sophos Central (${host}).`, {
    host,
    skewMs,
  });
}

export function faultOfTrouble(trouble: Trouble, host: string): Fault {
  const { code, tls, unsent } = trouble;
  const details = { host, reason: code, broken: unsent ? undefined : brokenBy(trouble) };
  if (tls) return new Fault("CENTRAL_TLS", `${certificate(code)} (${host}, ${code}).`, details);
  return new Fault("CENTRAL_UNREACHABLE", `Sophos Central ${unreachable(code)} (${host}, ${code}).`, details);
}

function certificate(code: string): string {
  switch (code) {
    case "ERR_TLS_CERT_ALTNAME_INVALID":
    case "HOSTNAME_MISMATCH":
      return "Sophos Central's certificate is for another host name";
    case "CERT_HAS_EXPIRED":
    case "CERT_NOT_YET_VALID":
      return "Sophos Central's certificate is not valid at this time";
    default:
      return "Sophos Central's certificate is not signed by an authority that is trusted here";
  }
}

function unreachable(code: string): string {
  switch (code) {
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return "cannot be reached: its host name does not resolve";
    case "ECONNREFUSED":
      return "cannot be reached: nothing listens there";
    case "UND_ERR_CONNECT_TIMEOUT":
    case "ETIMEDOUT":
      return "cannot be reached: the connection does not open in time";
    case "TIMED_OUT":
    case "UND_ERR_HEADERS_TIMEOUT":
    case "UND_ERR_BODY_TIMEOUT":
      return "did not answer in time";
    default:
      return "cannot be reached, or the connection broke";
  }
}

function faultOfStatus(answer: Answered, host: string): Fault {
  const { status, body, correlationId, errorCode, retryAfterMs } = answer;
  const details: FaultDetails = { host, status, correlationId, errorCode, retryAfterMs };
  if (status === 401)
    return new Fault(
      "CENTRAL_AUTH",
      `Sophos Central refuses the token, a fresh one too (${host}, 401).`,
      details,
    );
  if (status === 403)
    return new Fault(
      "CENTRAL_FORBIDDEN",
      `Sophos Central does not allow this credential that (${host}, 403).`,
      details,
    );
  if (status === 429)
    return new Fault(
      "CENTRAL_THROTTLED",
      `Sophos Central allows no more requests now (${host}, 429).`,
      details,
    );
  if (status >= 500)
    return new Fault("CENTRAL_SERVER_ERROR", `Sophos Central failed (${host}, ${status}).`, details);
  if (status >= 300 && status < 400)
    return new Fault(
      "CENTRAL_SHAPE",
      `Sophos Central answered with a redirect, which is not followed (${host}, ${status}).`,
      details,
    );
  if (status >= 400)
    return new Fault(
      "CENTRAL_SHAPE",
      `Sophos Central does not accept the request (${host}, ${status}).`,
      details,
    );
  if (body.kind === "cut") return faultOfTrouble(body.trouble, host);
  const what = body.kind === "too_large" ? "is larger than any page" : "is not JSON";
  return new Fault("CENTRAL_SHAPE", `Sophos Central's answer ${what} (${host}, ${status}).`, {
    ...details,
    illegible: body.kind === "text" || body.kind === "empty",
  });
}

/** An answer that is JSON and still not what the API promises. */
export const shapeFault = (what: string, host: string): Fault =>
  new Fault("CENTRAL_SHAPE", `Sophos Central answered something else than ${what} (${host}).`, { host });
