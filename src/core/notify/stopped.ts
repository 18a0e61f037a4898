import { BREAKER_REMEDIES } from "../plan/breaker-remedies.ts";
import type { BreakerPlace } from "../plan/breaker-change.ts";
import type { Told } from "./compose.ts";
import { counted } from "./counted.ts";
import { MOST_ROWS, type NoticeSection } from "./notice.ts";

type Row = Readonly<Record<"what" | "where" | "todo", string>> & { readonly on: boolean };

/** What began to hold deletions back, and what no longer does: breakers and the brake. */
export function stopped(told: Told): NoticeSection | undefined {
  const rows = [...breakerRows(told), ...brakeRows(told)];
  if (rows.length === 0) return undefined;
  const on = rows.filter((row) => row.on);
  return {
    topic: "breaker",
    title:
      on.length === 0
        ? "Deletions are no longer held back by a guard that was on"
        : `Deletions are held back: ${[...new Set(on.map(({ what }) => what))].join(", ")}`,
    text:
      on.length === 0
        ? []
        : [
            `${counted(on.length, "guard is", "guards are")} on. Nothing is deleted instead of what they hold back.`,
          ],
    columns: [
      ["what", "What"],
      ["where", "Where"],
      ["todo", "What to do"],
    ],
    rows: rows.slice(0, MOST_ROWS).map(({ on: isOn, ...row }) => ({ ...row, state: isOn ? "on" : "off" })),
    more: Math.max(0, rows.length - MOST_ROWS),
  };
}

function breakerRows({ facts, covers, tenantName }: Told): readonly Row[] {
  const where = ({ tenant, directory }: BreakerPlace): string =>
    tenant === undefined ? (directory ?? "every tenant") : tenantName(tenant);
  return facts
    .filter((fact) => fact.kind === "breakers_changed")
    .flatMap(({ tripped, cleared }) => [
      ...tripped
        .filter(({ tenant }) => covers(tenant))
        .map((one) => ({
          what: one.code,
          where: where(one),
          todo: BREAKER_REMEDIES[one.code].remedy,
          on: true,
        })),
      ...cleared
        .filter(({ tenant }) => covers(tenant))
        .map((one) => ({ what: one.code, where: where(one), todo: "off again", on: false })),
    ]);
}

/** A brake that a return has pulled is told with the return. */
function brakeRows({ facts, covers }: Told): readonly Row[] {
  if (!covers(undefined)) return [];
  return facts.flatMap((fact, index): readonly Row[] => {
    if (fact.kind === "brake_released")
      return [
        { what: "brake", where: "every tenant", todo: `released by ${fact.by}: ${fact.reason}`, on: false },
      ];
    if (fact.kind !== "brake_pulled" || facts[index + 1]?.kind === "device_returned") return [];
    return [
      {
        what: "brake",
        where: "every tenant",
        todo: `pulled by ${fact.by}: ${fact.reason}. \`rollcall resume\` releases it.`,
        on: true,
      },
    ];
  });
}
