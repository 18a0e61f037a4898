import { Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import type * as z from "zod";
import { type Deletion, markReturned } from "../../../api/deletions.ts";
import { useWhyNot } from "../../app/may.ts";
import { useCommand } from "../../app/queries.ts";
import { BarredButton } from "../../parts/barred.tsx";
import { DeedDialog } from "../../parts/deed-dialog.tsx";

/** Says that a deleted device is back, before the watch notices by itself. */
export function Returned({ deletion }: { readonly deletion: z.output<typeof Deletion> }) {
  const mark = useCommand(markReturned);
  const why = useWhyNot(markReturned);
  const [asks, setAsks] = useState(false);
  const close = (): void => setAsks(false);
  const { tenant, endpoint, hostname } = deletion;
  return (
    <Group>
      <BarredButton size="xs" variant="default" why={why} onClick={() => setAsks(true)}>
        It is back…
      </BarredButton>
      <DeedDialog
        opened={asks}
        onClose={close}
        title={`${hostname} is back`}
        deed="Say that it is back"
        danger
        reasonFor="What is to be learned: why was it deleted although it was in use?"
        pending={mark.isPending}
        error={mark.error}
        onDeed={(lesson) =>
          mark.mutate(
            { input: { params: { tenant, endpoint }, body: { lesson } } },
            {
              onSuccess: ({ brakePulled }) => {
                close();
                notifications.show({
                  title: `${hostname} is protected for 30 days`,
                  message: brakePulled ? "The brake is on, and the ramp falls back." : "The ramp falls back.",
                });
              },
            },
          )
        }
      >
        <Text size="sm">
          The device is protected for 30 days, the brake is pulled for the whole fleet, and the ramp falls
          back. The lesson stands in the ledger.
        </Text>
      </DeedDialog>
    </Group>
  );
}
