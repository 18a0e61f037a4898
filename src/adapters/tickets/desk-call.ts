import type * as z from "zod";
import type { HttpAnswer, HttpCall, HttpService } from "../system/http-call.ts";
import { httpClass, type HttpClass } from "../system/http-class.ts";
import { Fault, type FaultCode } from "../../ports/fault.ts";

/** What a desk said to a read that it carried out. */
export type DeskRead =
  | { readonly kind: "json"; readonly value: unknown }
  | { readonly kind: "absent" }
  | { readonly kind: "forbidden" };

/** What became of a write. `unclear`: it may have been carried out. */
export type DeskWrite =
  | { readonly kind: "done"; readonly value: unknown; readonly headers: Readonly<Record<string, string>> }
  | { readonly kind: "refused" | "unclear"; readonly why: string };

type Answered = Extract<HttpAnswer, { kind: "answered" }>;

/** One read. What the desk does not allow and does not have are values. Faults: TICKET_*, CANCELLED. */
export async function deskRead(http: HttpService, call: HttpCall, signal: AbortSignal): Promise<DeskRead> {
  const answer = await http.call(call, signal);
  const found = httpClass(answer);
  if (answer.kind === "answered") {
    if (found === "done") return { kind: "json", value: jsonOf(http, answer) };
    // A page of a proxy is no word of the desk's.
    if (found === "absent" && isJson(answer)) return { kind: "absent" };
    if (answer.status === 403 && isJson(answer)) return { kind: "forbidden" };
  }
  throw faultOf(http, answer, found);
}

/** One write, sent once. An answer that is not legible proves nothing. Faults: TICKET_AUTH, TICKET_TLS, CANCELLED. */
export async function deskWrite(http: HttpService, call: HttpCall, signal: AbortSignal): Promise<DeskWrite> {
  const answer = await http.call(call, signal);
  const found = httpClass(answer);
  if (answer.kind === "unanswered") {
    const { code, unsent } = answer.trouble;
    if (found === "untrusted" && unsent) throw faultOf(http, answer, found);
    return { kind: unsent ? "refused" : "unclear", why: `${http.host} did not answer (${code})` };
  }
  const why = `${http.host} answered ${answer.status}`;
  if (answer.status === 401) throw faultOf(http, answer, found);
  if (found === "done") {
    if (answer.text.trim() === "") return { kind: "done", value: undefined, headers: answer.headers };
    return isJson(answer)
      ? { kind: "done", value: JSON.parse(answer.text) as unknown, headers: answer.headers }
      : { kind: "unclear", why: `${why} with something else than JSON` };
  }
  // Whoever stands before the desk may answer in its place: only the desk's own no is one.
  return { kind: found === "unclear" || !isJson(answer) ? "unclear" : "refused", why };
}

/** The fault of an answer whose shape is not the documented one. */
export const shapeFault = (http: Pick<HttpService, "host">, what: string): Fault =>
  new Fault("TICKET_SHAPE", `The service desk ${http.host} answered something unexpected: ${what}.`, {
    host: http.host,
  });

/** What a schema makes of an answer. Fault: TICKET_SHAPE. */
export const parsedBy =
  (http: Pick<HttpService, "host">) =>
  <T extends z.ZodType>(schema: T, value: unknown): z.output<T> => {
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    throw shapeFault(http, result.error.issues[0]?.path.join(".") ?? "another shape");
  };

function jsonOf(http: HttpService, answer: Answered): unknown {
  if (!isJson(answer)) throw shapeFault(http, "no JSON");
  return JSON.parse(answer.text) as unknown;
}

function isJson({ text }: Answered): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const CODES: Readonly<Record<HttpClass, FaultCode>> = {
  done: "TICKET_SHAPE",
  retry: "TICKET_UNREACHABLE",
  unclear: "TICKET_UNREACHABLE",
  unauthorised: "TICKET_AUTH",
  untrusted: "TICKET_TLS",
  misdirected: "TICKET_SHAPE",
  absent: "TICKET_SHAPE",
  refused: "TICKET_SHAPE",
};

function faultOf({ host }: HttpService, answer: HttpAnswer, found: HttpClass): Fault {
  if (answer.kind === "unanswered") {
    const { code } = answer.trouble;
    return new Fault(CODES[found], `The service desk ${host} cannot be reached (${code}).`, { host, code });
  }
  const { status, retryAfterMs } = answer;
  const code = status === 429 ? "TICKET_THROTTLED" : CODES[found];
  return new Fault(code, `The service desk ${host} answered ${status}.`, { host, status, retryAfterMs });
}
