import { Fault } from "../../ports/fault.ts";

export const REDACTED = "[redacted]";

// By part of the name, in any case and spelling: `clientSecret`, `client_secret`, `x-api-key`, `Proxy-Authorization` …
const SECRET_KEY = /authori[sz]ation|secret|passw|passphrase|token|credential|cookie|apikey|privatekey|jwt/;

const isSecretKey = (key: string): boolean => SECRET_KEY.test(key.toLowerCase().replaceAll(/[^a-z]/g, ""));

// What a text may carry in passing: the user part of a URL, and an Authorization value.
const URL_USER = /(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi;
const BEARER = /\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi;

const cleanText = (text: string): string =>
  text.replaceAll(URL_USER, `$1${REDACTED}@`).replaceAll(BEARER, `$1 ${REDACTED}`);

/** Deep enough for what we log; what lies deeper is not printed, so that it cannot hide a secret. */
const DEEPEST = 6;

/**
 * A copy of what is to be logged, without secrets: values under secret-like names at any depth, and credentials in URLs and
 * Authorization values in any text. An error becomes its name, code, message and causes: its other properties may carry the
 * parameters of a query or the headers of a request.
 */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return cleanText(value);
  if (typeof value === "bigint") return value.toString();
  if (typeof value !== "object" || value === null) return value;
  if (depth >= DEEPEST) return "[deeper]";
  if (value instanceof Error) return redactError(value, depth);
  if (Array.isArray(value)) return value.map((element) => redact(element, depth + 1));
  if (value instanceof Set) return redact([...value], depth);
  // As an object, so that its keys count as names.
  if (value instanceof Map)
    return redact(Object.fromEntries([...value].map(([key, field]) => [String(key), field])), depth);
  // A value that says how it prints, as a secret's wrapper does, is taken at its word.
  if ("toJSON" in value && typeof value.toJSON === "function")
    return redact((value as { toJSON(): unknown }).toJSON(), depth + 1);
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [
      key,
      isSecretKey(key) ? REDACTED : redact(field, depth + 1),
    ]),
  );
}

function redactError(error: Error, depth: number): unknown {
  return {
    name: error.name,
    ...("code" in error && { code: redact(error.code, depth + 1) }),
    message: cleanText(error.message),
    ...(error instanceof Fault && { details: redact(error.details, depth + 1) }),
    ...(error.cause !== undefined && { cause: redact(error.cause, depth + 1) }),
  };
}
