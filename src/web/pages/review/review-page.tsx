import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { listCases } from "../../../api/cases.ts";
import type { CaseSummary } from "../../../api/decisions.ts";
import { usePages } from "../../app/queries.ts";
import { Empty } from "../../parts/empty.tsx";
import { DataGrid } from "../../parts/grid/data-grid.tsx";
import { ListFrame } from "../../parts/grid/list-frame.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { BulkBar } from "./bulk-bar.tsx";
import { CASE_COLUMNS } from "./case-columns.tsx";
import { CaseFilters } from "./case-filters.tsx";
import { CasePanel } from "./case-panel.tsx";

const at = getRouteApi("/shell/review");
const keyOf = ({ number }: CaseSummary): string => String(number);

/** The doubtful, and the answers to them. */
export function ReviewPage() {
  const search = at.useSearch();
  const navigate = at.useNavigate();
  // As they were when they were chosen: an answer binds to what the person saw.
  const [chosen, setChosen] = useState<ReadonlyMap<string, CaseSummary>>(new Map());
  const none = (): void => setChosen(new Map());
  const change = (part: Partial<typeof search>, replace = true): void => {
    void navigate({ search: (old) => ({ ...old, ...part }), replace });
  };
  const { case: open, state = "open", sort = "risk", ...filter } = search;
  const pages = usePages(listCases, { ...filter, state, sort });
  const items = pages.items ?? [];
  const total = pages.first?.total;
  const index = items.findIndex(({ number }) => number === open);
  const step = (to: number): (() => void) | undefined => {
    const one = items[to];
    return one === undefined || one.number === open ? undefined : () => change({ case: one.number });
  };
  const toggle = (key: string): void => {
    const next = new Map(chosen);
    const one = items.find((item) => keyOf(item) === key);
    if (!next.delete(key) && one !== undefined) next.set(key, one);
    setChosen(next);
  };
  return (
    <div className="list-page">
      <PageHead
        title="Review queue"
        about="Devices with a doubt that a person answers. Without an answer in time nothing is deleted."
      />
      <CaseFilters
        search={search}
        onChange={(part) => {
          // What is chosen has to be in sight.
          none();
          change(part);
        }}
      />
      <BulkBar chosen={[...chosen.values()]} onClear={none} />
      <ListFrame
        pages={pages}
        one="case"
        of="cases"
        empty={
          <Empty title="Nothing waits for an answer">
            No case fits these filters. New ones come with the next run, when a device is in doubt.
          </Empty>
        }
      >
        <DataGrid
          label="Cases"
          columns={CASE_COLUMNS}
          items={items}
          keyOf={keyOf}
          nameOf={({ hostname }) => hostname}
          openKey={open === undefined ? undefined : String(open)}
          onOpen={({ number }) => change({ case: number }, false)}
          choosing={{
            chosen: new Set(chosen.keys()),
            toggle,
            toggleAll: () =>
              chosen.size === items.length
                ? none()
                : setChosen(new Map(items.map((one) => [keyOf(one), one]))),
          }}
          total={total?.exact === true ? total.count : -1}
          more={pages.more}
        />
      </ListFrame>
      <CasePanel
        number={open}
        onClose={() => change({ case: undefined })}
        before={index > 0 ? step(index - 1) : undefined}
        // A case that was answered is no longer in the list: the next is the first of the rest.
        after={step(index + 1)}
      />
    </div>
  );
}
