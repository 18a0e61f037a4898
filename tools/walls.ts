// Who may import whom, and what core may not do. dependency-cruiser refuses TypeScript 7 (and passes over zero modules
// without a word), and oxlint's patterns have no "everything but": hence these rules of our own, over oxc's parser.
import { readFileSync } from "node:fs";
import { posix } from "node:path";
import { parseSync } from "oxc-parser";

export interface Violation {
  readonly file: string;
  readonly line: number;
  readonly rule: string;
  readonly detail: string;
}

/** The rooms of core in the order data walks: each may look only to its left. */
const ROOMS = [
  "model",
  "identity",
  "assess",
  "plan",
  "review",
  "retire",
  "ledger",
  "tell",
  "notify",
] as const;

interface Import {
  /** A path from the root of the tree, `npm:name`, or `node:name`. */
  readonly target: string;
  readonly line: number;
  readonly typeOnly: boolean;
}

interface Wall {
  readonly rule: string;
  /** Which files it guards. */
  readonly from: (file: string) => boolean;
  readonly allows: (item: Import, file: string) => boolean;
}

const isTest = (file: string): boolean => /\.test\.tsx?$/.test(file) || file.startsWith("test/");
const under =
  (...folders: string[]) =>
  (file: string): boolean =>
    folders.some((folder) => file.startsWith(`${folder}/`));
const adapterOf = (path: string): string => path.split("/")[2] ?? "";
/** What an export of a directory says is read alike, wherever the export comes from. */
const READ_EXPORTS = ["src/adapters/directory-file", "src/adapters/splunk-search"];

const coreRooms: Wall[] = ROOMS.map((room, index) => ({
  rule: `core-${room}-looks-left`,
  from: (file) => under(`src/core/${room}`)(file) && !isTest(file),
  allows: ({ target }) => under(...ROOMS.slice(0, index + 1).map((left) => `src/core/${left}`))(target),
}));

export const WALLS: readonly Wall[] = [
  ...coreRooms,
  {
    rule: "ports-see-types-of-core",
    from: under("src/ports"),
    allows: ({ target, typeOnly }) => under("src/ports")(target) || (typeOnly && under("src/core")(target)),
  },
  {
    rule: "flows-see-core-and-ports",
    from: (file) => under("src/flows")(file) && !isTest(file),
    allows: ({ target }) => under("src/core", "src/ports", "src/flows")(target),
  },
  {
    rule: "adapters-are-strangers",
    from: (file) => under("src/adapters")(file) && !isTest(file),
    allows: ({ target }, file) =>
      under("src/core", "src/ports", `src/adapters/${adapterOf(file)}`, "src/adapters/system")(target) ||
      (under(...READ_EXPORTS)(file) && under("src/adapters/directory-export")(target)) ||
      target.startsWith("npm:") ||
      target.startsWith("node:"),
  },
  {
    rule: "cli-sees-flows-and-types",
    from: (file) => under("src/cli")(file) && !isTest(file),
    allows: ({ target, typeOnly }) =>
      under("src/cli", "src/flows", "src/ports", "src/api")(target) ||
      (under("src/core")(target) && typeOnly) ||
      target.startsWith("npm:") ||
      target.startsWith("node:"),
  },
  {
    rule: "api-sees-zod-alone",
    from: (file) => under("src/api")(file) && !isTest(file),
    allows: ({ target }) => under("src/api")(target) || target === "npm:zod",
  },
  {
    rule: "server-sees-flows-api-and-types",
    from: (file) => under("src/server")(file) && !isTest(file),
    allows: ({ target, typeOnly }) =>
      under("src/server", "src/flows", "src/ports", "src/api")(target) ||
      (under("src/core")(target) && typeOnly) ||
      target.startsWith("npm:") ||
      target.startsWith("node:"),
  },
  {
    rule: "server-only-for-main",
    from: (file) => under("src")(file) && !under("src/server", "src/main")(file) && !isTest(file),
    allows: ({ target }) => !under("src/server")(target),
  },
  {
    rule: "web-sees-api-alone",
    from: (file) => under("src/web")(file) && !isTest(file),
    allows: ({ target }) => under("src/web", "src/api")(target) || target.startsWith("npm:"),
  },
  {
    // It is built by Vite, and served as files: nothing that runs in Node loads it.
    rule: "web-only-for-its-build",
    from: (file) => !under("src/web", "test/laws")(file),
    allows: ({ target }) => !under("src/web")(target),
  },
  {
    rule: "simulator-stands-alone",
    from: (file) => under("src/simulator")(file) && !isTest(file),
    allows: ({ target }) =>
      under("src/simulator")(target) || target.startsWith("npm:") || target.startsWith("node:"),
  },
  {
    rule: "simulator-only-for-main-and-tests",
    from: (file) => under("src")(file) && !under("src/simulator", "src/main")(file) && !isTest(file),
    allows: ({ target }) => !under("src/simulator")(target),
  },
  {
    rule: "only-main-composes",
    from: (file) => under("src")(file) && !under("src/main", "src/adapters")(file) && !isTest(file),
    allows: ({ target }) => !under("src/adapters")(target),
  },
  {
    rule: "nobody-imports-main",
    from: (file) => under("src")(file) && !under("src/main")(file) && !isTest(file),
    allows: ({ target }) => !under("src/main")(target),
  },
  {
    rule: "removers-only-from-main",
    from: (file) => !under("src/main", "test/contract")(file) && !file.endsWith("/remover.test.ts"),
    allows: ({ target }) => !/^src\/adapters\/.*\/remover\.ts$/.test(target),
  },
  {
    rule: "product-never-imports-tests",
    from: (file) => under("src")(file) && !isTest(file),
    allows: ({ target }) => !under("test", "bench", "tools")(target) && !target.endsWith(".test.ts"),
  },
];

