import { Alert, Group, Loader, Progress, Stack, Text, Timeline } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { readRun, type RunView, stopRun } from "../../../api/runs.ts";
import { useLive } from "../../app/live.ts";
import { useWhyNot } from "../../app/may.ts";
import { useCommand, useRead } from "../../app/queries.ts";
import { BarredButton } from "../../parts/barred.tsx";
import { DeedDialog } from "../../parts/deed-dialog.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { Moment } from "../../parts/moment.tsx";
import { outcomesText } from "../../parts/outcomes.ts";
import { PageHead } from "../../parts/page-head.tsx";
import { Section } from "../../parts/section.tsx";
import { TextLink } from "../../parts/text-link.tsx";
import { lasting } from "../../parts/time.ts";
import { wordsOf } from "../../parts/words.ts";
import { KIND, RunState } from "./run-state.tsx";

const at = getRouteApi("/shell/runs/$id");
/** Beside the live events, which a proxy may hold back. */
const FOLLOW_MS = 5000;

/** One run, followed live while it is under way. */
export function RunPage() {
  const { id } = at.useParams();
  const read = useRead(readRun, { params: { id } }, true, (run) =>
    run?.state === "running" ? FOLLOW_MS : false,
  );
  return (
    <>
      <PageHead
        title={`Run ${id}`}
        about={
          <TextLink to="/plans" search={{ tab: "runs" }}>
            All runs
          </TextLink>
        }
      >
        {read.data?.state === "running" && <Stop run={read.data} />}
      </PageHead>
      <Loaded read={read}>
        {(run) => (
          <Stack gap="md">
            <Group gap="sm">
              <RunState of={run.state} />
              <Text size="sm">
                {KIND[run.kind]}, {run.mode}, begun by {run.begunBy} <Moment at={run.startedAt} />
                {run.endedAt !== undefined &&
                  `, lasted ${lasting(Date.parse(run.endedAt) - Date.parse(run.startedAt))}`}
              </Text>
            </Group>
            {run.trouble !== undefined && (
              <Alert color="red" title={wordsOf(run.trouble.code)}>
                {run.trouble.detail} {run.trouble.remedy}
              </Alert>
            )}
            <Happening run={run} />
            <Section
              title="Steps"
              aside={
                run.plan !== undefined && (
                  <TextLink to="/plans/$id" params={{ id: run.plan }} size="sm">
                    Its plan, device by device
                  </TextLink>
                )
              }
            >
              <Steps run={run} />
              <Text size="sm" mt="md">
                Deletions: <b>{outcomesText(run.outcomes, "none")}</b>
              </Text>
            </Section>
          </Stack>
        )}
      </Loaded>
    </>
  );
}

function Steps({ run }: { readonly run: RunView }) {
  return (
    <Timeline bulletSize={16} lineWidth={2} active={run.steps.length - 1}>
      {run.steps.map(({ step, state, startedAt, endedAt, text }) => (
        <Timeline.Item
          key={step}
          color={state === "failed" ? "red.9" : "harbor"}
          bullet={state === "running" ? <Loader size={10} color="white" aria-hidden /> : undefined}
        >
          <Text size="sm">
            <b>{wordsOf(step)}</b> {state === "done" ? "" : `(${state}) `}
            {text}
          </Text>
          <Text size="xs" c="dimmed">
            <Moment at={startedAt} />
            {endedAt !== undefined && `, ${lasting(Date.parse(endedAt) - Date.parse(startedAt))}`}
          </Text>
        </Timeline.Item>
      ))}
    </Timeline>
  );
}

/** The newest line of a run under way, as the terminal shows it. */
function Happening({ run }: { readonly run: RunView }) {
  const { progress } = useLive();
  if (run.state !== "running" || progress?.run !== run.id) return null;
  const { text, done, of } = progress;
  return (
    <Section title="Right now">
      <Text size="sm" role="status">
        {text}
      </Text>
      {done !== undefined && of !== undefined && of > 0 && (
        <Progress mt={6} value={(100 * done) / of} aria-label={`${done} of ${of}`} />
      )}
    </Section>
  );
}

function Stop({ run }: { readonly run: RunView }) {
  const [asks, setAsks] = useState(false);
  const stop = useCommand(stopRun);
  const why = useWhyNot(stopRun);
  const close = (): void => setAsks(false);
  return (
    <>
      <BarredButton variant="default" why={why} onClick={() => setAsks(true)}>
        Stop it…
      </BarredButton>
      <DeedDialog
        opened={asks}
        onClose={close}
        title="Stop this run"
        deed="Stop the run"
        pending={stop.isPending}
        error={stop.error}
        onDeed={() => stop.mutate({ input: { params: { id: run.id }, body: {} } }, { onSuccess: close })}
      >
        <Text size="sm">
          It ends after what it is doing right now: a deletion that was sent is settled first. To stop
          deletions of every run, pull the brake.
        </Text>
      </DeedDialog>
    </>
  );
}
