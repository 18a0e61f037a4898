import { Badge, Text } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import type * as z from "zod";
import { listPlans, type PlanSummary } from "../../../api/plans.ts";
import { usePages } from "../../app/queries.ts";
import { Empty } from "../../parts/empty.tsx";
import type { Column } from "../../parts/grid/column.ts";
import { DataGrid } from "../../parts/grid/data-grid.tsx";
import { ListFrame } from "../../parts/grid/list-frame.tsx";
import { Moment } from "../../parts/moment.tsx";
import { outcomesText } from "../../parts/outcomes.ts";
import { count } from "../../parts/words.ts";
import { PlanState } from "./plan-state.tsx";

type Row = z.output<typeof PlanSummary>;
const NOTHING = {};

const COLUMNS: readonly Column<Row>[] = [
  { id: "at", title: "Frozen", width: "185px", cell: ({ createdAt }) => <Moment at={createdAt} /> },
  { id: "state", title: "State", width: "130px", cell: (plan) => <PlanState of={plan} /> },
  { id: "items", title: "Devices", width: "80px", numeric: true, cell: ({ items }) => count(items) },
  {
    id: "outcomes",
    title: "How they ended",
    width: "minmax(160px, 2fr)",
    wideOnly: true,
    cell: ({ outcomes }) => outcomesText(outcomes, "not applied"),
  },
  {
    id: "leftOut",
    title: "Left out",
    width: "90px",
    numeric: true,
    wideOnly: true,
    cell: ({ leftOut }) => count(leftOut),
  },
  {
    id: "breakers",
    title: "Breakers",
    width: "110px",
    wideOnly: true,
    cell: ({ breakers }) =>
      breakers === 0 ? (
        <Text span inherit c="dimmed">
          none
        </Text>
      ) : (
        <Badge color="orange">{breakers} tripped</Badge>
      ),
  },
  { id: "mode", title: "Mode", width: "90px", wideOnly: true, cell: ({ mode }) => mode },
  { id: "id", title: "Plan", width: "minmax(90px, 1fr)", wideOnly: true, cell: ({ id }) => id },
];

/** Plans, the newest first. */
export function PlanList() {
  const navigate = useNavigate();
  const pages = usePages(listPlans, NOTHING);
  const total = pages.first?.total;
  return (
    <ListFrame
      pages={pages}
      one="plan"
      of="plans"
      empty={<Empty title="No plan yet">A run freezes one, or “Freeze a plan”.</Empty>}
    >
      <DataGrid
        label="Plans"
        columns={COLUMNS}
        items={pages.items ?? []}
        keyOf={({ id }) => id}
        nameOf={({ id }) => id}
        onOpen={({ id }) => void navigate({ to: "/plans/$id", params: { id } })}
        total={total?.exact === true ? total.count : -1}
        more={pages.more}
      />
    </ListFrame>
  );
}
