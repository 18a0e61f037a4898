// Held against the reference implementation of the standard: what it signs is taken, what we sign it takes.
import fc from "fast-check";
import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { signWebhook, verifyWebhook, webhookSecret } from "./standard-webhook.ts";

const TEXT = "whsec_c2VjcmV0LXNlY3JldC1zZWNyZXQtMjQ=";
const OTHER = `whsec_${Buffer.from("another-secret-of-32-bytes-here!").toString("base64")}`;
const bytes = (text: string): Buffer => webhookSecret(text) ?? expect.fail("a secret");
const NOW = Date.now();
const BODY = '{"decision":"keep"}';
const signed = (atMs = NOW, secrets = [bytes(TEXT)], id = "msg_1") =>
  signWebhook(secrets, { id, atMs, body: BODY });
const verdict = (headers: Readonly<Record<string, string>>, body = BODY, nowMs = NOW) =>
  verifyWebhook([bytes(TEXT)], headers, body, nowMs);
const refused = (code: string) => ({ kind: "refused", code });

describe("a Standard Webhooks message", () => {
  it("is signed as the reference signs it, and each takes the other's", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme" }),
        fc.uuid(),
        fc.uint8Array({ minLength: 24, maxLength: 64 }),
        (body, id, key) => {
          const text = `whsec_${Buffer.from(key).toString("base64")}`;
          const reference = new Webhook(text);
          const ours = signWebhook([bytes(text)], { id, atMs: NOW, body });
          expect(ours["webhook-signature"]).toBe(reference.sign(id, new Date(NOW), body));
          expect(verifyWebhook([bytes(text)], { ...ours }, Buffer.from(body), NOW)).toStrictEqual({
            kind: "signed",
            id,
          });
          // It parses what it takes.
          const json = JSON.stringify(body);
          const headers = { ...signWebhook([bytes(text)], { id, atMs: NOW, body: json }) };
          expect(reference.verify(json, headers)).toBe(body);
        },
      ),
      { numRuns: 50 },
    );
  });

  it("is refused when a byte of its body, its id, its time or its secret is another", () => {
    expect(verdict({ ...signed() })).toStrictEqual({ kind: "signed", id: "msg_1" });
    expect(verdict({ ...signed() }, `${BODY} `)).toStrictEqual(refused("signature_wrong"));
    expect(verdict({ ...signed(), "webhook-id": "msg_2" })).toStrictEqual(refused("signature_wrong"));
    const later = String(Math.floor(NOW / 1_000) + 1);
    expect(verdict({ ...signed(), "webhook-timestamp": later })).toStrictEqual(refused("signature_wrong"));
    expect(verdict({ ...signed(NOW, [bytes(OTHER)]) })).toStrictEqual(refused("signature_wrong"));
  });

  it("cannot be cut into an id and a time at another place", () => {
    const stamp = String(Math.floor(NOW / 1_000));
    const all = { ...signed(NOW, [bytes(TEXT)], `msg.${stamp}`) };
    expect(verdict(all)).toStrictEqual(refused("signature_missing"));
  });

  it("is taken by either secret while they are exchanged, on both sides", () => {
    const headers = { ...signed(NOW, [bytes(OTHER), bytes(TEXT)]) };
    expect(headers["webhook-signature"].split(" ")).toHaveLength(2);
    expect(verdict(headers).kind).toBe("signed");
    expect(verifyWebhook([bytes(OTHER), bytes(TEXT)], { ...signed() }, BODY, NOW).kind).toBe("signed");
  });

  it("holds for five minutes, both ways", () => {
    expect(verdict({ ...signed() }, BODY, NOW + 299_000).kind).toBe("signed");
    expect(verdict({ ...signed() }, BODY, NOW + 302_000)).toStrictEqual(refused("timestamp_too_far"));
    expect(verdict({ ...signed() }, BODY, NOW - 302_000)).toStrictEqual(refused("timestamp_too_far"));
  });

  it.each([
    [{}],
    [{ ...signed(), "webhook-id": "" }],
    [{ ...signed(), "webhook-timestamp": "soon" }],
    [{ ...signed(), "webhook-timestamp": "-1" }],
    [{ ...signed(), "webhook-signature": "" }],
    [{ ...signed(), "webhook-id": "x".repeat(201) }],
  ])("without readable headers is none", (headers: Record<string, string>) => {
    expect(verdict(headers)).toStrictEqual(refused("signature_missing"));
  });

  it("of an unknown scheme, or with a signature cut short, is refused", () => {
    const [, value = ""] = signed()["webhook-signature"].split(",");
    for (const signature of [
      `v1a,${value}`,
      value,
      "v1,",
      `v1,${value.slice(0, 8)}`,
      `v1,${value}${value}`,
    ]) {
      expect(verdict({ ...signed(), "webhook-signature": signature })).toStrictEqual(
        refused("signature_wrong"),
      );
    }
  });

  it("has a secret in base64, with or without its prefix, of at least 16 bytes", () => {
    expect(webhookSecret(`  ${TEXT}\n`)?.toString()).toBe("secret-secret-secret-24");
    expect(webhookSecret(TEXT.slice("whsec_".length))?.toString()).toBe("secret-secret-secret-24");
    for (const text of ["", "whsec_", "whsec_c2hvcnQ=", "not base64 at all!", "whsec_whsec_"]) {
      expect(webhookSecret(text)).toBeUndefined();
    }
  });
});
