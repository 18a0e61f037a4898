import { Badge, Group, Stack, Text } from "@mantine/core";
import type * as z from "zod";
import { type DeadJobView, listWorkers, type WorkerView } from "../../../api/workers.ts";
import { useWhyNot } from "../../app/may.ts";
import { useRead } from "../../app/queries.ts";
import { Empty } from "../../parts/empty.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { Moment } from "../../parts/moment.tsx";
import { Section } from "../../parts/section.tsx";

type Worker = z.output<typeof WorkerView>;
const NOTHING = {};

const WHY: Readonly<Record<NonNullable<Worker["refuses"]>, string>> = {
  config_differs: "Its configuration is not that of the run: give both the same.",
  schema_differs: "Its version is not that of the store: run one version everywhere.",
  clock_off: "Its clock is more than 5 minutes off the database's: set both.",
  secret_missing: "It cannot read a secret of sophos.reader or sophos.tls.ca.",
};

/** Processes that share the work of runs, and what none of them could finish. */
export function Workers() {
  const why = useWhyNot(listWorkers);
  const read = useRead(listWorkers, NOTHING, why === undefined);
  if (why !== undefined) return <Empty title="Workers are not shown to you">{why}</Empty>;
  return (
    <Loaded read={read}>
      {({ workers, deadJobs }) => (
        <Stack gap="sm">
          {workers.length === 0 ? (
            <Empty title="One process does all of it">
              On PostgreSQL, rollcall worker on another machine takes a share of the reading.
            </Empty>
          ) : (
            workers.map((worker) => <One key={worker.id} worker={worker} />)
          )}
          {deadJobs.length > 0 && <DeadJobs jobs={deadJobs} />}
        </Stack>
      )}
    </Loaded>
  );
}

function One({ worker }: { readonly worker: Worker }) {
  const { host, pid, kind, version, startedAt, heardAt, silent, refuses } = worker;
  return (
    <Section title={`${host}, process ${pid}`}>
      <Group gap="sm">
        {silent ? (
          <Badge color="gray">silent</Badge>
        ) : refuses === undefined ? (
          <Badge color="teal">takes jobs</Badge>
        ) : (
          <Badge color="orange">takes none</Badge>
        )}
        <Text size="sm">
          {kind} {version}, since <Moment at={startedAt} as="relative" />, last heard{" "}
          <Moment at={heardAt} as="relative" />
        </Text>
      </Group>
      {refuses !== undefined && (
        <Text size="sm" mt={4}>
          {WHY[refuses]}
        </Text>
      )}
    </Section>
  );
}

function DeadJobs({ jobs }: { readonly jobs: readonly z.output<typeof DeadJobView>[] }) {
  return (
    <Section
      title="Jobs that no worker could finish"
      about="The newest 50. What they were to read decided nothing in that run"
    >
      {jobs.map((job) => (
        <Text key={`${job.run}/${job.kind}/${job.of}`} size="sm">
          {job.kind} of {job.of}: {job.code}, <Moment at={job.diedAt} as="relative" />
        </Text>
      ))}
    </Section>
  );
}
