import { getRouteApi } from "@tanstack/react-router";
import { useMemo } from "react";
import { listDevices } from "../../../api/devices.ts";
import { usePages } from "../../app/queries.ts";
import { addressOf } from "../../parts/device/device-address.ts";
import { DevicePanel } from "../../parts/device/device-panel.tsx";
import { Empty } from "../../parts/empty.tsx";
import { DataGrid } from "../../parts/grid/data-grid.tsx";
import { ListFrame } from "../../parts/grid/list-frame.tsx";
import { known } from "../../parts/known.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { deviceColumns } from "./device-columns.tsx";
import { DeviceFilters } from "./device-filters.tsx";

const at = getRouteApi("/shell/devices");

/** Every endpoint that Central lists, narrowed by anything, with the panel of one of them. */
export function DevicesPage() {
  const search = at.useSearch();
  const navigate = at.useNavigate();
  const change = (part: Partial<typeof search>, replace = true): void => {
    void navigate({ search: (old) => ({ ...old, ...part }), replace });
  };
  const { open, sort = "lastSeen", order = "asc", ...filter } = search;
  const pages = usePages(listDevices, { ...filter, sort, order });
  const columns = useMemo(
    () =>
      deviceColumns({
        by: sort,
        order,
        to: (by, to) => void navigate({ search: (old) => ({ ...old, sort: by, order: to }), replace: true }),
      }),
    [sort, order, navigate],
  );
  const total = pages.first?.total;
  return (
    <div className="list-page">
      <PageHead title="Devices" about="Every endpoint that Sophos Central lists, the longest silent first" />
      <DeviceFilters search={search} onChange={change} />
      <ListFrame
        pages={pages}
        one="device"
        of="devices"
        empty={
          <Empty title="No device">
            None fits these filters. Only what a complete reading listed is here: a tenant that is not covered
            has none.
          </Empty>
        }
      >
        <DataGrid
          label="Devices"
          columns={columns}
          items={pages.items ?? []}
          keyOf={addressOf}
          nameOf={({ hostname }) => known(hostname)}
          openKey={open}
          onOpen={(device) => change({ open: addressOf(device) }, false)}
          total={total?.exact === true ? total.count : -1}
          more={pages.more}
        />
      </ListFrame>
      <DevicePanel open={open} onClose={() => change({ open: undefined })} />
    </div>
  );
}
