// Fails on a violated wall, on a file name that is a drawer, and when it looked at less than it should.
import { globSync } from "node:fs";
import { checkFiles } from "./walls.ts";

/** A checker that finds nothing to check must not pass: set a little below what the tree holds. */
const FEWEST_FILES = 100;
const FEWEST_IMPORTS = 300;
const DRAWERS = /(^|[-/])(utils?|helpers?|common|types|index|shared|manager|service|impl|base)\.tsx?$/;
const KEBAB = /^[a-z0-9-]+(\.[a-z0-9-]+)*\.tsx?$/;

const files = globSync("{src,test,tools,bench}/**/*.{ts,tsx}", {
  exclude: (path) => path.includes("test/laws/planted") || path.includes("node_modules"),
}).map((file) => file.replaceAll("\\", "/"));
const { violations, imports } = checkFiles(files);
const names = files.filter(
  (file) => DRAWERS.test(file) || !KEBAB.test(file.slice(file.lastIndexOf("/") + 1)),
);
for (const { file, line, rule, detail } of violations) console.error(`${file}:${line}: ${rule}: ${detail}`);
for (const file of names)
  console.error(`${file}: file-names: name it in kebab-case for the one concept it holds`);
if (files.length < FEWEST_FILES || imports < FEWEST_IMPORTS) {
  console.error(`looked at ${files.length} files and ${imports} imports only: the check itself is broken`);
  process.exitCode = 1;
} else if (violations.length + names.length > 0) process.exitCode = 1;
else console.log(`walls hold: ${files.length} files, ${imports} imports`);
