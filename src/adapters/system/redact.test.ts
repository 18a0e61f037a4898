import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Fault } from "../../ports/fault.ts";
import { redact, REDACTED } from "./redact.ts";

const SECRET = "s3cr3t-v4lue";

describe("redaction", () => {
  it.each([
    "clientSecret",
    "client_secret",
    "CLIENT-SECRET",
    "password",
    "tamperProtectionPassword",
    "passwd",
    "passphrase",
    "Authorization",
    "Proxy-Authorization",
    "token",
    "access_token",
    "apiKey",
    "x-api-key",
    "privateKey",
    "cookie",
    "set-cookie",
    "credential",
    "jwt",
  ])("hides the value of %s at any depth", (key) => {
    for (const value of [SECRET, { inner: SECRET }, [SECRET], 7])
      expect(redact({ a: [{ b: { [key]: value } }] })).toStrictEqual({ a: [{ b: { [key]: REDACTED } }] });
  });

  it.each([
    ["postgres://rollcall:s3cr3t-v4lue@db/rollcall is down", `postgres://${REDACTED}@db/rollcall is down`],
    ["sent Authorization: Bearer s3cr3t-v4lue.x", `sent Authorization: Bearer ${REDACTED}`],
    ["sent Basic czNjcjN0LXY0bHVl", `sent Basic ${REDACTED}`],
  ])("hides credentials in passing: %s", (text, clean) => {
    expect(redact({ note: text })).toStrictEqual({ note: clean });
    expect(redact(new Error(text))).toStrictEqual({ name: "Error", message: clean });
  });

  it("leaves what is no secret as it is", () => {
    const fields = {
      endpoint: "eeeeeeee-0000-4000-8000-000000000001",
      url: "https://api.central.sophos.com/a@b",
      count: 3,
      ok: true,
      none: null,
      list: ["a", { b: 1 }],
    };

    expect(redact(fields)).toStrictEqual(fields);
  });

  it("takes of an error its name, code, message and causes, and nothing else", () => {
    const cause = Object.assign(new Error("syntax error"), {
      code: "42601",
      params: [SECRET],
      query: SECRET,
    });
    const fault = new Fault("STORE_UNAVAILABLE", "The store is down.", { host: "db", token: SECRET }, cause);

    expect(redact({ error: fault })).toStrictEqual({
      error: {
        name: "Fault",
        code: "STORE_UNAVAILABLE",
        message: "The store is down.",
        details: { host: "db", token: REDACTED },
        cause: { name: "Error", code: "42601", message: "syntax error" },
      },
    });
  });

  it("prints a value as it wants to be printed", () => {
    expect(redact({ at: new Date(0), wrapped: { value: SECRET, toJSON: () => "[secret]" } })).toStrictEqual({
      at: "1970-01-01T00:00:00.000Z",
      wrapped: "[secret]",
    });
  });

  it("does not go round in circles", () => {
    const loop: Record<string, unknown> = {};
    loop["self"] = loop;

    expect(JSON.stringify(redact(loop))).toContain("[deeper]");
  });

  it("hides a secret under a secret name whatever lies around it", () => {
    const shapes = fc.letrec<{ node: unknown }>((tie) => ({
      node: fc.oneof(
        { depthSize: "small" },
        fc.constant({ client_secret: SECRET }),
        fc.dictionary(fc.string(), tie("node"), { maxKeys: 3 }),
        fc.array(tie("node"), { maxLength: 3 }),
        tie("node").map(
          (node) =>
            new Map([
              ["password", SECRET],
              ["x", node],
            ] as [string, unknown][]),
        ),
      ),
    })).node;
    fc.assert(
      fc.property(shapes, (shape) => {
        expect(JSON.stringify(redact(shape))).not.toContain(SECRET);
      }),
    );
  });
});
