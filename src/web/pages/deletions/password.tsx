import { Button, CopyButton, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import type * as z from "zod";
import { type Recovery, revealPassword } from "../../../api/deletions.ts";
import { useWhyNot } from "../../app/may.ts";
import { useCommand } from "../../app/queries.ts";
import { BarredButton } from "../../parts/barred.tsx";
import { DeedDialog } from "../../parts/deed-dialog.tsx";

/** The saved tamper-protection password, behind a reason and a role. It is forgotten with the panel. */
export function Password({ recovery }: { readonly recovery: z.output<typeof Recovery> }) {
  const { deletion, dossier } = recovery;
  const reveal = useCommand(revealPassword);
  const role = useWhyNot(revealPassword);
  const [asks, setAsks] = useState(false);
  const close = (): void => setAsks(false);
  const kept = dossier.kind === "open" && dossier.passwordKept;
  const { tenant, endpoint, hostname } = deletion;
  if (reveal.data !== undefined) {
    return (
      <Stack gap={6} className="secret" role="status">
        <Group gap="sm">
          <Text size="sm">Password</Text>
          <Text className="mono" fw={600}>
            {reveal.data.password ?? "(none in force)"}
          </Text>
          <CopyButton value={reveal.data.password ?? ""}>
            {({ copied, copy }) => (
              <Button size="compact-xs" variant="default" onClick={copy}>
                {copied ? "Copied" : "Copy"}
              </Button>
            )}
          </CopyButton>
          <Button size="compact-xs" variant="default" onClick={() => reveal.reset()}>
            Hide
          </Button>
        </Group>
        {reveal.data.previous.length > 0 && (
          <Text size="sm">
            Before it:{" "}
            <span className="mono">{reveal.data.previous.map(({ password }) => password).join(", ")}</span>
          </Text>
        )}
      </Stack>
    );
  }
  return (
    <>
      <Group>
        <BarredButton
          size="xs"
          variant="default"
          why={kept ? role : "There is no password in the dossier."}
          onClick={() => setAsks(true)}
        >
          Show the password…
        </BarredButton>
      </Group>
      <DeedDialog
        opened={asks}
        onClose={close}
        title={`Show the tamper-protection password of ${hostname}`}
        deed="Show the password"
        reasonFor="Who read it and why stands in the ledger."
        pending={reveal.isPending}
        error={reveal.error}
        onDeed={(reason) =>
          reveal.mutate({ input: { params: { tenant, endpoint }, body: { reason } } }, { onSuccess: close })
        }
      >
        <Text size="sm">
          With it the protection of this device can be switched off. It is shown until you close the panel.
        </Text>
      </DeedDialog>
    </>
  );
}
