import { invariant } from "../../core/model/invariant.ts";
import { isRateWindow, roomFor, type RateWindow, type Urgency } from "../../core/model/rate-window.ts";
import type { RateMeter } from "../../ports/rate-meter.ts";
import { queryOne, type Sql } from "./sql.ts";

export interface SharedRate {
  /** Whoever gives the same name shares it. */
  readonly name: string;
  /** Each counts by its own; those of the same length are one. */
  readonly windows: readonly RateWindow[];
  /** Another time than that of the database's clock, epoch ms: for rehearsals. */
  readonly now?: () => number;
}

/**
 * One budget for all processes on a database, by its clock, under the lock of one row: a statement a request, so that nobody who dies or
 * hangs keeps the lock. In no stretch of a window's length does more than its max leave. rate-limiter-flexible, which the product
 * has, counts in windows that stand still, each beginning with its first request: twice the max can leave around an edge.
 */
export function sharedRateMeter(sql: Sql, { name, windows, now }: SharedRate): RateMeter {
  invariant(windows.length > 0, "a rate budget has a window");
  invariant(windows.every(isRateWindow), "a rate window lets at least one request out");
  const lengths = windows.map(({ ms }) => ms);
  invariant(new Set(lengths).size === lengths.length, "windows of a rate budget differ in length");
  const given = (): number | null => now?.() ?? null;
  const terms = (urgency: Urgency) => [
    windows.map((window) => roomFor(window, urgency)),
    // Of one request a window nothing can be left over: there, what is urgent gets a slice's head start.
    windows.map(({ max }) => (urgency === "bulk" && max === 1 ? 1 : 0)),
  ];
  const [urgent, bulk] = [terms("urgent"), terms("bulk")];
  const hold = async (blockMs: number, refuseMs: number): Promise<void> => {
    await sql.query("select 1 from rollcall.hold_rate($1, $2::bigint, $3::bigint, $4::bigint)", [
      name,
      Math.ceil(blockMs),
      Math.ceil(refuseMs),
      given(),
    ]);
  };
  return {
    take: async (urgency) => {
      const [rooms = [], furtherBack = []] = urgency === "urgent" ? urgent : bulk;
      const { answer, ms } = await queryOne<{ answer: "taken" | "wait" | "refused"; ms: number }>(
        sql,
        "select answer, ms from rollcall.take_rate($1, $2::bigint[], $3::integer[], $4::integer[], $5::bigint)",
        [name, lengths, rooms, furtherBack, given()],
      );
      return answer === "taken" ? { kind: "taken" } : { kind: answer, ms };
    },
    block: async (ms) => hold(ms, 0),
    refuse: async (ms) => hold(0, ms),
  };
}