/** What a pure room may not contain: each a name of the syntax or of a global, with why. */
const IMPURE: readonly { readonly rule: string; readonly pattern: (node: Node) => boolean }[] = [
  {
    rule: "core-has-no-clock",
    pattern: (node) =>
      (node.type === "NewExpression" && isName(node["callee"], "Date") && isEmpty(node["arguments"])) ||
      isMember(node, "Date", "now") ||
      isMember(node, "performance", "now"),
  },
  {
    rule: "core-has-no-dice",
    pattern: (node) => isMember(node, "Math", "random") || isGlobal(node, "crypto"),
  },
  {
    rule: "core-is-synchronous",
    pattern: (node) => node["async"] === true || node.type === "AwaitExpression",
  },
  { rule: "core-throws-only-bugs", pattern: (node) => node.type === "ThrowStatement" },
  { rule: "core-catches-nothing", pattern: (node) => node.type === "TryStatement" },
  {
    rule: "core-reaches-no-world",
    pattern: (node) =>
      ["process", "fetch", "setTimeout", "setInterval", "globalThis"].some((it) => isGlobal(node, it)),
  },
];

interface Node {
  readonly type: string;
  readonly start: number;
  readonly [key: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";
const isName = (value: unknown, name: string): boolean =>
  isNode(value) && value.type === "Identifier" && value["name"] === name;
const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0;
const isMember = (node: Node, object: string, property: string): boolean =>
  node.type === "MemberExpression" && isName(node["object"], object) && isName(node["property"], property);
// A global counts where it is used: called, or its member taken. A field of that name is another thing.
const isGlobal = (node: Node, name: string): boolean =>
  (node.type === "MemberExpression" && isName(node["object"], name)) ||
  (node.type === "CallExpression" && isName(node["callee"], name));

function visit(value: unknown, see: (node: Node) => void): void {
  if (Array.isArray(value)) for (const one of value) visit(one, see);
  else if (isNode(value)) {
    see(value);
    for (const [key, child] of Object.entries(value)) if (key !== "parent") visit(child, see);
  }
}

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split("\n").length;

function targetOf(file: string, specifier: string): string {
  if (specifier.startsWith(".")) return posix.join(posix.dirname(file), specifier);
  return specifier.startsWith("node:") ? specifier : `npm:${specifier}`;
}

/** Checks one file's text as if it lay at `file` (a path from the root); gives its violations and number of imports. */
export function checkText(file: string, text: string): { violations: Violation[]; imports: number } {
  const parsed = parseSync(file, text);
  const imports: Import[] = [
    ...parsed.module.staticImports.map((one) => ({
      target: targetOf(file, one.moduleRequest.value),
      line: lineAt(text, one.start),
      typeOnly: one.entries.length > 0 && one.entries.every((entry) => entry.isType),
    })),
    ...parsed.module.staticExports.flatMap((one) =>
      one.entries.flatMap((entry) =>
        entry.moduleRequest === null
          ? []
          : [
              {
                target: targetOf(file, entry.moduleRequest.value),
                line: lineAt(text, one.start),
                typeOnly: entry.isType,
              },
            ],
      ),
    ),
    ...parsed.module.dynamicImports.map((one) => ({
      target: targetOf(file, text.slice(one.moduleRequest.start + 1, one.moduleRequest.end - 1)),
      line: lineAt(text, one.start),
      typeOnly: false,
    })),
  ];
  const violations: Violation[] = [];
  for (const wall of WALLS) {
    if (!wall.from(file)) continue;
    for (const item of imports) {
      if (!wall.allows(item, file)) {
        violations.push({ file, line: item.line, rule: wall.rule, detail: `may not import ${item.target}` });
      }
    }
  }
  const pure = file.startsWith("src/core/") && !isTest(file) && file !== "src/core/model/invariant.ts";
  if (pure) {
    visit(parsed.program, (node) => {
      for (const { rule, pattern } of IMPURE) {
        if (pattern(node))
          violations.push({ file, line: lineAt(text, node.start), rule, detail: `has ${node.type}` });
      }
    });
  }
  return { violations, imports: imports.length };
}

/** The names of all rules, walls and purity alike: each has a planted violation that proves it fires. */
export const RULES: readonly string[] = [...WALLS.map((wall) => wall.rule), ...IMPURE.map((one) => one.rule)];

/** Checks files on disk, by their paths from the root. */
export function checkFiles(files: readonly string[]): { violations: Violation[]; imports: number } {
  const results = files.map((file) => checkText(file, readFileSync(file, "utf8")));
  return {
    violations: results.flatMap((one) => one.violations),
    imports: results.reduce((sum, one) => sum + one.imports, 0),
  };
}
