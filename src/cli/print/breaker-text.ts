import type { Tenant } from "../../core/model/tenant.ts";
import type { TrippedBreaker } from "../../core/plan/plan.ts";
import { tellBreakers } from "../../flows/told-breakers.ts";
import { paint, type Io } from "../io.ts";
import { figure, printable } from "./table.ts";

/** Of one kind: a provider may have many tenants that are silent on a Sunday. */
const MOST_OF_A_KIND = 10;

/**
 * What each tripped breaker stopped and by which figures, and once for each kind what to do about it.
 * @param tenants all that are known, for their names
 */
export const breakerLines = (
  io: Io,
  breakers: readonly TrippedBreaker[],
  tenants: readonly Pick<Tenant, "id" | "name">[],
): readonly string[] =>
  tellBreakers(breakers, tenants).flatMap(({ code, stops, remedy, tripped }) => {
    const told = tripped.slice(0, MOST_OF_A_KIND).map(({ where, figures, groups }) => {
      const whom =
        stops === "tenant" ? (where ?? "") : `the run${where === undefined ? "" : `, by ${where}`}`;
      const why = [...Object.entries(figures).map(([name, value]) => `${name} ${round(value)}`), ...groups];
      return paint(io, "red", `Breaker ${code} stopped ${printable(whom)}: ${printable(why.join(", "))}`);
    });
    const more = tripped.length - told.length;
    if (more > 0) told.push(paint(io, "red", `  and ${figure(more)} more`));
    return [...told, `  ${remedy}`];
  });

const round = (value: number): string => String(Math.round(value * 1000) / 1000);
