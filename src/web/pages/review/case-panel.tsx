import { Alert, Button, Drawer, Group, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { readCase } from "../../../api/cases.ts";
import { useRead } from "../../app/queries.ts";
import { DeviceBody } from "../../parts/device/device-body.tsx";
import { IconChevronLeft, IconChevronRight } from "../../parts/icons.ts";
import { PanelTitle } from "../../parts/panel-title.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { CaseAnswers } from "./case-answers.tsx";
import { CaseHead } from "./case-head.tsx";
import { CaseTimeline } from "./case-timeline.tsx";

interface Props {
  readonly number: number | undefined;
  readonly onClose: () => void;
  /** To the case before and after it in the list; none at its ends. */
  readonly before: (() => void) | undefined;
  readonly after: (() => void) | undefined;
}

/** Everything a person needs to answer one case, with the answers always in reach. */
export function CasePanel({ number, onClose, before, after }: Props) {
  const read = useRead(readCase, { params: { number: number ?? 1 } }, number !== undefined);
  const one = read.data?.case;
  return (
    <Drawer.Root
      opened={number !== undefined}
      onClose={onClose}
      position="right"
      size={800}
      classNames={{ content: "panel" }}
    >
      <Drawer.Overlay />
      <Drawer.Content>
        <Drawer.Header role="presentation">
          <Drawer.Title>
            <PanelTitle
              name={one?.hostname ?? "Case"}
              about={one === undefined ? `Case ${number ?? ""}` : `Case ${one.number} · ${one.tenantName}`}
            />
          </Drawer.Title>
          <Group gap={4} ml="auto" mr="xs">
            <Step label="Case before" go={before} icon={<IconChevronLeft size={16} aria-hidden />} />
            <Step label="Next case" go={after} icon={<IconChevronRight size={16} aria-hidden />} />
          </Group>
          <Drawer.CloseButton aria-label="Close" ml={0} />
        </Drawer.Header>
        <Drawer.Body className="panel-body">
          {number !== undefined && (
            <Loaded read={read}>
              {(now) => (
                <Stack key={number} gap="lg">
                  <CaseHead now={now} />
                  {now.device === undefined ? (
                    <Alert color="gray" title="The device is gone">
                      Central no longer lists it, and nothing of it is kept to compare.
                    </Alert>
                  ) : (
                    <DeviceBody device={now.device} withCase={false} />
                  )}
                  <CaseTimeline now={now} />
                </Stack>
              )}
            </Loaded>
          )}
        </Drawer.Body>
        {/* Made anew for each case, as is what is above: nothing that was begun for one may go to another. */}
        <div className="panel-foot">
          {read.data !== undefined && <CaseAnswers key={number} now={read.data} />}
        </div>
      </Drawer.Content>
    </Drawer.Root>
  );
}

function Step({
  label,
  go,
  icon,
}: {
  readonly label: string;
  readonly go: (() => void) | undefined;
  readonly icon: ReactNode;
}) {
  return (
    <Button
      size="compact-sm"
      variant="default"
      aria-label={label}
      title={label}
      disabled={go === undefined}
      onClick={go}
    >
      {icon}
    </Button>
  );
}
