// The text of rollcall.yaml to plain data, and from any place in the data back to its line and column.
import { isMap, isNode, isPair, isScalar, LineCounter, parseDocument, type YAMLError } from "yaml";
import type { ConfigPath, ConfigProblem } from "./config-problem.ts";

export interface ParsedConfig {
  readonly value: unknown;
  readonly problems: readonly ConfigProblem[];
  /** Where a value stands; of one that is not there, where its parent does. `key` asks for the key instead of the value. */
  at(path: ConfigPath, part?: "key" | "value"): { readonly line: number; readonly column: number };
}

// The parser's own sentences quote the text, which may be a secret: these say the same without it.
const SENTENCES: Partial<Record<YAMLError["code"], string>> = {
  BAD_INDENT: "is indented wrongly",
  DUPLICATE_KEY: "this key stands twice; keep one of them",
  MISSING_CHAR: "a closing quote, bracket, comma or space is missing here or above",
  TAB_AS_INDENT: "is indented with a tab; use spaces",
  BAD_ALIAS: "refers to an anchor that is not there",
  MULTIPLE_DOCS: "is a second YAML document; a configuration is one",
  BAD_SCALAR_START: "begins with a character that needs quotes",
  BAD_DQ_ESCAPE: "has a backslash that means nothing; write \\\\ or use single quotes",
};

/** Reads YAML. Every problem is in the answer; with any of syntax, the value is not to be used. */
export function parseYaml(text: string, file: string): ParsedConfig {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const position = (offset: number): { line: number; column: number } => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };

  const problem = (offset: number, sentence: string): ConfigProblem => {
    const [rule = "", fix = "check the YAML here and just above"] = sentence.split("; ");
    return { file, ...position(offset), field: "", rule, fix };
  };
  const problems = [...document.errors, ...document.warnings].map((error) =>
    problem(error.pos[0], SENTENCES[error.code] ?? "is no YAML"),
  );

  function at(path: ConfigPath, part: "key" | "value" = "value"): { line: number; column: number } {
    let offset = document.contents?.range?.[0] ?? 0;
    let node: unknown = document.contents;
    for (const [index, step] of path.entries()) {
      if (isMap(node)) {
        const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
        if (!isPair(pair)) return position(offset);
        const last = index === path.length - 1;
        // A key without a value is shown itself.
        const shown =
          (part === "key" && last) ||
          !isNode(pair.value) ||
          (isScalar(pair.value) && pair.value.value === null)
            ? pair.key
            : pair.value;
        offset = offsetOf(shown) ?? offset;
        node = pair.value;
      } else {
        const child: unknown = document.getIn(path.slice(0, index + 1), true);
        if (!isNode(child)) return position(offset);
        offset = offsetOf(child) ?? offset;
        node = child;
      }
    }
    return position(offset);
  }

  const value: unknown = problems.length > 0 ? undefined : toData();
  return { value, problems, at };

  function toData(): unknown {
    try {
      return document.toJS();
    } catch (error) {
      if (!(error instanceof ReferenceError)) throw error; // aliases of aliases beyond the parser's bound
      problems.push(problem(0, "uses aliases in a way that would grow without bound; write the values out"));
      return undefined;
    }
  }
}

const offsetOf = (node: unknown): number | undefined => (isNode(node) ? node.range?.[0] : undefined);
