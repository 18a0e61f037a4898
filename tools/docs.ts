// Generates docs/reference from the code. `node tools/docs.ts` writes; `--check` fails where a page is not what it would write.
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { pages, readPage } from "./docs/pages.ts";

const FOLDER = new URL("../docs/reference/", import.meta.url);

if (process.argv.includes("--check")) {
  const stale = pages().filter(({ name, text }) => readPage(name) !== text);
  for (const { name } of stale)
    console.error(`docs/reference/${name}: is not what the code says: run \`node tools/docs.ts\``);
  if (stale.length > 0) process.exitCode = 1;
  else console.log(`reference holds: ${pages().length} pages`);
} else {
  mkdirSync(fileURLToPath(FOLDER), { recursive: true });
  for (const { name, text } of pages()) writeFileSync(fileURLToPath(new URL(name, FOLDER)), text);
}
