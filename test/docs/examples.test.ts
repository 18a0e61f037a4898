// What the documentation shows is tried: configurations are read, command lines parsed, codes looked up.
import { CommanderError } from "commander";
import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import type { App } from "../../src/cli/app.ts";
import { createProgram } from "../../src/cli/program.ts";
import { UsageError } from "../../src/cli/usage-error.ts";
import { BREAKER_REMEDIES } from "../../src/core/plan/breaker-remedies.ts";
import { LEFT_OUT_TEXTS } from "../../src/core/plan/left-out-texts.ts";
import { TOPICS } from "../../src/core/notify/notice.ts";
import { FINDINGS } from "../../src/core/assess/finding.ts";
import { REASONS } from "../../src/core/assess/reason.ts";
import { ConfigFault } from "../../src/main/config/config-problem.ts";
import { configJsonSchema } from "../../src/main/config/json-schema.ts";
import { checkConfig } from "../../src/main/config/load-config.ts";
import { FAULTS, type FaultCode } from "../../src/ports/fault.ts";
import { PROBLEMS } from "../../src/server/problem.ts";
import { configKeys } from "../../tools/docs/config-keys.ts";
import { configExample, ticketExamples } from "../../tools/docs/config-page.ts";
import { CONFIG_TEXTS } from "../../tools/docs/config-texts.ts";
import {
  CASE_REFUSAL_TEXTS,
  GAP_TEXTS,
  NOT_COVERED_TEXTS,
  OUTCOME_TEXTS,
  REFUSAL_TEXTS,
} from "../../tools/docs/refusal-texts.ts";
import { WORKER_REFUSAL_TEXTS } from "../../tools/docs/worker-texts.ts";
import { FACTS } from "../build/facts.ts";
import { allPages } from "./markdown-page.ts";

type Section = Record<string, unknown>;

const guide = allPages().filter(({ path }) => path.startsWith("docs/guide/") || path === "README.md");
const written = guide.flatMap(({ path, blocks }) =>
  blocks.map(({ language, text, line }) => ({ at: `${path}:${line}`, language, text })),
);

/** The problems of a configuration; none when it is as it should be. */
function problemsOf(text: string): readonly string[] {
  try {
    checkConfig(text, "rollcall.yaml", {});
    return [];
  } catch (error) {
    if (!(error instanceof ConfigFault)) throw error;
    return error.problems.map(({ field, rule }) => `${field}: ${rule}`);
  }
}

describe("configurations that the documentation shows", () => {
  const yaml = written.filter(({ language }) => language === "yaml");
  const base = parse(configExample()) as Section;

  it.each(yaml.map(({ at, text }) => [at, text]))(
    "%s is accepted, alone or in place of its sections",
    (_, text) => {
      const shown = parse(text) as Section;
      const isWhole = "sophos" in shown && "directories" in shown;
      expect(problemsOf(isWhole ? text : stringify({ ...base, ...shown }))).toEqual([]);
    },
  );

  it("are there, whole ones too", () => {
    expect(yaml.length).toBeGreaterThan(8);
    expect(
      yaml.filter(({ text }) => /^sophos:/m.test(text) && /^directories:/m.test(text)).length,
    ).toBeGreaterThan(0);
  });
});

/** The example, and the same with each other form of the sections that have several. */
const forms = ["", ...ticketExamples()].map((form): Section => ({
  ...(parse(configExample()) as Section),
  ...(parse(form) as Section | null),
}));
const shownAt = (path: string): readonly unknown[] => forms.flatMap((form) => valuesAt(form, path));
const hasParent = (form: Section, path: string): boolean => {
  const parts = path.split(".");
  const last = parts.at(-1) ?? "";
  return valuesAt(form, parts.slice(0, -1).join(".")).some(
    (one) => last === "<name>" || (typeof one === "object" && one !== null && last in one),
  );
};

