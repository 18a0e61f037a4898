import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Fault } from "../../ports/fault.ts";
import { vaultKey } from "./key-ring.ts";

const BYTES = Buffer.from(Array.from({ length: 32 }, (_, n) => n * 7 + 1));

describe("a vault key", () => {
  it.each([
    ["base64", BYTES.toString("base64")],
    ["base64 without its padding", BYTES.toString("base64").replace(/=+$/, "")],
    ["hex", BYTES.toString("hex")],
    ["hex in capitals", BYTES.toString("hex").toUpperCase()],
    ["base64 with white space around it", `  ${BYTES.toString("base64")}\n`],
  ])("is read from %s, and is the same key", (_, text) => {
    expect(vaultKey(text, "env:KEY").bytes).toEqual(BYTES);
    expect(vaultKey(text, "env:KEY").id).toBe(vaultKey(BYTES.toString("hex"), "env:OTHER").id);
  });

  it.each([
    ["nothing", ""],
    ["a password", "correct horse battery staple"],
    ["31 bytes in base64", BYTES.subarray(1).toString("base64")],
    ["33 bytes in base64", Buffer.concat([BYTES, Buffer.from([1])]).toString("base64")],
    ["62 hex digits", BYTES.toString("hex").slice(2)],
    [
      "base64 with a line break in it",
      `${BYTES.toString("base64").slice(0, 20)}\n${BYTES.toString("base64").slice(20)}`,
    ],
  ])("is not read from %s, which is not repeated", (_, text) => {
    const error = catching(() => vaultKey(text, "env:KEY"));
    expect(error).toMatchObject({ code: "CONFIG_INVALID" });
    expect(error.message).toContain("env:KEY");
    if (text !== "") expect(JSON.stringify([error.message, error.details])).not.toContain(text);
  });

  it("is either 32 bytes or refused, whatever the text", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String(), fc.string({ unit: "binary" })), (text) => {
        try {
          expect(vaultKey(text, "env:KEY").bytes).toHaveLength(32);
        } catch (error) {
          expect(error).toBeInstanceOf(Fault);
        }
      }),
    );
  });

  it("has an id that differs from key to key and tells nothing of it", () => {
    const ids = Array.from({ length: 50 }, (_, n) => vaultKey(Buffer.alloc(32, n).toString("hex"), "k").id);
    expect(new Set(ids).size).toBe(50);
    expect(ids.every((id) => /^[0-9a-f]{32}$/.test(id))).toBe(true);
    expect(BYTES.toString("hex")).not.toContain(vaultKey(BYTES.toString("hex"), "k").id);
  });
});

function catching(work: () => unknown): Fault {
  try {
    work();
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
  throw new Error("it was taken for a key");
}
