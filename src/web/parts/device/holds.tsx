import { Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { addHold, liftHold, type DeviceDetail } from "../../../api/devices.ts";
import type * as z from "zod";
import { useWhyNot } from "../../app/may.ts";
import { useCommand } from "../../app/queries.ts";
import { BarredButton } from "../barred.tsx";
import { DeedDialog } from "../deed-dialog.tsx";
import { known } from "../known.tsx";
import { Moment } from "../moment.tsx";
import { dayAfter } from "../time.ts";
import { UntilField } from "./until-field.tsx";

/** Days that a new hold stands for unless somebody says otherwise: a month, as the command line's example has it. */
const USUAL_DAYS = 30;

/** The holds on a device, a new one, and the end of one. */
export function Holds({ device }: { readonly device: z.output<typeof DeviceDetail> }) {
  const { tenant, endpoint, holds, record } = device;
  const name = record === undefined ? endpoint : known(record.hostname);
  const standing = holds.find(({ endedAt }) => endedAt === undefined);
  const [asks, setAsks] = useState<"add" | "lift">();
  const [until, setUntil] = useState(() => dayAfter(new Date(), USUAL_DAYS));
  const whyNotAdd = useWhyNot(addHold);
  const whyNotLift = useWhyNot(liftHold);
  const add = useCommand(addHold);
  const lift = useCommand(liftHold);
  const close = (): void => setAsks(undefined);
  const params = { tenant, endpoint };
  return (
    <Stack gap="xs">
      {standing === undefined ? (
        <Text size="sm" c="dimmed">
          No hold on it.
        </Text>
      ) : (
        <Text size="sm">
          On hold until <Moment at={standing.untilAt} /> by <b>{standing.owner}</b>: “{standing.reason}”
        </Text>
      )}
      <Group gap="xs">
        <BarredButton size="xs" variant="default" why={whyNotAdd} onClick={() => setAsks("add")}>
          {standing === undefined ? "Put on hold…" : "Change the hold…"}
        </BarredButton>
        {standing !== undefined && (
          <BarredButton size="xs" variant="default" why={whyNotLift} onClick={() => setAsks("lift")}>
            Lift the hold…
          </BarredButton>
        )}
      </Group>
      <DeedDialog
        opened={asks === "add"}
        onClose={close}
        title={`Put ${name} on hold`}
        deed="Put on hold"
        reasonFor="Why it must not be touched. It stands in the ledger."
        missing={until === "" ? "A day is missing." : undefined}
        pending={add.isPending}
        error={add.error}
        onDeed={(reason) => add.mutate({ input: { params, body: { until, reason } } }, { onSuccess: close })}
      >
        <UntilField value={until} onChange={setUntil} />
      </DeedDialog>
      <DeedDialog
        opened={asks === "lift"}
        onClose={close}
        title={`Lift the hold on ${name}`}
        deed="Lift the hold"
        reasonFor="Why it may be judged like any other again."
        pending={lift.isPending}
        error={lift.error}
        onDeed={(reason) => lift.mutate({ input: { params, body: { reason } } }, { onSuccess: close })}
      >
        <Text size="sm">
          From then on it is judged like any other device, and may be retired when every source agrees that it
          is gone.
        </Text>
      </DeedDialog>
    </Stack>
  );
}
