import { readFileSync } from "node:fs";
import { readMarkdown, type Block } from "./markdown-page.ts";

const PAGE = "docs/guide/directories.md";

/** What the guide tells administrators to export. */
export interface ExportSelection {
  readonly filter: string;
  readonly attributes: readonly string[];
}

/** The filter and the attributes of the guide's ldifde command. */
export function exportSelection(): ExportSelection {
  const { text } = blockWith("ldifde -f");
  return {
    filter: /-r "([^"]+)"/.exec(text)?.[1] ?? "",
    attributes: (/-l "([^"]+)"/.exec(text)?.[1] ?? "").split(","),
  };
}

/** The same of its PowerShell command that writes JSON. */
export function powershellSelection(): ExportSelection {
  const { text } = blockWith("$attributes =");
  const [attributes = "", filter = ""] = text.split(/^\$filter = /m);
  const quoted = (part: string): string[] => [...part.matchAll(/'([^']+)'/g)].map(([, word = ""]) => word);
  return {
    attributes: quoted(attributes),
    filter: quoted(filter.slice(0, filter.indexOf("Get-ADObject"))).join(""),
  };
}

function blockWith(start: string): Block {
  const { blocks } = readMarkdown(PAGE, readFileSync(new URL(`../../${PAGE}`, import.meta.url), "utf8"));
  const block = blocks.find(({ text }) => text.startsWith(start));
  if (block === undefined) throw new Error(`${PAGE} shows no command that begins with ${start}`);
  return block;
}
