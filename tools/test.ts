// The README's test command: every check, then every test. The last line it prints is `N passed, N failed`.
import { spawnSync } from "node:child_process";

const steps: readonly (readonly [string, ...string[]])[] = [
  ["oxfmt", "--check"],
  ["oxlint", "--type-aware", "--deny-warnings"],
  ["tsc", "-b"],
  ["node", "tools/check-walls.ts"],
  ["node", "tools/check-lock.ts"],
  ["node", "tools/docs.ts", "--check"],
  ["knip"],
];

let failed = 0;
for (const [command, ...args] of steps) {
  const { status, error } = spawnSync(command, args, {
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (status !== 0) {
    failed++;
    console.error(`✗ ${command} ${args.join(" ")}${error === undefined ? "" : `: ${error.message}`}`);
  }
}
if (failed > 0) {
  console.log(`0 passed, ${failed} failed`);
  process.exitCode = 1;
} else {
  const { status } = spawnSync("vitest", ["run", ...process.argv.slice(2)], {
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  process.exitCode = status ?? 1;
}
