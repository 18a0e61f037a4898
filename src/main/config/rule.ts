import type { ConfigPath } from "./config-problem.ts";
import type { Environment } from "./secrets.ts";
import type { SoundParts } from "./sound-parts.ts";

/** What a rule between fields has to say. */
export interface Remark {
  readonly severity: "error" | "warning";
  readonly path: ConfigPath;
  readonly rule: string;
  readonly fix: string;
}

export interface RuleInput {
  readonly sound: SoundParts;
  /** As written: for what no schema knows, and to tell what is missing from what is wrong. */
  readonly written: unknown;
  readonly env: Environment;
}

/** A field may be missing because it is wrong in itself, which the schema has told: a rule then has nothing to say of it. */
export type Rule = (input: RuleInput) => readonly Remark[];

export const error = (path: ConfigPath, rule: string, fix: string): Remark => ({
  severity: "error",
  path,
  rule,
  fix,
});

export const warning = (path: ConfigPath, rule: string, fix: string): Remark => ({
  severity: "warning",
  path,
  rule,
  fix,
});
