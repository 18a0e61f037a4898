import type { SinkReport } from "../../flows/deliver.ts";
import type { SinkStanding } from "../../flows/outbox.ts";
import type { Io } from "../io.ts";
import { instantText } from "./instant-text.ts";
import { figure, printable, table, type Painted } from "./table.ts";

/** Each sink in a line; what it refused is told below. */
export function standingsText(io: Io, sinks: readonly SinkStanding[]): string {
  if (sinks.length === 0) return "No sink is configured: the ledger is told to nobody.";
  const drawn = table(
    io,
    ["Sink", "Type", "State", "Waiting", "Refused", "Last taken", "Failures", "Trouble", "Next try"],
    sinks.map((one) => [
      one.sink,
      one.type ?? "not configured",
      stateOf(one),
      figure(one.behind),
      figure(one.setAside.length),
      one.deliveredAt === undefined ? "never" : instantText(one.deliveredAt),
      figure(one.failures),
      one.failure ?? "",
      one.retryAt === undefined ? "" : instantText(one.retryAt),
    ]),
    [3, 4, 6],
  );
  const lines = sinks.flatMap(({ sink, setAside, parked }) => [
    ...(parked?.reason === undefined ? [] : [`${printable(sink)}: parked, ${printable(parked.reason)}`]),
    // The ledger shows them; a few are enough to find out why.
    ...setAside
      .slice(0, 5)
      .map(
        ({ seq, code, due }) =>
          `${printable(sink)}: refused entry ${seq} (${printable(code)})${due ? ", to be sent again" : ""}`,
      ),
  ]);
  return lines.length === 0 ? drawn : `${drawn}\n\n${lines.join("\n")}`;
}

function stateOf({ parked, failures, behind }: SinkStanding): Painted {
  if (parked !== undefined) return { text: `parked (${parked.because})`, style: "red" };
  if (failures > 0) return { text: "failing", style: "yellow" };
  return behind > 0 ? { text: "behind", style: "yellow" } : { text: "up to date", style: "green" };
}

/** What one delivery came to. */
export const reportsText = (io: Io, reports: readonly SinkReport[]): string =>
  reports.length === 0
    ? "No sink is configured: the ledger is told to nobody."
    : table(
        io,
        ["Sink", "Type", "State", "Taken", "Refused", "Waiting", "Trouble", "Next try"],
        reports.map((one) => [
          one.sink,
          one.type,
          { text: one.state.replaceAll("_", " "), style: one.state === "up_to_date" ? "green" : "yellow" },
          figure(one.taken),
          figure(one.refused),
          figure(one.behind),
          one.code ?? "",
          one.retryAt === undefined ? "" : instantText(one.retryAt),
        ]),
        [3, 4, 5],
      );
