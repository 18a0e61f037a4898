// What the network did to a request, told from error codes only: never from messages.

/** Why no whole answer came. */
export interface Trouble {
  /** The system's or library's own code, such as ECONNREFUSED. */
  readonly code: string;
  /** The certificate or the handshake was the reason. */
  readonly tls: boolean;
  /** It is certain that no byte of the request left: the connection never opened. */
  readonly unsent: boolean;
}

// Certificate verdicts (Node, "X509 certificate error codes"): they fall before anything is sent.
const CERTIFICATE =
  /^(CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|INVALID_CA$|INVALID_PURPOSE$|HOSTNAME_MISMATCH$|PATH_LENGTH_EXCEEDED$|ERR_TLS_CERT_)/;
const HANDSHAKE = /^(ERR_SSL_|ERR_TLS_|EPROTO$)/;
const CONNECTING = new Set(["connect", "getaddrinfo"]);
const NEVER_OPENED = new Set([
  "UND_ERR_CONNECT_TIMEOUT",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ECONNREFUSED",
  "UND_ERR_PRX_TLS",
]);

interface SystemError {
  readonly code?: unknown;
  readonly syscall?: unknown;
  readonly errors?: unknown;
  readonly cause?: unknown;
}

/** Names what an error of the transport means. An error without a code is UNKNOWN and counts as sent. */
export function troubleOf(error: unknown): Trouble {
  for (const one of chain(error)) {
    if (typeof one.code !== "string") continue;
    const { code } = one;
    if (CERTIFICATE.test(code)) return { code, tls: true, unsent: true };
    if (HANDSHAKE.test(code)) return { code, tls: true, unsent: false };
    const connecting = typeof one.syscall === "string" && CONNECTING.has(one.syscall);
    if (connecting || NEVER_OPENED.has(code)) return { code, tls: false, unsent: true };
  }
  const code = chain(error).find((one) => typeof one.code === "string")?.code;
  return { code: typeof code === "string" ? code : "UNKNOWN", tls: false, unsent: false };
}

// Codes of undici and Node, and our own for the whole request.
const TOO_LONG = new Set(["TIMED_OUT", "UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT", "ETIMEDOUT"]);

/** What broke a request that had left. */
export const brokenBy = ({ code }: Pick<Trouble, "code">): "timeout" | "reset" =>
  TOO_LONG.has(code) ? "timeout" : "reset";

/** The error and what it was made from: its cause, and the first of several addresses tried. Five deep is deep enough. */
function chain(error: unknown, depth = 5): readonly SystemError[] {
  if (typeof error !== "object" || error === null || depth === 0) return [];
  const one: SystemError = error;
  const first: unknown = Array.isArray(one.errors) ? one.errors[0] : undefined;
  return [one, ...chain(first, depth - 1), ...chain(one.cause, depth - 1)];
}