describe("the annotated example", () => {
  it("is accepted without a warning", () => {
    expect(checkConfig(configExample(), "rollcall.yaml", {}).warnings).toEqual([]);
    for (const form of forms) expect(problemsOf(stringify(form))).toEqual([]);
  });

  it("shows every key that there is", () => {
    const missing = configKeys(configJsonSchema()).filter(({ path }) => shownAt(path).length === 0);
    expect(missing.map(({ path }) => path)).toEqual([]);
  });

  it("shows the defaults, where a key has one that is no example's business", () => {
    const others = configKeys(configJsonSchema())
      .filter(({ path, defaultValue }) => defaultValue !== undefined && !EXAMPLES.has(path))
      .filter(({ path, defaultValue }) => JSON.stringify(shownAt(path)[0]) !== defaultValue);
    expect(others.map(({ path }) => path)).toEqual([]);
  });

  // Keys whose default is empty or off, and of which the example shows a value.
  const EXAMPLES = new Set([
    "sophos.tenants.exclude",
    "directories[].retired.ous",
    "directories[].retired.deletedObjects",
    "directories[].vipGroups",
    "directories[].complete",
    "policy.vip.people",
    "schedule[].zone",
    // Kinds of sinks differ in these.
    "siem[].format",
    "siem[].index",
  ]);
});

describe("what a key must be", () => {
  const cases = Object.entries(CONFIG_TEXTS).flatMap(([path, { refuses = [] }]) =>
    refuses.map((value) => [path, value] as const),
  );

  it.each(cases)("%s: %j is refused", (path, value) => {
    const changed = structuredClone(forms.find((one) => hasParent(one, path)) ?? forms[0] ?? {});
    put(changed, path, value);
    const fields = problemsOf(stringify(changed)).map((problem) => problem.split(": ")[0]);
    expect(fields.some((field) => isAt(field ?? "", path))).toBe(true);
  });
});

/** Every value at a path such as `directories[].retired.ous` or `tenantDomains.<name>`. */
function valuesAt(value: unknown, path: string): readonly unknown[] {
  let found: readonly unknown[] = [value];
  for (const step of path.split(".")) {
    const key = step.replace(/\[\]$/, "");
    found = found.flatMap((one) => {
      if (typeof one !== "object" || one === null) return [];
      const section = one as Section;
      const inner = key === "<name>" ? Object.values(section)[0] : section[key];
      if (inner === undefined) return [];
      const list: readonly unknown[] = step.endsWith("[]") && Array.isArray(inner) ? inner : [inner];
      return list;
    });
  }
  return found;
}

/** Puts a value at a path, in the first object of a list that has the key already. */
function put(root: Section, path: string, value: unknown): void {
  const at = path.lastIndexOf(".");
  const last = path.slice(at + 1);
  const parents = (at < 0 ? [root] : valuesAt(root, path.slice(0, at))) as readonly Section[];
  const parent = parents.find((one) => last === "<name>" || last in one);
  if (parent === undefined) throw new Error(`the example has no ${path}`);
  parent[last === "<name>" ? (Object.keys(parent)[0] ?? "") : last] = value;
}

/** Whether a field such as `directories[0].retired.ous[0]` lies at or below a path. */
function isAt(field: string, path: string): boolean {
  if (path === "tenantDomains.<name>") return field.startsWith("tenantDomains");
  const general = field.replaceAll(/\[\d+\]/g, "[]");
  return general === path || general.startsWith(`${path}[`) || general.startsWith(`${path}.`);
}

