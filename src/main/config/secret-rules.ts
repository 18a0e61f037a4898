import type { ConfigPath } from "./config-problem.ts";
import { error, type Remark, type Rule } from "./rule.ts";
import { isReference } from "./secrets.ts";

/** Sections whose keys are settled by the parts that use them, where no schema looks for secrets. */
const OPEN_SECTIONS = ["tickets", "notify"] as const;
const SECRET_KEY = /(?:password|passphrase|secret|token|apikey|api_key|privatekey|private_key|credential)$/i;

// Whatever is there is not told: it may be the secret.
const literalSecret = (path: ConfigPath): Remark =>
  error(
    path,
    "must say where the secret is, the secret itself does not belong here",
    "write env:NAME, file:PATH or credential:NAME",
  );

function secretsIn(value: unknown, path: ConfigPath): Remark[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown, index) => secretsIn(item, [...path, index]));
  if (typeof value === "string") return carriesPassword(value) ? [literalSecret(path)] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    const at = [...path, key];
    const isScalar = typeof inner === "string" || typeof inner === "number";
    if (SECRET_KEY.test(key) && isScalar)
      return typeof inner === "string" && isReference(inner) ? [] : [literalSecret(at)];
    return secretsIn(inner, at);
  });
}

const carriesPassword = (text: string): boolean => URL.canParse(text) && new URL(text).password !== "";

const noLiteralSecret: Rule = ({ written }) =>
  typeof written === "object" && written !== null
    ? OPEN_SECTIONS.flatMap((key) => secretsIn((written as Record<string, unknown>)[key], [key]))
    : [];

export const secretRules: readonly Rule[] = [noLiteralSecret];
