// Proves that package-lock.json holds every platform's optional package: npm writes a lock that lacks some without a
// word, and `npm ci` on that platform then refuses.
import { readFileSync } from "node:fs";

interface Locked {
  readonly version?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const lock = JSON.parse(readFileSync(process.argv[2] ?? "package-lock.json", "utf8")) as {
  readonly packages: Readonly<Record<string, Locked>>;
};

function holds(from: string, name: string): boolean {
  for (
    let at = from;
    ;
    at = at.includes("/node_modules/") ? at.slice(0, at.lastIndexOf("/node_modules/")) : ""
  ) {
    if (lock.packages[`${at === "" ? "" : `${at}/`}node_modules/${name}`] !== undefined) return true;
    if (at === "") return false;
  }
}

const problems: string[] = [];
for (const [path, { optionalDependencies, integrity }] of Object.entries(lock.packages)) {
  if (path !== "" && integrity === undefined) problems.push(`${path} has no integrity hash`);
  for (const name of Object.keys(optionalDependencies ?? {})) {
    if (!holds(path, name)) problems.push(`${path === "" ? "the package" : path} lacks ${name}`);
  }
}
const count = Object.keys(lock.packages).length;
for (const problem of problems) console.error(problem);
if (count < 50) console.error(`only ${count} packages in the lock: the check itself is broken`);
if (problems.length > 0 || count < 50) process.exitCode = 1;
else console.log(`lock complete: ${count} packages`);
