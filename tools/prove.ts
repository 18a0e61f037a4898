// npm run prove -- [--json] [--worlds N] [--days N] [--seed N] …: that nothing living is deleted, whatever goes wrong. It can be
// run in slices: --worlds 10 --seed 31 --steps 0 --kills 0 --pairs 0 --stops 0 --disk-fulls 0 are the ten worlds from seed 31 on.
import { parseArgs } from "node:util";
import { prove, type ProofSize } from "../test/prove/proof.ts";

const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    worlds: { type: "string", default: "100" },
    days: { type: "string", default: "30" },
    seed: { type: "string", default: "1" },
    endpoints: { type: "string", default: "200" },
    // Runs that die at a step and processes that are killed, of each engine.
    steps: { type: "string", default: "150" },
    kills: { type: "string", default: "50" },
    // Both on PostgreSQL: two processes at once, and the server stopped in the middle of a run.
    pairs: { type: "string", default: "10" },
    stops: { type: "string", default: "10" },
    // Runs that fall over a full disk, of each engine.
    "disk-fulls": { type: "string", default: "5" },
    engine: { type: "string", multiple: true, default: ["pglite", "postgres"] },
  },
});

function count(
  name: "worlds" | "days" | "seed" | "endpoints" | "steps" | "kills" | "pairs" | "stops" | "disk-fulls",
): number {
  const value = Number(values[name]);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new RangeError(`--${name} ${values[name]}: must be a whole number, 0 or more`);
}

function engine(name: string): ProofSize["engines"][number] {
  if (name === "pglite" || name === "postgres") return name;
  throw new RangeError(`--engine ${name}: must be pglite or postgres`);
}

const size: ProofSize = {
  worlds: count("worlds"),
  firstSeed: count("seed"),
  days: count("days"),
  endpoints: count("endpoints"),
  steps: count("steps"),
  kills: count("kills"),
  pairs: count("pairs"),
  stops: count("stops"),
  diskFulls: count("disk-fulls"),
  engines: values.engine.map(engine),
};
const { broken, changes, faults, ends, ...figures } = await prove(size, (line) => console.error(line));
for (const [title, counts] of Object.entries({ changes, faults, ends })) {
  console.error(`${title}: ${JSON.stringify(counts)}`);
}
for (const one of broken) console.error(`BROKEN ${one}`);
if (values.json) console.log(JSON.stringify({ ...figures, broken: broken.length }));
else for (const [name, figure] of Object.entries(figures)) console.log(`${name.padEnd(20)} ${figure}`);
if (broken.length > 0) process.exitCode = 1;
