import { Group, Text } from "@mantine/core";
import { useState } from "react";
import type * as z from "zod";
import type { PlanItemView, PlanSummary } from "../../../api/plans.ts";
import { addressOf } from "../../parts/device/device-address.ts";
import { DevicePanel } from "../../parts/device/device-panel.tsx";
import type { Column } from "../../parts/grid/column.ts";
import { DataGrid } from "../../parts/grid/data-grid.tsx";
import { Moment } from "../../parts/moment.tsx";
import { useNow } from "../../parts/now.ts";
import { Outcome } from "../../parts/outcome.tsx";
import { Section } from "../../parts/section.tsx";
import { count, counted, wordsOf } from "../../parts/words.ts";
import { ApplyPlan } from "./apply-plan.tsx";
import { whyNotApply } from "./plan-state.tsx";

type Item = z.output<typeof PlanItemView>;

const COLUMNS: readonly Column<Item>[] = [
  {
    id: "hostname",
    title: "Device",
    width: "minmax(130px, 1.2fr)",
    cell: ({ hostname }) => <b>{hostname}</b>,
  },
  {
    id: "outcome",
    title: "How it ended",
    width: "130px",
    cell: ({ outcome }) =>
      outcome === undefined ? (
        <Text span inherit c="dimmed">
          not applied
        </Text>
      ) : (
        <Outcome of={outcome} />
      ),
  },
  {
    id: "tenant",
    title: "Tenant",
    width: "minmax(110px, 1fr)",
    wideOnly: true,
    cell: ({ tenantName }) => tenantName,
  },
  {
    id: "days",
    title: "Silent days",
    width: "95px",
    numeric: true,
    wideOnly: true,
    cell: ({ daysInactive }) => count(daysInactive),
  },
  {
    id: "seen",
    title: "Last seen",
    width: "125px",
    wideOnly: true,
    cell: ({ lastSeenAt }) => <Moment at={lastSeenAt} as="day" />,
  },
  {
    id: "doubts",
    title: "Doubts let through",
    width: "minmax(150px, 1.6fr)",
    wideOnly: true,
    cell: ({ accepted, approved }) =>
      accepted.length + approved.length === 0 ? (
        <Text span inherit c="dimmed">
          none
        </Text>
      ) : (
        [
          ...accepted.map((code) => `${wordsOf(code)} (policy)`),
          ...approved.map((code) => `${wordsOf(code)} (approved)`),
        ].join(", ")
      ),
  },
];
const ROW = 40;
const MOST_ROWS = 12;
const nothingMore = (): void => undefined;

interface Props {
  readonly plan: z.output<typeof PlanSummary>;
  readonly items: readonly Item[];
}

/** The devices of a plan. While it can be applied they can be taken out of it, never put in. */
export function PlanItems({ plan, items }: Props) {
  const [out, setOut] = useState<ReadonlySet<string>>(new Set());
  const [open, setOpen] = useState<string>();
  const now = useNow();
  const why = whyNotApply(plan, now);
  const kept = items.filter((item) => !out.has(addressOf(item)));
  const toggle = (key: string): void => {
    const next = new Set(out);
    if (!next.delete(key)) next.add(key);
    setOut(next);
  };
  return (
    <Section
      title="Devices"
      about={
        why ??
        `${counted(kept.length, "device")} would be deleted${out.size > 0 ? `; you took ${count(out.size)} out` : "; what is not ticked is taken out"}.`
      }
      aside={
        <Group gap="xs">
          <ApplyPlan plan={plan} kept={kept} all={items.length} why={why} />
        </Group>
      }
    >
      <div style={{ height: ROW * (Math.min(items.length, MOST_ROWS) + 1) + 2 }}>
        <DataGrid
          label="Devices of the plan"
          columns={COLUMNS}
          items={items}
          keyOf={addressOf}
          nameOf={({ hostname }) => hostname}
          onOpen={(item) => setOpen(addressOf(item))}
          openKey={open}
          {...(why === undefined && {
            choosing: {
              chosen: new Set(kept.map(addressOf)),
              takesOut: true,
              toggle,
              toggleAll: () => setOut(out.size === 0 ? new Set(items.map(addressOf)) : new Set()),
            },
          })}
          total={items.length}
          more={nothingMore}
        />
      </div>
      <DevicePanel open={open} onClose={() => setOpen(undefined)} />
    </Section>
  );
}
