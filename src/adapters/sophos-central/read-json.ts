import type { Answered } from "./answer.ts";
import { clockFault, faultOf } from "./central-fault.ts";
import type { CentralConnection } from "./connection.ts";
import type { Purpose } from "./request-count.ts";
import { send, type Call } from "./request.ts";
import { retryRead, TRIES } from "./retry.ts";
import { invariant } from "../../core/model/invariant.ts";

/** What is to be read. */
export interface Reading {
  /** `https://host[:port]`. */
  readonly origin: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** X-Tenant-ID and its like: the token alone names no tenant. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly purpose: Purpose;
}

/** The JSON of a 2xx answer. Faults: CENTRAL_*, CLOCK_SKEW, CANCELLED; a 404 is CENTRAL_SHAPE. */
export async function readJson(
  connection: CentralConnection,
  reading: Reading,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const answer = await readAnswer(connection, reading, signal, () => false);
  invariant(answer !== "absent" && answer.body.kind === "json", "only JSON is handed on");
  return answer.body.value;
}

/** The same for one object by its id: a 404 of Central's own, not one that a proxy's page makes, is `absent`. */
export async function readJsonOrAbsent(
  connection: CentralConnection,
  reading: Reading,
  signal: AbortSignal | undefined,
): Promise<"absent" | { readonly value: unknown }> {
  const answer = await readAnswer(connection, reading, signal, saysAbsent);
  if (answer === "absent") return "absent";
  invariant(answer.body.kind === "json", "only JSON is handed on");
  return { value: answer.body.value };
}

/** Central's 404 comes with its JSON envelope, or with nothing at all; a page of HTML is somebody else's. */
export const saysAbsent = ({ status, body }: Answered): boolean =>
  status === 404 && (body.kind === "json" || body.kind === "empty");

async function readAnswer(
  connection: CentralConnection,
  reading: Reading,
  signal: AbortSignal | undefined,
  absent: (answer: Answered) => boolean,
): Promise<Answered | "absent"> {
  const { wire, random, hosts } = connection;
  const url = new URL(reading.path, reading.origin);
  url.search = new URLSearchParams(reading.query).toString();
  const call = { method: "GET", url, purpose: reading.purpose, headers: reading.headers ?? {} } as const;
  return retryRead(
    { clock: wire.clock, random, budget: wire.budget, tries: () => (hosts.isLost(url.host) ? 1 : TRIES) },
    async (nth) => {
      if (nth > 0) wire.count.retried();
      const answer = await sendWithToken(connection, call, signal);
      invariant(answer.kind !== "too_late", "a read has no deadline");
      if (answer.kind !== "answered") {
        if (nth + 1 >= TRIES) hosts.lost(url.host);
        throw faultOf(answer, url.host);
      }
      hosts.answered(url.host);
      const skewed = clockFault(answer, url.host);
      if (skewed !== undefined) throw skewed;
      if (absent(answer)) return "absent";
      if (answer.status < 200 || answer.status > 299 || answer.body.kind !== "json")
        throw faultOf(answer, url.host);
      return answer;
    },
    signal,
  );
}

/** Sends with the token; a 401 gets a new one and is sent once more: it was refused at the door, so nothing was done. */
export async function sendWithToken(
  { wire, tokens }: CentralConnection,
  call: Omit<Call, "token">,
  signal: AbortSignal | undefined,
): Promise<Awaited<ReturnType<typeof send>>> {
  const token = await tokens.current(signal);
  const answer = await send(wire, { ...call, token }, signal);
  if (answer.kind !== "answered" || answer.status !== 401) return answer;
  const renewed = await tokens.renew(token, signal);
  wire.count.retried();
  return send(wire, { ...call, token: renewed }, signal);
}
