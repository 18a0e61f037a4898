// What the schema has to say, as problems with a place.
import type * as z from "zod";
import { REASONS } from "../../core/assess/reason.ts";
import { ACCEPTABLE } from "../../core/model/policy.ts";
import { fieldName, type ConfigPath, type ConfigProblem } from "./config-problem.ts";
import { configJsonSchema, keysAt } from "./json-schema.ts";
import { nearestWord } from "./nearest-word.ts";
import type { ParsedConfig } from "./parse.ts";
import { ConfigSchema } from "./schema.ts";
import { valueAt } from "./sound-parts.ts";

type Issue = z.core.$ZodIssue;

const KINDS: Readonly<Record<string, string>> = {
  string: "must be text; put it in quotes",
  number: "must be a number",
  int: "must be a whole number",
  boolean: "must be true or false",
  array: "must be a list; begin each entry with -",
  object: "must have keys of its own",
  record: "must have keys of its own",
};

// A word as a key: anything else may be a value that lost the space after its colon.
const PLAIN_KEY = /^[A-Za-z][A-Za-z0-9_-]{0,40}$/;

/** Checks the whole against the schema. */
export function checkShape(parsed: ParsedConfig, file: string): ConfigProblem[] {
  const result = ConfigSchema.safeParse(parsed.value);
  return result.success ? [] : result.error.issues.flatMap((issue) => problemsOf(issue, parsed, file));
}

function problemsOf(issue: Issue, parsed: ParsedConfig, file: string): ConfigProblem[] {
  const path = issue.path.filter((part) => typeof part !== "symbol");
  const problem = (at: ConfigPath, part: "key" | "value", sentence: string): ConfigProblem => {
    const [rule = "", fix = ""] = sentence.split(/; (.*)/s);
    return { file, ...parsed.at(at, part), field: fieldName(at), rule, fix };
  };
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) =>
      PLAIN_KEY.test(key)
        ? problem([...path, key], "key", unknownKey(key, keysAt(configJsonSchema(), path)))
        : {
            ...problem(path, "value", "has a key that is no word; is a space missing after a colon?"),
            ...parsed.at([...path, key], "key"),
          },
    );
  if (issue.code === "invalid_union" && path[0] === "vault" && isObject(valueAt(parsed.value, path)))
    // Of its two forms the one with keys is meant: what is wrong in it is told, each with its place.
    return issue.errors
      .flat()
      .filter((inner) => inner.code !== "invalid_value")
      .flatMap((inner) => problemsOf({ ...inner, path: [...issue.path, ...inner.path] }, parsed, file));
  const found = valueAt(parsed.value, path);
  if (found === undefined) return [problem(path, "key", "is missing; add it")];
  if (found === null && issue.code === "invalid_type")
    return [problem(path, "key", "is empty; give it a value or take the line out")];
  return [problem(path, "value", sentenceOf(issue, path, found))];
}

const isObject = (value: unknown): boolean =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function sentenceOf(issue: Issue, path: ConfigPath, found: unknown): string {
  if (issue.code === "invalid_type")
    // A message of our own, where the schema has one for the type too.
    return issue.message.startsWith("must ")
      ? issue.message
      : (KINDS[issue.expected] ?? "has the wrong kind of value");
  if (issue.code === "invalid_value") return notOneOf(issue.values.map(String), path, found);
  if (issue.code === "invalid_union" && path[0] === "vault")
    return "must be none or have a key; write for instance key: file:/run/secrets/vault-key";
  if (issue.code === "invalid_union")
    return "must be ldap, file or splunk; it says how the directory is read";
  if (issue.code === "invalid_key")
    return issue.issues.find(({ code }) => code === "custom")?.message ?? "has an empty key; name it";
  return issue.message;
}

function notOneOf(values: readonly string[], path: ConfigPath, found: unknown): string {
  const nearest = typeof found === "string" ? nearestWord(found, values) : undefined;
  const meant = nearest === undefined ? "" : `; did you mean ${nearest}?`;
  if (
    path[0] === "policy" &&
    path[1] === "accept" &&
    typeof found === "string" &&
    Object.hasOwn(REASONS, found)
  )
    return `${found} cannot be accepted away; only ${ACCEPTABLE.join(", ")} can`;
  return `must be one of ${values.join(", ")}${meant}`;
}

function unknownKey(key: string, allowed: readonly string[]): string {
  const nearest = nearestWord(key, allowed);
  if (nearest !== undefined) return `is not a key here; did you mean ${nearest}?`;
  return `is not a key here; there may be ${allowed.join(", ")}`;
}
