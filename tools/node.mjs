// Starts Node 24 as the lock brought it, whatever Node runs this: `node tools/node.mjs script.ts args…`. Plain JavaScript
// for that reason. node_modules/.bin cannot be relied on for it: the packages of the other platforms carry the same
// `node`, and npm 10 takes the link away again when it leaves them out.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, dirname } from "node:path";
import { fileURLToPath } from "node:url";

const { platform, arch, env } = process;
const name = `node-${platform === "win32" ? "win" : platform}-${arch}`;
const program = platform === "win32" ? "bin/node.exe" : "bin/node";
const brought = fileURLToPath(new URL(`../node_modules/${name}/${program}`, import.meta.url));
// Where no package exists (macOS) the machine's own Node has to do; the program itself refuses one that is too old.
const node = existsSync(brought) ? brought : process.execPath;

const child = spawn(node, process.argv.slice(2), {
  stdio: "inherit",
  // What is started from there on finds the same Node, through `#!/usr/bin/env node` too.
  env: { ...env, PATH: `${dirname(node)}${delimiter}${env["PATH"] ?? ""}` },
});
// A terminal tells both of Ctrl-C and of its end, and told twice the child would stop at once: only what reaches this
// process alone is passed on.
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
  process.on(signal, () => {
    if (signal === "SIGTERM" || !process.stdin.isTTY) child.kill(signal);
  });
}
child.on("error", (error) => {
  console.error(`${node} cannot be started: ${error.message}`);
  process.exitCode = 1;
});
child.on("exit", (code, signal) => {
  if (signal !== null) process.kill(process.pid, signal);
  else process.exitCode = code ?? 1;
});
