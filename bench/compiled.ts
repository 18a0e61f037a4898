import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
/** Below the root, so that packages are found from it. */
const OUT = "node_modules/.cache/bench";

/**
 * Compiles the benchmark and what it measures as a release is compiled, and gives the path of its run.js: reading TypeScript
 * costs Node some 30 MB that nobody pays who has installed a release.
 */
export async function compiledRun(): Promise<string> {
  const options = ["--target", "es2024", "--module", "nodenext", "--rewriteRelativeImportExtensions"];
  const tsc = join(ROOT, "node_modules", "typescript", "bin", "tsc");
  await promisify(execFile)(
    process.execPath,
    [tsc, ...options, "--ignoreConfig", "--noCheck", "--rootDir", ".", "--outDir", OUT, "bench/run.ts"],
    { cwd: ROOT },
  );
  await writeFile(join(ROOT, OUT, "package.json"), JSON.stringify({ type: "module" }));
  return join(ROOT, OUT, "bench", "run.js");
}
