import { Skeleton, Text } from "@mantine/core";
import { lazy, Suspense } from "react";
import type { Overview } from "../../../api/overview.ts";
import { Empty } from "../../parts/empty.tsx";
import { Section } from "../../parts/section.tsx";
import { counted } from "../../parts/words.ts";
import { TREND_HEIGHT } from "./trend-height.ts";

// The charts are as much code as the rest of the page: they come after it.
const TrendChart = lazy(async () => ({ default: (await import("./trend-chart.tsx")).TrendChart }));

/** How the doubtful and the gone have developed. */
export function Trend({ trend }: { readonly trend: Overview["trend"] }) {
  return (
    <Section
      title="Trend"
      about="Devices in review and to be retired, one point a day"
      aside={
        <Text size="sm" c="dimmed" className="num">
          {counted(
            trend.reduce((sum, { deleted }) => sum + deleted, 0),
            "device",
          )}{" "}
          deleted in {counted(trend.length, "day")}
        </Text>
      }
    >
      {trend.length < 2 ? (
        <Empty title="No trend yet">It takes two days with a complete run, and a role for all tenants.</Empty>
      ) : (
        <Suspense fallback={<Skeleton h={TREND_HEIGHT} />}>
          <TrendChart trend={trend} />
        </Suspense>
      )}
    </Section>
  );
}
