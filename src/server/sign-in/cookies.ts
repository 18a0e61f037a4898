import * as z from "zod";
import type { Departure } from "../../ports/identity-provider.ts";

/** How long somebody may take at the identity provider. */
const DEPARTURE_S = 10 * 60;

/**
 * The two cookies of a browser: who is signed in, and a departure to the identity provider. Over https their names begin with
 * `__Host-`, which ties them to this very host, however a neighbour of its domain would set them (RFC 6265bis, 4.1.3.2).
 */
export interface Cookies {
  sessionOf(headers: Headers): string | undefined;
  departureOf(headers: Headers, nowMs: number): KeptDeparture | undefined;
  setSession(id: string): string;
  clearSession(): string;
  setDeparture(departure: KeptDeparture): string;
  clearDeparture(): string;
}

/** What the browser keeps of a departure, and where its owner wanted to go. */
export interface KeptDeparture extends Departure {
  readonly to: string;
  readonly begunMs: number;
}

const KeptDeparture = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  to: z.string(),
  begunMs: z.number(),
});

/** 256 bits in base64url: anything else was never an id of ours. */
const SESSION_ID = /^[\w-]{43}$/;

/** @param origin what browsers call us */
export function cookiesOf(origin: string): Cookies {
  const secure = origin.startsWith("https:");
  const prefix = secure ? "__Host-" : "";
  const session = `${prefix}rollcall`;
  const departure = `${prefix}rollcall-departure`;
  // Lax, since the way back from the identity provider begins on its site.
  const flags = `Path=/; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`;
  const set = (name: string, value: string, more = ""): string => `${name}=${value}; ${flags}${more}`;
  const gone = (name: string): string => set(name, "", "; Max-Age=0");
  return {
    sessionOf: (headers) => {
      const id = valueOf(headers, session);
      return id !== undefined && SESSION_ID.test(id) ? id : undefined;
    },
    departureOf: (headers, nowMs) => {
      const kept = readDeparture(valueOf(headers, departure));
      return kept !== undefined && nowMs - kept.begunMs < DEPARTURE_S * 1_000 ? kept : undefined;
    },
    setSession: (id) => set(session, id),
    clearSession: () => gone(session),
    setDeparture: (kept) =>
      set(departure, Buffer.from(JSON.stringify(kept)).toString("base64url"), `; Max-Age=${DEPARTURE_S}`),
    clearDeparture: () => gone(departure),
  };
}

const valueOf = (headers: Headers, name: string): string | undefined =>
  headers
    .get("cookie")
    ?.split(";")
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1);

/** It comes from a browser, which may send anything. */
function readDeparture(value: string | undefined): KeptDeparture | undefined {
  if (value === undefined) return undefined;
  try {
    const read = KeptDeparture.safeParse(JSON.parse(Buffer.from(value, "base64url").toString("utf8")));
    return read.success ? read.data : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
