// Secrets are never in the configuration: it names where they are, and they are read when they are used.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { inspect } from "node:util";
import { Fault } from "../../ports/fault.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** A value that prints as `[secret]` however it is printed. */
export interface Secret {
  reveal(): string;
  toString(): string;
  toJSON(): string;
  [inspect.custom](): string;
}

const HIDDEN = "[secret]";

/** The value stays in the closure: no property of the object holds it. */
export const secret = (value: string): Secret => ({
  reveal: () => value,
  toString: () => HIDDEN,
  toJSON: () => HIDDEN,
  [inspect.custom]: () => HIDDEN,
});

/** A value that is read late. Only `reference` may be shown. */
export interface SecretRef {
  /** `env:NAME`, `file:PATH` or `credential:NAME`; for a value that is no secret, what it is. */
  readonly reference: string;
  /** Faults: SECRET_UNREADABLE. */
  read(): Secret;
}

const REFERENCE = /^(?:env:[A-Za-z_][A-Za-z0-9_]*|file:.+|credential:[A-Za-z0-9_.-]+)$/;

export const isReference = (text: string): boolean =>
  REFERENCE.test(text) && !text.startsWith("credential:.");

const unreadable = (reference: string, what: string, cause?: unknown): Fault =>
  new Fault("SECRET_UNREADABLE", `The secret ${reference} ${what}.`, { reference }, cause);

function readSecretFile(reference: string, path: string): string {
  try {
    return readFileSync(path, "utf8").replace(/\r?\n$/, ""); // an editor's last line break is no part of it
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    throw unreadable(reference, `cannot be read (${code})`, error);
  }
}

/**
 * A reference to be read late.
 * @param base the folder that relative `file:` paths start at.
 * @param env where `env:` looks, and systemd's CREDENTIALS_DIRECTORY for `credential:`.
 */
export function secretRef(reference: string, base: string, env: Environment): SecretRef {
  const at = reference.indexOf(":");
  const kind = reference.slice(0, at);
  const name = reference.slice(at + 1);
  const value = (): string => {
    if (kind === "env") {
      const found = env[name];
      if (found === undefined) throw unreadable(reference, "is not set");
      return found;
    }
    if (kind === "file") return readSecretFile(reference, resolve(base, name));
    const folder = env["CREDENTIALS_DIRECTORY"];
    if (folder === undefined)
      throw unreadable(reference, "needs systemd's LoadCredential: CREDENTIALS_DIRECTORY is not set");
    return readSecretFile(reference, resolve(folder, name));
  };
  return {
    reference,
    read() {
      const text = value();
      if (text === "") throw unreadable(reference, "is empty");
      return secret(text);
    },
  };
}

/** A value written in the configuration, for places that take a reference or a plain value. */
export const plainValue = (value: string): SecretRef => ({ reference: value, read: () => secret(value) });
