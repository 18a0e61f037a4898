import { readFileSync } from "node:fs";
import { checkShape } from "./check-shape.ts";
import { ConfigFault, fieldName, type ConfigProblem } from "./config-problem.ts";
import { normalise, type RollcallConfig } from "./normalise.ts";
import { parseYaml, type ParsedConfig } from "./parse.ts";
import type { Remark } from "./rule.ts";
import { ConfigSchema } from "./schema.ts";
import type { Environment } from "./secrets.ts";
import { soundParts } from "./sound-parts.ts";
import { validate } from "./validate.ts";

export interface LoadedConfig {
  readonly config: RollcallConfig;
  /** What is allowed and probably not meant. */
  readonly warnings: readonly ConfigProblem[];
}

/** More than any configuration needs (1 MiB), and little enough to be parsed at once. */
const LARGEST = 1024 * 1024;

/**
 * Reads and checks a configuration. Secrets are not read: their references are, when they are used.
 * Faults: CONFIG_INVALID (a ConfigFault) with every problem.
 * @param path of the file; relative paths in it start at its folder.
 * @param env the environment that `env:` references look at.
 */
export function loadConfig(path: string, env: Environment): LoadedConfig {
  return checkConfig(readText(path), path, env);
}

/** The same for a text; `path` says where it is or will be. */
export function checkConfig(text: string, path: string, env: Environment): LoadedConfig {
  const parsed = parseYaml(text, path);
  if (parsed.problems.length > 0) throw new ConfigFault(path, inOrder(parsed.problems));
  if (typeof parsed.value !== "object" || parsed.value === null || Array.isArray(parsed.value))
    throw new ConfigFault(path, [
      wholeFile(path, "has no keys", "start from the example in docs/reference/config.md"),
    ]);

  const remarks = validate({ sound: soundParts(parsed.value), written: parsed.value, env });
  const errors = [
    ...checkShape(parsed, path),
    ...remarks.filter(({ severity }) => severity === "error").map((remark) => place(remark, parsed, path)),
  ];
  if (errors.length > 0) throw new ConfigFault(path, inOrder(errors));
  const warnings = remarks.filter(({ severity }) => severity === "warning");
  return {
    config: normalise(ConfigSchema.parse(parsed.value), path, env),
    warnings: inOrder(warnings.map((remark) => place(remark, parsed, path))),
  };
}

function readText(path: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    const fix = "give its path with --config, or start from the example in docs/reference/config.md";
    throw new ConfigFault(path, [wholeFile(path, `cannot be read (${code})`, fix)]);
  }
  if (bytes.length > LARGEST)
    throw new ConfigFault(path, [wholeFile(path, "is larger than 1 MiB", "is it the right file?")]);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // what the Encoding standard prescribes for an illegible byte
    throw new ConfigFault(path, [wholeFile(path, "is not UTF-8", "save it as UTF-8")]);
  }
}

const wholeFile = (file: string, rule: string, fix: string): ConfigProblem => ({
  file,
  line: 1,
  column: 1,
  field: "",
  rule,
  fix,
});

const place = ({ path, rule, fix }: Remark, parsed: ParsedConfig, file: string): ConfigProblem => ({
  file,
  ...parsed.at(path),
  field: fieldName(path),
  rule,
  fix,
});

const inOrder = (problems: readonly ConfigProblem[]): readonly ConfigProblem[] =>
  [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
