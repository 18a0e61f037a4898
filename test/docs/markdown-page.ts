// What the tests of the documentation ask of a page: its links, headings and code blocks.
import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

export interface Block {
  readonly language: string;
  readonly text: string;
  readonly line: number;
}

export interface MarkdownPage {
  /** From the root, with forward slashes. */
  readonly path: string;
  readonly lines: readonly string[];
  readonly blocks: readonly Block[];
  /** Lines outside code blocks, with their numbers. */
  readonly prose: readonly { readonly text: string; readonly line: number }[];
}

/** Every page of the repository: those at its root and all of docs. */
export function allPages(): readonly MarkdownPage[] {
  return globSync(["*.md", "docs/**/*.md"], { cwd: ROOT })
    .map((path) => path.replaceAll("\\", "/"))
    .sort()
    .map((path) => readMarkdown(path, readFileSync(`${ROOT}${path}`, "utf8")));
}

/** A page taken apart. */
export function readMarkdown(path: string, text: string): MarkdownPage {
  const lines = text.replaceAll("\r\n", "\n").split("\n");
  const blocks: Block[] = [];
  const prose: { text: string; line: number }[] = [];
  let open: { language: string; indent: string; line: number; body: string[] } | undefined;
  for (const [index, line] of lines.entries()) {
    const fence = /^(\s*)```(\S*)/.exec(line);
    if (fence === null) {
      if (open === undefined) prose.push({ text: line, line: index + 1 });
      else open.body.push(line.startsWith(open.indent) ? line.slice(open.indent.length) : line);
    } else if (open === undefined)
      open = { language: fence[2] ?? "", indent: fence[1] ?? "", line: index + 1, body: [] };
    else {
      blocks.push({ language: open.language, text: open.body.join("\n"), line: open.line });
      open = undefined;
    }
  }
  if (open !== undefined) throw new Error(`${path}:${open.line}: a code block that never ends`);
  return { path, lines, blocks, prose };
}

/** The targets of a page's links, those to other sites left out. */
export function localLinks(
  page: MarkdownPage,
): readonly { readonly target: string; readonly line: number }[] {
  return page.prose.flatMap(({ text, line }) =>
    [...text.replaceAll(/`[^`]*`/g, "code").matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target = ""]) => ({ target, line }))
      .filter(({ target }) => !/^[a-z]+:/i.test(target)),
  );
}

/** The anchors that GitHub gives a page's headings. */
export function anchorsOf(page: MarkdownPage): ReadonlySet<string> {
  return new Set(
    page.prose
      .map(({ text }) => /^#{1,6} (.*)$/.exec(text)?.[1])
      .filter((heading) => heading !== undefined)
      .map((heading) =>
        heading
          .toLowerCase()
          .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
          .replaceAll(" ", "-"),
      ),
  );
}