describe("command lines that the documentation shows", () => {
  const commands = written
    .filter(({ language }) => ["sh", "console", "ini", "powershell"].includes(language))
    .flatMap(({ at, text }) =>
      text
        .replaceAll(/\\\n\s*/g, "")
        .split("\n")
        .map((line) => COMMAND.exec(line)?.[1])
        .filter((line) => line !== undefined)
        .map((line) => [at, line] as const),
    );

  it.each(commands)("%s: rollcall %s", async (_, line) => {
    const argv = line.replace(/\s+(?:#|>|\||&&|\|\|).*$/, "").match(/"[^"]*"|\S+/g) ?? [];
    const outcome = await outcomeOf(argv.map((word) => word.replaceAll('"', "")));
    expect(outcome).toBe("reached");
  });

  it("are there", () => {
    expect(commands.length).toBeGreaterThan(15);
  });

  it("are told when no command takes them", async () => {
    expect(await outcomeOf(["run", "--wish"])).toContain("unknown option");
  });
});

const COMMAND =
  /(?:^|[\s/])(?:rollcall|npm run rollcall --) ((?:init|check|collect|assess|plan|apply|run|explain|case|ledger|admin|token|simulate|demo|worker|schema)(?:\s.*)?)$/;

class Reached extends Error {}

/** `reached` when the command line was understood and its command would have begun; else what was said. */
async function outcomeOf(argv: readonly string[]): Promise<string> {
  const reached = (): never => {
    throw new Reached();
  };
  const app: App = {
    version: "0",
    elsewhere: reached,
    init: { asker: reached, exists: reached, readAnswers: reached, check: reached, configText: reached },
    withSession: reached,
    confirm: reached,
    requestBrake: reached,
    moveStore: reached,
    check: reached,
    askPassword: reached,
    passwordFromFile: reached,
    passwords: { verifierOf: reached, matches: reached },
    newSecret: reached,
    serve: reached,
    worker: reached,
    sentenceOf: reached,
    planFileText: reached,
    writeFile: reached,
    simulate: reached,
    demo: reached,
    durationMs: () => 1,
    configSchema: reached,
  };
  const io = { data: () => {}, talk: () => {}, colour: false, interactive: false };
  const program = createProgram(
    { version: "0", open: async () => Promise.resolve(app) },
    io,
    argv,
    new AbortController().signal,
    () => {},
  );
  try {
    await program.parseAsync([...argv], { from: "user" });
    return "ended without its command";
  } catch (error) {
    if (error instanceof Reached) return "reached";
    if (error instanceof CommanderError || error instanceof UsageError) return error.message;
    throw error;
  }
}

const FAULT =
  /\b(?:CENTRAL|DIRECTORY|EXPORT|STORE|CONFIG|SECRET|PLAN|LEDGER|OUTPUT|CLOCK)_(?!URL\b)[A-Z_]+\b/g;

describe("codes that the documentation names", () => {
  const prose = guide.flatMap(({ path, prose }) =>
    prose.map(({ text, line }) => ({ at: `${path}:${line}`, text })),
  );
  const quoted = prose.flatMap(({ at, text }) =>
    [...text.matchAll(/`([A-Za-z_]+)`/g)].map(([, name = ""]) => ({ at, name })),
  );

  it("are faults that exist, in prose and in what is shown", () => {
    const faults = guide.flatMap(({ path, lines }) =>
      lines.flatMap((text, index) =>
        [...text.matchAll(FAULT)].map(([name]) => ({ at: `${path}:${index + 1}`, name })),
      ),
    );
    expect(faults.filter(({ name }) => !Object.hasOwn(FAULTS, name))).toEqual([]);
    expect(faults.length).toBeGreaterThan(10);
  });

  const shownFaults = written.flatMap(({ at, text }) =>
    text
      .split("\n")
      .map((line) => /^([A-Z]+_[A-Z_]+) /.exec(line)?.[1])
      .filter((name) => name !== undefined)
      .map((name) => [at, name, text] as const),
  );

  it.each(shownFaults)("%s: %s is shown with its remedy", (_, name, text) => {
    expect(text.split("\n")).toContain(FAULTS[name as FaultCode].remedy);
  });

  it("are reasons, findings, facts, refusals, gaps or outcomes that exist", () => {
    const known = new Set([
      ...Object.keys(FACTS),
      ...Object.keys(REASONS),
      ...FINDINGS,
      ...TOPICS,
      ...[
        REFUSAL_TEXTS,
        LEFT_OUT_TEXTS,
        BREAKER_REMEDIES,
        OUTCOME_TEXTS,
        GAP_TEXTS,
        NOT_COVERED_TEXTS,
        CASE_REFUSAL_TEXTS,
        PROBLEMS,
        WORKER_REFUSAL_TEXTS,
      ].flatMap((texts) => Object.keys(texts)),
    ]);
    const codes = quoted.filter(({ name }) => /^[a-z]+(?:_[a-z]+)+$/.test(name));
    expect(codes.filter(({ name }) => !known.has(name))).toEqual([]);
    expect(codes.length).toBeGreaterThan(20);
  });
});
