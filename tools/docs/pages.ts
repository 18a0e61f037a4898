import { readFileSync } from "node:fs";
import { apiPage } from "./api-page.ts";
import { breakersPage } from "./breakers-page.ts";
import { cliPage } from "./cli-page.ts";
import { configPage } from "./config-page.ts";
import { errorsPage } from "./errors-page.ts";
import { glossaryPage } from "./glossary-page.ts";
import { reasonsPage } from "./reasons-page.ts";

/** A page of docs/reference as it should be. */
export interface ReferencePage {
  readonly name: string;
  readonly text: string;
}

export const pages = (): readonly ReferencePage[] => [
  { name: "cli.md", text: cliPage() },
  { name: "config.md", text: configPage() },
  { name: "reasons.md", text: reasonsPage() },
  { name: "errors.md", text: errorsPage() },
  { name: "api.md", text: apiPage() },
  { name: "breakers.md", text: breakersPage() },
  { name: "glossary.md", text: glossaryPage() },
];

/** A page as it is; undefined when it is not there. */
export function readPage(name: string): string | undefined {
  try {
    // A checkout may have turned the line breaks.
    return readFileSync(new URL(`../../docs/reference/${name}`, import.meta.url), "utf8").replaceAll(
      "\r\n",
      "\n",
    );
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
