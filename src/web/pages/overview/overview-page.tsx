import { Grid, Skeleton, Stack } from "@mantine/core";
import { readOverview } from "../../../api/overview.ts";
import { useRead } from "../../app/queries.ts";
import { Loaded } from "../../parts/loaded.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { Alarms } from "./alarms.tsx";
import { Fleet } from "./figures.tsx";
import { Pace } from "./pace.tsx";
import { RunsLine } from "./runs-line.tsx";
import { Sources } from "./sources.tsx";
import { Trend } from "./trend.tsx";
import { Undo } from "./undo.tsx";
import { Waiting } from "./waiting.tsx";

const NOTHING = {};

/** What one looks at twice a week: what is wrong first, then what waits, then how things stand. */
export function OverviewPage() {
  const overview = useRead(readOverview, NOTHING);
  return (
    <>
      <PageHead title="Overview" about={overview.data !== undefined && <RunsLine {...overview.data} />} />
      <Loaded read={overview} waiting={<Waits />}>
        {(data) => (
          <Stack gap="md">
            <Alarms {...data} />
            <Fleet fleet={data.fleet} />
            <Grid gap="md">
              <Grid.Col span={{ base: 12, md: 5 }}>
                <Waiting waiting={data.waiting} />
              </Grid.Col>
              <Grid.Col span={{ base: 12, md: 7 }}>
                <Trend trend={data.trend} />
              </Grid.Col>
              <Grid.Col span={{ base: 12, md: 4 }}>
                <Pace overview={data} />
              </Grid.Col>
              <Grid.Col span={{ base: 12, md: 4 }}>
                <Undo {...data} />
              </Grid.Col>
              <Grid.Col span={{ base: 12, md: 4 }}>
                <Sources {...data} />
              </Grid.Col>
            </Grid>
          </Stack>
        )}
      </Loaded>
    </>
  );
}

const Waits = () => (
  <Stack gap="md">
    <Skeleton h={130} />
    <Grid gap="md">
      <Grid.Col span={{ base: 12, md: 5 }}>
        <Skeleton h={250} />
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 7 }}>
        <Skeleton h={250} />
      </Grid.Col>
    </Grid>
  </Stack>
);
