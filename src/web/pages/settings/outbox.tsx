import { Badge, Group, Stack, Text } from "@mantine/core";
import type * as z from "zod";
import { useState } from "react";
import { listSinks, parkSink, retrySink, type SinkView } from "../../../api/outbox.ts";
import { useWhyNot } from "../../app/may.ts";
import { useCommand, useRead } from "../../app/queries.ts";
import { BarredButton } from "../../parts/barred.tsx";
import { DeedDialog } from "../../parts/deed-dialog.tsx";
import { Empty } from "../../parts/empty.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { Moment } from "../../parts/moment.tsx";
import { Section } from "../../parts/section.tsx";
import { counted, wordsOf } from "../../parts/words.ts";

type Sink = z.output<typeof SinkView>;
const NOTHING = {};

/** How far each sink has got, and what is in its way. */
export function Outbox() {
  const read = useRead(listSinks, NOTHING);
  return (
    <Loaded read={read}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty title="Nothing is told to anybody">No SIEM and no notification is configured.</Empty>
        ) : (
          <Stack gap="sm">
            {items.map((sink) => (
              <One key={sink.sink} sink={sink} />
            ))}
          </Stack>
        )
      }
    </Loaded>
  );
}

function One({ sink }: { readonly sink: Sink }) {
  const { parked, failures, failure, behind, deliveredAt, retryAt, setAside, configured } = sink;
  const [asks, setAsks] = useState<"park" | "retry">();
  const park = useCommand(parkSink);
  const retry = useCommand(retrySink);
  const whyNotPark = useWhyNot(parkSink);
  const whyNotRetry = useWhyNot(retrySink);
  const close = (): void => setAsks(undefined);
  const params = { sink: sink.sink };
  return (
    <div>
      <Section
        title={sink.sink}
        aside={
          <Group gap="xs">
            {parked === undefined && (
              <BarredButton size="xs" variant="default" why={whyNotPark} onClick={() => setAsks("park")}>
                Park…
              </BarredButton>
            )}
            <BarredButton size="xs" variant="default" why={whyNotRetry} onClick={() => setAsks("retry")}>
              {parked === undefined ? "Try now…" : "Resume…"}
            </BarredButton>
          </Group>
        }
      >
        <Group gap="sm">
          {parked !== undefined ? (
            <Badge color="orange">parked</Badge>
          ) : failures > 0 ? (
            <Badge color="red">failing</Badge>
          ) : (
            <Badge color="teal">fine</Badge>
          )}
          {!configured && <Badge color="gray">no longer configured</Badge>}
          <Text size="sm">
            {behind === 0 ? "Has everything" : `${counted(behind, "entry", "entries")} behind`}
            {deliveredAt === undefined ? ", nothing delivered yet" : ", last delivered "}
            {deliveredAt !== undefined && <Moment at={deliveredAt} as="relative" />}
            {setAside > 0 && `, ${counted(setAside, "entry", "entries")} set aside`}
          </Text>
        </Group>
        {failure !== undefined && (
          <Text size="sm" mt={4}>
            {counted(failures, "failure")}, the last: {failure}
            {retryAt !== undefined && (
              <>
                {" "}
                Tried again <Moment at={retryAt} as="relative" />.
              </>
            )}
          </Text>
        )}
        {parked !== undefined && (
          <Text size="sm" mt={4}>
            Parked <Moment at={parked.parkedAt} as="relative" /> ({wordsOf(parked.because)})
            {parked.reason !== undefined && `: “${parked.reason}”`}
          </Text>
        )}
      </Section>
      <DeedDialog
        opened={asks === "park"}
        onClose={close}
        title={`Park ${sink.sink}`}
        deed="Park it"
        reasonFor="It stands in the ledger."
        pending={park.isPending}
        error={park.error}
        onDeed={(reason) => park.mutate({ input: { params, body: { reason } } }, { onSuccess: close })}
      >
        <Text size="sm">
          It gets nothing until it is resumed. Nothing is lost: it goes on where it stopped.
        </Text>
      </DeedDialog>
      <DeedDialog
        opened={asks === "retry"}
        onClose={close}
        title={`${parked === undefined ? "Try" : "Resume"} ${sink.sink}`}
        deed={parked === undefined ? "Try now" : "Resume it"}
        pending={retry.isPending}
        error={retry.error}
        onDeed={() => retry.mutate({ input: { params, body: {} } }, { onSuccess: close })}
      >
        <Text size="sm">
          It is tried at once, from the entry after the last that it has
          {behind > 0 && `: ${counted(behind, "entry", "entries")}`}.
        </Text>
      </DeedDialog>
    </div>
  );
}
