import "@mantine/charts/styles.css";
import { LineChart } from "@mantine/charts";
import type { Overview } from "../../../api/overview.ts";
import { localDay } from "../../parts/time.ts";
import { TREND_HEIGHT } from "./trend-height.ts";
import { count } from "../../parts/words.ts";

const SERIES = [
  { name: "review", color: "var(--console-review)" },
  { name: "retire", color: "var(--console-retire)" },
] as const;

/** Devices in review and to be retired, day by day. What is kept would only flatten them. */
export function TrendChart({ trend }: { readonly trend: Overview["trend"] }) {
  const first = trend[0];
  const last = trend.at(-1);
  return (
    <LineChart
      h={TREND_HEIGHT}
      role="img"
      aria-label={
        first === undefined || last === undefined
          ? "No trend"
          : `From ${localDay(new Date(first.day))} to ${localDay(new Date(last.day))}: review ${count(first.review)} to ${count(last.review)}, retire ${count(first.retire)} to ${count(last.retire)}`
      }
      data={trend.map((one) => ({ ...one, day: localDay(new Date(`${one.day}T12:00:00`)) }))}
      dataKey="day"
      series={[...SERIES]}
      withDots={false}
      curveType="linear"
      withLegend
      legendProps={{ height: 30, verticalAlign: "top" }}
      gridAxis="x"
      tickLine="none"
      strokeDasharray="0"
      xAxisProps={{ minTickGap: 60 }}
      lineProps={{ isAnimationActive: false }}
      valueFormatter={count}
    />
  );
}
