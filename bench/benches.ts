import { writeFile } from "node:fs/promises";
import Table from "cli-table3";
import { askLists } from "./api-benches.ts";
import { assessOverDays } from "./assess-benches.ts";
import { collectLargeTenant, collectManyTenants } from "./collect-benches.ts";
import { shareRate } from "./rate-benches.ts";
import { goalText, isMet, jsonLine, ratioOf, round, type Figure } from "./figure.ts";
import { moveLargeStore } from "./move-benches.ts";
import { describeMachine, machineText, type Machine } from "./machine.ts";

type Wanted = ReadonlySet<string>;

/** In the order they are run; those of one run share it. */
const RUNS: readonly {
  readonly names: readonly string[];
  readonly run: (wanted: Wanted) => Promise<Figure[]>;
}[] = [
  { names: ["collect-requests", "collect-wall"], run: collectManyTenants },
  { names: ["collect-memory"], run: collectLargeTenant },
  { names: ["assess-rate", "daily-assess"], run: assessOverDays },
  { names: ["api-postgres", "api-pglite"], run: askLists },
  { names: ["store-move"], run: moveLargeStore },
  { names: ["rate"], run: shareRate },
];

const NAMES = RUNS.flatMap(({ names }) => names);

/** Runs the benchmarks and prints them; `save` writes them to RESULTS.md as well. A missed goal is told and is no failure: these are measurements, not tests. */
export async function runBenches(options: {
  readonly json: boolean;
  readonly save: boolean;
  readonly only: readonly string[];
}): Promise<void> {
  const unknown = options.only.filter((name) => !NAMES.includes(name));
  if (unknown.length > 0) {
    console.error(`no benchmark is called ${unknown.join(", ")}; there are ${NAMES.join(", ")}`);
    process.exitCode = 2;
    return;
  }
  if (options.save && options.only.length > 0) {
    console.error("--save writes down a complete run: leave --only out");
    process.exitCode = 2;
    return;
  }
  const wanted = new Set(options.only.length === 0 ? NAMES : options.only);
  const machine = describeMachine();
  console.log(options.json ? JSON.stringify({ machine }) : machineText(machine));
  const figures: Figure[] = [];
  for (const { names, run } of RUNS) {
    if (!names.some((name) => wanted.has(name))) continue;
    const measured = await run(wanted);
    figures.push(...measured);
    // Told as they come: a complete run takes minutes.
    if (options.json) for (const figure of measured) console.log(jsonLine(figure));
  }
  if (!options.json) console.log(tableOf(figures));
  if (options.save) await writeFile(new URL("RESULTS.md", import.meta.url), resultsText(machine, figures));
}

const metText = (figure: Figure): string => {
  const met = isMet(figure);
  if (met === undefined) return "–";
  return met ? "met" : "MISSED";
};

const cells = (figure: Figure): string[] => [
  figure.name,
  `${round(figure.figure)} ${figure.unit}`,
  `${figure.against.kind} ${round(figure.against.figure)}: ${figure.against.what}`,
  ratioOf(figure).toPrecision(3),
  goalText(figure),
  metText(figure),
];

const HEAD = ["Name", "Figure", "Against", "Ratio", "Goal", ""];

function tableOf(figures: readonly Figure[]): string {
  const table = new Table({
    head: HEAD,
    style: { head: [], border: [] },
    wordWrap: true,
    colWidths: [23, 26, 40],
  });
  table.push(...figures.map(cells));
  return `${table.toString()}\n${figures.map(({ name, note }) => `${name}: ${note}`).join("\n")}`;
}

const row = (columns: readonly string[]): string => `| ${columns.join(" | ")} |`;

function resultsText(machine: Machine, figures: readonly Figure[]): string {
  return [
    "# Last figures",
    "",
    "Written by `npm run bench -- --save`. Ratios and counts of requests carry over to other machines; seconds do not.",
    "",
    machineText(machine),
    "",
    row([...HEAD.slice(0, -1), "Met", "Note"]),
    row(Array.from({ length: HEAD.length + 1 }, () => "---")),
    ...figures.map((figure) => row([...cells(figure), figure.note])),
    "",
  ].join("\n");
}
