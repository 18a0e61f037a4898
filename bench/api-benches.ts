import type { AskAnswer, AskInput } from "./ask-api.ts";
import { inChild } from "./child.ts";
import type { Figure } from "./figure.ts";

const REQUESTS = 200;

/** What a page may take: each engine with the fleet that it is meant for. */
const SIZES = {
  "api-postgres": { engine: "postgres", devices: 1_000_000, goalMs: 50 },
  "api-pglite": { engine: "pglite", devices: 100_000, goalMs: 150 },
} as const;

/** Pages of devices, cases and findings over HTTP, counts included. */
export async function askLists(wanted: ReadonlySet<string>): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [name, { goalMs, ...size }] of Object.entries(SIZES)) {
    if (!wanted.has(name)) continue;
    const answer = await inChild<AskAnswer>("ask-api", { ...size, requests: REQUESTS } satisfies AskInput);
    figures.push(...figuresOf(name, size, goalMs, answer));
  }
  return figures;
}

function figuresOf(
  name: string,
  { engine, devices }: Pick<AskInput, "engine" | "devices">,
  goalMs: number,
  { apiMs, sqlMs, slowest, overviewMs }: AskAnswer,
): Figure[] {
  const asked = `${REQUESTS} varied pages of ${devices} devices on ${engine}, one at a time, their counts included`;
  const p95 = percentile(apiMs, 0.95);
  return [
    {
      name,
      figure: p95,
      unit: "ms, 95th percentile",
      against: { kind: "limit", what: "goal of a page", figure: goalMs },
      goal: { atMost: 1 },
      note: `${asked}; median ${percentile(apiMs, 0.5).toFixed(0)} ms; slowest: ${slowest.slice(0, 3).join(", ")}`,
    },
    {
      name,
      figure: p95,
      unit: "ms, 95th percentile",
      against: { kind: "peer", what: "the same statements alone", figure: percentile(sqlMs, 0.95) },
      goal: undefined,
      note: `median ${percentile(apiMs, 0.5).toFixed(1)} against ${percentile(sqlMs, 0.5).toFixed(1)} ms; HTTP, JSON and the client in one process with it`,
    },
    {
      name: `${name}-overview`,
      figure: overviewMs,
      unit: "ms",
      against: { kind: "limit", what: "goal of a page", figure: goalMs },
      goal: undefined,
      note: `the overview of ${devices} devices, asked a second time`,
    },
  ];
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new RangeError("nothing was measured");
  return value;
}
