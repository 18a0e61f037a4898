import type { DeviceClass } from "../../core/assess/device-class.ts";
import type { BacktestRow } from "../../core/plan/backtest.ts";
import type { BacktestResult } from "../../flows/backtest.ts";
import { paint, type Io } from "../io.ts";
import { dayText } from "./instant-text.ts";
import { figure, table, type Painted } from "./table.ts";

const TITLES: Readonly<Record<DeviceClass, string>> = {
  computer: "Computers",
  server: "Servers",
  unknown: "Devices of which it is not clear which they are",
};

/** What each threshold would have deleted, class by class; the policy's own are marked. */
export function backtestText(io: Io, { watched, history, rows }: BacktestResult): string {
  if (history === undefined) {
    return "No history yet: it begins with the first complete reading of a tenant. Run `rollcall collect` regularly.";
  }
  const classes = (["computer", "server", "unknown"] as const).map((of) =>
    rows.filter(({ deviceClass }) => deviceClass === of),
  );
  // Most estates have none of the third class, or its thresholds cannot be judged yet: then it says nothing.
  const told = classes.filter(
    (of) => of[0]?.deviceClass !== "unknown" || of.some((row) => row.known && row.met > 0),
  );
  return [
    ...told.map((of) => summary(of, history)),
    "",
    ...told.flatMap((of) => [...classText(io, of, watched.length), ""]),
    historyText(history, watched.length),
    "A device counts where a complete reading found it silent for so long.",
    "By silence alone: the directory, the grace period and every other rule are not asked. What they said of the devices",
    "that came back, while those were silent, stands beside them: kept, put before people, or let go.",
  ].join("\n");
}

type History = NonNullable<BacktestResult["history"]>;

function summary(rows: readonly BacktestRow[], history: History): string {
  const own = rows.find(({ inForce }) => inForce);
  if (own === undefined) return "";
  const where = `${TITLES[own.deviceClass]}, ${own.days} days (in force):`;
  return own.known
    ? `${where} ${figure(own.met)} would have been deleted, ${figure(own.cameBack)} of them came back.`
    : `${where} not known, the history has ${history.longestDays} days.`;
}

function classText(io: Io, rows: readonly BacktestRow[], tenants: number): readonly string[] {
  const several = tenants > 1;
  const [first] = rows;
  if (first === undefined) return [];
  const cells = rows.map((row): readonly (string | Painted)[] => [
    `${row.days} days${row.inForce ? " *" : ""}`,
    ...(row.known
      ? [
          figure(row.met),
          { text: figure(row.cameBack), style: row.cameBack > 0 ? "red" : "green" } as const,
          figure(row.cameBackOtherwise.keep),
          figure(row.cameBackOtherwise.review),
          figure(row.cameBackOtherwise.retire),
          figure(row.cameBackOtherwise.unknown),
          figure(row.stillSilent),
          figure(row.left),
          ...(several ? [`${figure(row.tenants)} of ${figure(tenants)}`] : []),
        ]
      : ["not known"]),
  ]);
  const head = [
    "Inactive after",
    "deleted",
    "came back:",
    "kept",
    "asked",
    "let go",
    "not judged",
    "still silent",
    "left Central",
    ...(several ? ["tenants"] : []),
  ];
  return [paint(io, "bold", TITLES[first.deviceClass]), table(io, head, padded(cells, head.length), RIGHT)];
}

const RIGHT = [1, 2, 3, 4, 5, 6, 7, 8, 9];

const padded = (rows: readonly (readonly (string | Painted)[])[], width: number) =>
  rows.map((row) => [...row, ...Array.from({ length: width - row.length }, () => "")]);

function historyText({ sinceAt, untilAt, longestDays }: History, tenants: number): string {
  const whose = tenants === 1 ? "" : ` of ${figure(tenants)} tenants`;
  const longest = tenants === 1 ? "" : " for the tenant that was watched longest";
  return `* in force. History${whose}: ${dayText(sinceAt)} to ${dayText(untilAt)}, ${longestDays} days${longest}.`;
}
