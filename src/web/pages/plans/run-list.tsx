import { useNavigate } from "@tanstack/react-router";
import { listRuns, type RunView } from "../../../api/runs.ts";
import { usePages } from "../../app/queries.ts";
import { Empty } from "../../parts/empty.tsx";
import type { Column } from "../../parts/grid/column.ts";
import { DataGrid } from "../../parts/grid/data-grid.tsx";
import { ListFrame } from "../../parts/grid/list-frame.tsx";
import { Moment } from "../../parts/moment.tsx";
import { outcomesText } from "../../parts/outcomes.ts";
import { lasting } from "../../parts/time.ts";
import { KIND, RunState } from "./run-state.tsx";

const NOTHING = {};

const COLUMNS: readonly Column<RunView>[] = [
  { id: "at", title: "Began", width: "185px", cell: ({ startedAt }) => <Moment at={startedAt} /> },
  { id: "state", title: "State", width: "105px", cell: ({ state }) => <RunState of={state} /> },
  { id: "kind", title: "Kind", width: "110px", wideOnly: true, cell: ({ kind }) => KIND[kind] },
  { id: "mode", title: "Mode", width: "90px", wideOnly: true, cell: ({ mode }) => mode },
  {
    id: "outcomes",
    title: "What it came to",
    width: "minmax(150px, 2fr)",
    cell: ({ outcomes, trouble }) => trouble?.detail ?? outcomesText(outcomes, "no deletion"),
  },
  {
    id: "by",
    title: "Begun by",
    width: "minmax(100px, 1fr)",
    wideOnly: true,
    cell: ({ begunBy }) => begunBy,
  },
  {
    id: "lasted",
    title: "Lasted",
    width: "110px",
    wideOnly: true,
    cell: ({ startedAt, endedAt }) =>
      endedAt === undefined ? "still running" : lasting(Date.parse(endedAt) - Date.parse(startedAt)),
  },
];

/** Runs, the newest first. */
export function RunList() {
  const navigate = useNavigate();
  const pages = usePages(listRuns, NOTHING);
  const total = pages.first?.total;
  return (
    <ListFrame
      pages={pages}
      one="run"
      of="runs"
      empty={<Empty title="No run yet">Begin one, or give the configuration a schedule.</Empty>}
    >
      <DataGrid
        label="Runs"
        columns={COLUMNS}
        items={pages.items ?? []}
        keyOf={({ id }) => id}
        nameOf={({ id }) => id}
        onOpen={({ id }) => void navigate({ to: "/runs/$id", params: { id } })}
        total={total?.exact === true ? total.count : -1}
        more={pages.more}
      />
    </ListFrame>
  );
}
