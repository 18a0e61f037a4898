import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { isReference, secret, secretRef } from "./secrets.ts";

describe("a secret", () => {
  it("prints as [secret] however it is printed", () => {
    const one = secret("hunter2");
    for (const printed of [
      String(one),
      [one].join(),
      JSON.stringify({ one }),
      inspect({ one }, { depth: 9, showHidden: true }),
      Object.values(one).map(String).join(),
    ])
      expect(printed).not.toContain("hunter2");
    expect(String(one)).toBe("[secret]");
    expect(one.reveal()).toBe("hunter2");
  });
});

describe("a reference", () => {
  it.each([["env:NAME"], ["file:/run/secrets/x"], ["file:x"], ["credential:ldap"]])("is %s", (text) => {
    expect(isReference(text)).toBe(true);
  });
  it.each([
    ["hunter2"],
    ["env:"],
    ["env:1A"],
    ["env:A B"],
    ["file:"],
    ["credential:../x"],
    ["credential:.."],
    [""],
  ])("is not %j", (text) => {
    expect(isReference(text)).toBe(false);
  });

  it("is read late, and says what it lacks without its value", () => {
    const env: Record<string, string> = {};
    const ref = secretRef("env:X", "/", env);
    expect(() => ref.read()).toThrow("The secret env:X is not set.");
    env["X"] = "";
    expect(() => ref.read()).toThrow("The secret env:X is empty.");
    env["X"] = "late";
    expect(ref.read().reveal()).toBe("late");
  });

  it("to a credential needs systemd's folder", () => {
    expect(() => secretRef("credential:x", "/", {}).read()).toThrow("CREDENTIALS_DIRECTORY");
    expect(() => secretRef("credential:x", "/", { CREDENTIALS_DIRECTORY: "/nowhere" }).read()).toThrow(
      "(ENOENT)",
    );
  });
});
