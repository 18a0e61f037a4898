import { Button, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { pullBrake, releaseBrake } from "../../api/brake.ts";
import { readOverview, type Overview } from "../../api/overview.ts";
import { DeedDialog } from "../parts/deed-dialog.tsx";
import { IconHandStop } from "../parts/icons.ts";
import { Moment } from "../parts/moment.tsx";
import { useWhyNot } from "./may.ts";
import { useCommand, useRead } from "./queries.ts";

const NOTHING = {};

/** Always in the header: whether deletions are stopped, and one click to stop them. */
export function BrakeButton() {
  const overview = useRead(readOverview, NOTHING);
  // Which of the two was asked for: pulling must not turn into releasing under the hand once the brake is on.
  const [asks, setAsks] = useState<"pull" | "release">();
  const close = (): void => setAsks(undefined);
  const brake = overview.data?.brake;
  const pulled = brake !== undefined;
  return (
    <>
      <Button
        size="xs"
        variant={pulled ? "filled" : "default"}
        {...(pulled && { color: "red.9" })}
        leftSection={<IconHandStop size={16} aria-hidden />}
        onClick={() => setAsks(pulled ? "release" : "pull")}
      >
        {overview.data === undefined ? "Brake: unknown" : pulled ? "Brake is on" : "Brake"}
      </Button>
      <Pull opened={asks === "pull"} onClose={close} />
      <Release opened={asks === "release"} onClose={close} overview={overview.data} />
    </>
  );
}

function Pull({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  const pull = useCommand(pullBrake);
  const whyNot = useWhyNot(pullBrake);
  return (
    <DeedDialog
      opened={opened}
      onClose={onClose}
      title="Pull the brake"
      deed="Stop all deletions"
      danger
      reasonFor="It stands in the ledger, and whoever looks next reads it."
      missing={whyNot}
      pending={pull.isPending}
      error={pull.error}
      onDeed={(reason) =>
        pull.mutate(
          { input: { body: { reason } } },
          {
            onSuccess: () => {
              onClose();
              notifications.show({
                title: "The brake is on",
                message: "No device is deleted until somebody releases it.",
              });
            },
          },
        )
      }
    >
      <Text size="sm">
        No device of any tenant is deleted from now on, also not by a run that is under way. A deletion that
        was already sent to Central is not called back. Collecting, judging and answering go on.
      </Text>
    </DeedDialog>
  );
}

interface ReleaseProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly overview: Overview | undefined;
}

function Release({ opened, onClose, overview }: ReleaseProps) {
  const brake = overview?.brake;

  const release = useCommand(releaseBrake);
  const whyNot = useWhyNot(releaseBrake);
  return (
    <DeedDialog
      opened={opened}
      onClose={onClose}
      title="The brake is on"
      deed="Release the brake"
      danger
      reasonFor="Why it is safe to go on. It stands in the ledger."
      missing={whyNot ?? (brake === undefined ? "The brake is not on." : undefined)}
      pending={release.isPending}
      error={release.error}
      onDeed={(reason) => release.mutate({ input: { body: { reason } } }, { onSuccess: onClose })}
    >
      {overview !== undefined && brake !== undefined && (
        <>
          <Text size="sm">
            Pulled by <b>{brake.pulledBy}</b> <Moment at={brake.pulledAt} as="relative" />: “{brake.reason}”
          </Text>
          <Text size="sm">
            Releasing it lets runs delete again, from the first step of the ramp
            {overview.ramp !== undefined && <>: {overview.ramp.steps[0] ?? overview.ramp.perDay} a day</>}.
          </Text>
        </>
      )}
    </DeedDialog>
  );
}
