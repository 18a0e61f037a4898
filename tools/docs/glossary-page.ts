import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseSync } from "oxc-parser";
import { WORDS, type Word } from "./glossary-words.ts";
import { code, page, table } from "./markdown.ts";

const ROOT = new URL("../../", import.meta.url);

/** Every word with the types that carry it. Throws when one of them is not exported where the glossary says. */
export function glossaryPage(words: readonly Word[] = WORDS): string {
  for (const { word, types } of words) {
    for (const type of types) requireExport(word, type);
  }
  return page("Glossary", [
    "These words mean the same in the code, on the command line and in these pages. The types are checked to exist.",
    table(
      ["word", "means", "in the code"],
      words.map(({ word, means, types }) => [
        word,
        means,
        types.length === 0 ? "not in this version" : types.map(link).join(", "),
      ]),
    ),
  ]);
}

function parts(type: string): { readonly file: string; readonly name: string } {
  const [file = "", name = ""] = type.split("#");
  return { file, name };
}

function requireExport(word: string, type: string): void {
  const { file, name } = parts(type);
  const { module } = parseSync(file, readFileSync(fileURLToPath(new URL(file, ROOT)), "utf8"));
  const exported = module.staticExports.flatMap(({ entries }) =>
    entries.map((entry) => entry.exportName.name),
  );
  if (!exported.includes(name)) {
    throw new Error(`The glossary says that ${file} exports ${name} for "${word}", and it does not.`);
  }
}

function link(type: string): string {
  const { file, name } = parts(type);
  return `[${code(name)}](../../${file})`;
}
