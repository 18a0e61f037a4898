import { Group, SegmentedControl } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { listDeletions } from "../../../api/deletions.ts";
import { usePages } from "../../app/queries.ts";
import { addressOf } from "../../parts/device/device-address.ts";
import { Empty } from "../../parts/empty.tsx";
import { ChoiceFilter } from "../../parts/filter/choice-filter.tsx";
import { ClearFilters } from "../../parts/filter/clear-filters.tsx";
import { SearchBox } from "../../parts/filter/search-box.tsx";
import { TenantFilter } from "../../parts/filter/tenant-filter.tsx";
import { DataGrid } from "../../parts/grid/data-grid.tsx";
import { ListFrame } from "../../parts/grid/list-frame.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { DELETION_COLUMNS } from "./deletion-columns.tsx";
import { RecoveryPanel } from "./recovery-panel.tsx";

const at = getRouteApi("/shell/deletions");

/** What was deleted, how it ended, and the way back. */
export function DeletionsPage() {
  const search = at.useSearch();
  const navigate = at.useNavigate();
  const change = (part: Partial<typeof search>, replace = true): void => {
    void navigate({ search: (old) => ({ ...old, ...part }), replace });
  };
  const { open, show, ...filter } = search;
  const pages = usePages(listDeletions, {
    ...filter,
    ...(show === "restorable" && { restorable: "true" }),
    ...(show === "returned" && { returned: "true" }),
  });
  const total = pages.first?.total;
  const any = Object.values({ ...filter, show }).some((value) => value !== undefined);
  return (
    <div className="list-page">
      <PageHead
        title="Deletions"
        about="Deletions that were sent, or may have been; each with its undo clock and its way back"
      />
      <Group gap="xs" role="search" aria-label="Narrow the list">
        <SearchBox
          label="Search deletions"
          placeholder="Name of the device"
          value={search.search}
          onChange={(text) => change({ search: text })}
        />
        <TenantFilter value={search.tenant} onChange={(tenant) => change({ tenant })} />
        <ChoiceFilter
          label="Outcome"
          choices={["retired", "unconfirmed", "failed"]}
          value={search.outcome}
          onChange={(outcome) => change({ outcome })}
        />
        <SegmentedControl
          size="xs"
          aria-label="Show"
          data={[
            { value: "all", label: "All" },
            { value: "restorable", label: "Still restorable" },
            { value: "returned", label: "Came back" },
          ]}
          value={show ?? "all"}
          onChange={(value) =>
            change({ show: value === "restorable" || value === "returned" ? value : undefined })
          }
        />
        <ClearFilters
          shown={any}
          onClear={() =>
            change({ search: undefined, tenant: undefined, outcome: undefined, show: undefined })
          }
        />
      </Group>
      <ListFrame
        pages={pages}
        one="deletion"
        of="deletions"
        empty={<Empty title="No deletion">Nothing was deleted that fits these filters.</Empty>}
      >
        <DataGrid
          label="Deletions"
          columns={DELETION_COLUMNS}
          items={pages.items ?? []}
          keyOf={addressOf}
          nameOf={({ hostname }) => hostname}
          openKey={open}
          onOpen={(one) => change({ open: addressOf(one) }, false)}
          total={total?.exact === true ? total.count : -1}
          more={pages.more}
        />
      </ListFrame>
      <RecoveryPanel open={open} onClose={() => change({ open: undefined })} />
    </div>
  );
}
