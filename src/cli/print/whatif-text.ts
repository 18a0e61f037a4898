import type { DeviceClass } from "../../core/assess/device-class.ts";
import type { SilenceView } from "../../flows/silence.ts";
import type { WhatIf } from "../../flows/what-if.ts";
import { paint, type Io } from "../io.ts";
import { figure, table } from "./table.ts";

const DISPOSITIONS = ["keep", "review", "retire"] as const;

/** What a changed policy changes: the moves, the reasons that make them, and some devices. */
export function whatIfText(io: Io, { devices, changed, moves, reasons, examples }: WhatIf): string {
  if (devices === 0) return "No endpoint has been collected yet: run `rollcall collect` first.";
  const counts = DISPOSITIONS.map((from) => [
    from,
    ...DISPOSITIONS.map((to) => {
      const found = moves.find((move) => move.from === from && move.to === to);
      const text = figure(found?.devices ?? 0);
      return from !== to && found !== undefined && found.devices > 0
        ? ({ text, style: to === "retire" ? "red" : "yellow" } as const)
        : text;
    }),
  ]);
  const parts = [
    `${figure(devices)} devices judged by both policies; ${figure(changed)} change. Nothing was written.`,
    table(io, ["Now", "then keep", "then review", "then retire"], counts, [1, 2, 3]),
  ];
  if (reasons.length > 0) {
    const rows = reasons.map(({ code, gained, lost }) => [code, figure(gained), figure(lost)]);
    parts.push(table(io, ["Reason", "begins to hold back", "ceases to"], rows, [1, 2]));
  }
  if (examples.length > 0) {
    const rows = examples.map(({ evidence: { tenant, endpoint }, from, to, before, after }) => [
      typeof endpoint.hostname === "string" ? endpoint.hostname : endpoint.id,
      tenant.name,
      from,
      to,
      (to === "retire" || after.length === 0 ? before : after).join(", "),
    ]);
    const some =
      examples.length < changed
        ? `${figure(examples.length)} of ${figure(changed)} devices:`
        : "The devices:";
    parts.push(`${some}\n${table(io, ["Hostname", "Tenant", "Now", "Then", "Reasons"], rows)}`);
  }
  return parts.join("\n\n");
}

const TITLES: Readonly<Record<DeviceClass, string>> = {
  computer: "Computers",
  server: "Servers",
  unknown: "Devices of which it is not clear which they are",
};

/** What the devices come to under other inactive thresholds, class by class. */
export function silenceText(io: Io, { spread, rows }: SilenceView): string {
  const { cells, notJudged } = spread;
  const classes = (["computer", "server", "unknown"] as const).filter((of) =>
    cells.some(({ deviceClass }) => deviceClass === of),
  );
  const parts = classes.map((of) => {
    const lines = rows
      .filter(({ deviceClass }) => deviceClass === of)
      .map(({ days, inForce, keep, review, retire, unsure }) => [
        `${days} days${inForce ? " *" : ""}`,
        figure(keep),
        figure(review),
        figure(retire),
        figure(unsure),
      ]);
    const head = ["Inactive after", "keep", "review", "retire", "unsure"];
    return `${paint(io, "bold", TITLES[of])}\n${table(io, head, lines, [1, 2, 3, 4])}`;
  });
  const waiting =
    notJudged === 0 ? "" : `\n${figure(notJudged)} devices are not in it: run \`rollcall assess\` first.`;
  if (classes.length === 0) return `Nothing has been judged yet.${waiting}`;
  return [
    ...parts,
    "* in force. By what was judged last. Unsure: machines with several records, where the threshold changes more than\n" +
      `their own silence; a change that is given as a flag judges every device, and is exact.${waiting}`,
  ].join("\n\n");
}
