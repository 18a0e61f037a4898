import { Fault } from "../../ports/fault.ts";

/** One thing that is wrong with the configuration, or that deserves a warning. Never carries a value that may be secret. */
export interface ConfigProblem {
  /** As it was given on the command line. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Where in the configuration: `policy.inactive.computer`, `directories[0].url`; empty for the file as a whole. */
  readonly field: string;
  /** What must hold, and does not. */
  readonly rule: string;
  /** What to do. */
  readonly fix: string;
}

/** One line: `rollcall.yaml:7:15: policy.inactive.computer: must be at least 15 days (P15D); a shorter silence says nothing`. */
export function renderProblem({ file, line, column, field, rule, fix }: ConfigProblem): string {
  const where = [`${file}:${line}:${column}`, ...(field === "" ? [] : [field])].join(": ");
  return `${where}: ${rule}${fix === "" ? "" : `; ${fix}`}`;
}

/** CONFIG_INVALID with everything that is wrong, in the order of the file. */
export class ConfigFault extends Fault {
  readonly problems: readonly ConfigProblem[];
  constructor(file: string, problems: readonly ConfigProblem[]) {
    const count = problems.length === 1 ? "one problem" : `${problems.length} problems`;
    super(
      "CONFIG_INVALID",
      [`The configuration ${file} has ${count}:`, ...problems.map(renderProblem)].join("\n"),
      { file, problems: problems.length },
    );
    this.problems = problems;
  }
}

export type ConfigPath = readonly (string | number)[];

/** A path as people write it. A key that is no plain word is quoted. */
export const fieldName = (path: ConfigPath): string =>
  path
    .map((part, index) => {
      if (typeof part === "number") return `[${part}]`;
      if (!/^[\w-]+$/.test(part)) return `[${JSON.stringify(part)}]`;
      return index === 0 ? part : `.${part}`;
    })
    .join("");
