// Whoever sends decisions, as the other side of the wire would write it.
import { signWebhook, verifyWebhook, webhookSecret } from "../../src/adapters/system/standard-webhook.ts";
import type { ApiCall } from "../../src/server/api-call.ts";
import type { Hook } from "../../src/server/hook.ts";

export const aSecret = (letter: string): string =>
  `whsec_${Buffer.from(letter.repeat(32)).toString("base64")}`;

const bytesOf = (text: string): Buffer => {
  const bytes = webhookSecret(text);
  if (bytes === undefined) throw new Error("that is no secret");
  return bytes;
};

/** A hook of this secret, at the test's own time. */
export const aHook = (name: string, secret: string, may: Hook["may"], nowMs: () => number): Hook => ({
  name,
  may,
  verify: (headers, signed) => verifyWebhook([bytesOf(secret)], headers, signed, nowMs()),
});

export interface Sending {
  readonly secret: string;
  readonly id: string;
  readonly atMs: number;
}

/** A decision, signed. */
export function signedPost(number: number, decision: unknown, { secret, id, atMs }: Sending): ApiCall {
  const body = Buffer.from(typeof decision === "string" ? decision : JSON.stringify(decision));
  return {
    method: "POST",
    target: `/api/v1/cases/${number}/decisions`,
    headers: {
      "content-type": "application/json",
      ...signWebhook([bytesOf(secret)], { id, atMs, body }),
    },
    body,
  };
}

/** A question, signed: method and target stand for the body that it has not. */
export const signedGet = (target: string, { secret, id, atMs }: Sending): ApiCall => ({
  method: "GET",
  target,
  headers: { ...signWebhook([bytesOf(secret)], { id, atMs, body: `GET ${target}` }) },
  body: new Uint8Array(),
});
