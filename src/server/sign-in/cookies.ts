import * as z from "zod";
import type { Errand } from "../../ports/identity-provider.ts";

/** How long somebody may take at the identity provider. */
const ERRAND_S = 10 * 60;

/**
 * The two cookies of a browser: who is signed in, and an errand to the identity provider. Over https their names begin with
 * `__Host-`, which ties them to this very host, however a neighbour of its domain would set them (RFC 6265bis, 4.1.3.2).
 */
export interface Cookies {
  sessionOf(headers: Headers): string | undefined;
  errandOf(headers: Headers, nowMs: number): KeptErrand | undefined;
  setSession(id: string): string;
  clearSession(): string;
  setErrand(errand: KeptErrand): string;
  clearErrand(): string;
}

/** What the browser keeps of an errand, and where its owner wanted to go. */
export interface KeptErrand extends Errand {
  readonly to: string;
  readonly begunMs: number;
}

const KeptErrand = z.object({
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
  const errand = `${prefix}rollcall-errand`;
  // Lax, since the way back from the identity provider begins on its site.
  const flags = `Path=/; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`;
  const set = (name: string, value: string, more = ""): string => `${name}=${value}; ${flags}${more}`;
  const gone = (name: string): string => set(name, "", "; Max-Age=0");
  return {
    sessionOf: (headers) => {
      const id = valueOf(headers, session);
      return id !== undefined && SESSION_ID.test(id) ? id : undefined;
    },
    errandOf: (headers, nowMs) => {
      const kept = readErrand(valueOf(headers, errand));
      return kept !== undefined && nowMs - kept.begunMs < ERRAND_S * 1_000 ? kept : undefined;
    },
    setSession: (id) => set(session, id),
    clearSession: () => gone(session),
    setErrand: (kept) =>
      set(errand, Buffer.from(JSON.stringify(kept)).toString("base64url"), `; Max-Age=${ERRAND_S}`),
    clearErrand: () => gone(errand),
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
function readErrand(value: string | undefined): KeptErrand | undefined {
  if (value === undefined) return undefined;
  try {
    const read = KeptErrand.safeParse(JSON.parse(Buffer.from(value, "base64url").toString("utf8")));
    return read.success ? read.data : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
