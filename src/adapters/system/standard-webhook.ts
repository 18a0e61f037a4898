// Standard Webhooks (standardwebhooks.com), symmetric scheme v1: signing and verifying over node:crypto. The npm package is forty
// lines over three packages, takes a text for the body and the machine's clock for the time; here the bytes as they came and
// the clock of the house are needed. It is the oracle of the test.
import { createHmac, timingSafeEqual } from "node:crypto";

/** How far a message's time may lie from ours, in seconds, both ways (the specification's recommendation). */
const TOLERANCE_S = 5 * 60;

/** Below 128 bits (NIST SP 800-107, 5.3.2) a signature proves nothing. */
const FEWEST_SECRET_BYTES = 16;
/** Long enough for every known sender (a UUID has 36, svix 31), and little enough to be a key. */
const LONGEST_ID = 200;

/** The bytes of a secret as people hold it: `whsec_` and base64, or base64 alone; undefined for what is none or too short to be one. */
export function webhookSecret(text: string): Buffer | undefined {
  const base64 = text.trim().replace(/^whsec_/, "");
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return undefined;
  const bytes = Buffer.from(base64, "base64");
  const again = bytes.toString("base64").replaceAll("=", "");
  return again === base64.replaceAll("=", "") && bytes.length >= FEWEST_SECRET_BYTES ? bytes : undefined;
}

/** The three headers of a message. */
export interface WebhookHeaders {
  readonly "webhook-id": string;
  readonly "webhook-timestamp": string;
  readonly "webhook-signature": string;
}

/**
 * Signs a message by every secret, the newest first: while they are exchanged, the receiver may know one of them only.
 * @param atMs milliseconds since 1970, UTC
 */
export function signWebhook(
  secrets: readonly Buffer[],
  { id, atMs, body }: { readonly id: string; readonly atMs: number; readonly body: Uint8Array | string },
): WebhookHeaders {
  const timestamp = String(Math.floor(atMs / 1_000));
  return {
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": secrets.map((secret) => signature(secret, id, timestamp, body)).join(" "),
  };
}

/** Why a message is not taken for one of whoever has the secret. */
export type WebhookRefusal = "signature_missing" | "signature_wrong" | "timestamp_too_far";

/**
 * Whether a message was signed by one of the secrets, lately. The signature is looked at before the time, so that nobody without
 * a secret learns anything of our clock.
 * @param headers by names in lower case
 * @param body the bytes as they came
 * @param nowMs milliseconds since 1970, UTC
 */
export function verifyWebhook(
  secrets: readonly Buffer[],
  headers: Readonly<Record<string, string | undefined>>,
  body: Uint8Array | string,
  nowMs: number,
):
  | { readonly kind: "signed"; readonly id: string }
  | { readonly kind: "refused"; readonly code: WebhookRefusal } {
  const id = headers["webhook-id"] ?? "";
  const timestamp = headers["webhook-timestamp"] ?? "";
  const signatures = headers["webhook-signature"] ?? "";
  // A full stop in an id would let one text be read as two messages.
  const readable = /^[\x21-\x7e]+$/.test(id) && !id.includes(".") && id.length <= LONGEST_ID;
  if (!readable || !/^\d{1,12}$/.test(timestamp) || signatures === "") return refused("signature_missing");
  // As texts, as the reference does: base64 that is padded or continued another way is another signature. Every pair is
  // compared, so that the time it takes does not tell which secret fitted.
  const given = signatures.split(" ").map((one) => Buffer.from(one));
  const fits = secrets
    .map((secret) => Buffer.from(signature(secret, id, timestamp, body)))
    .flatMap((expected) =>
      given.map((one) => one.length === expected.length && timingSafeEqual(one, expected)),
    )
    .some(Boolean);
  if (!fits) return refused("signature_wrong");
  return Math.abs(Math.floor(nowMs / 1_000) - Number(timestamp)) <= TOLERANCE_S
    ? { kind: "signed", id }
    : refused("timestamp_too_far");
}

const signature = (secret: Buffer, id: string, timestamp: string, body: Uint8Array | string): string =>
  `v1,${createHmac("sha256", secret).update(`${id}.${timestamp}.`).update(body).digest("base64")}`;

const refused = (code: WebhookRefusal): { readonly kind: "refused"; readonly code: WebhookRefusal } => ({
  kind: "refused",
  code,
});
