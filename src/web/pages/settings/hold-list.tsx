import { Badge } from "@mantine/core";
import type * as z from "zod";
import { type HoldView, listHolds } from "../../../api/devices.ts";
import { useNavigate } from "@tanstack/react-router";
import { useRead } from "../../app/queries.ts";
import { addressOf } from "../../parts/device/device-address.ts";
import { Empty } from "../../parts/empty.tsx";
import type { Column } from "../../parts/grid/column.ts";
import { DataGrid } from "../../parts/grid/data-grid.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { Moment } from "../../parts/moment.tsx";
import { useNow } from "../../parts/now.ts";

type Row = z.output<typeof HoldView>;
const nothingMore = (): void => undefined;

const COLUMNS: readonly Column<Row>[] = [
  { id: "hostname", title: "Device", width: "minmax(130px, 1fr)", cell: ({ hostname }) => <b>{hostname}</b> },
  { id: "until", title: "Until", width: "170px", cell: ({ untilAt }) => <Until at={untilAt} /> },
  {
    id: "reason",
    title: "Reason",
    width: "minmax(160px, 2fr)",
    cell: ({ reason }) => <span title={reason}>{reason}</span>,
  },
  { id: "owner", title: "Says", width: "minmax(110px, 1fr)", wideOnly: true, cell: ({ owner }) => owner },
  {
    id: "tenant",
    title: "Tenant",
    width: "minmax(110px, 1fr)",
    wideOnly: true,
    cell: ({ tenantName }) => tenantName,
  },
];

function Until({ at }: { readonly at: string }) {
  return new Date(at) <= useNow() ? (
    <Badge color="orange">
      ended <Moment at={at} as="relative" />
    </Badge>
  ) : (
    <Moment at={at} as="day" />
  );
}

/** The holds that stand; the device's own panel changes and lifts them. */
export function HoldList() {
  const read = useRead(listHolds, { query: {} });
  const navigate = useNavigate();
  return (
    <Loaded read={read}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty title="No hold stands">A device is put on hold from its panel, or from its case.</Empty>
        ) : (
          <div className="list-body framed">
            <DataGrid
              label="Holds"
              columns={COLUMNS}
              items={items}
              keyOf={addressOf}
              nameOf={({ hostname }) => hostname}
              onOpen={(hold) => void navigate({ to: "/devices", search: { open: addressOf(hold) } })}
              total={items.length}
              more={nothingMore}
            />
          </div>
        )
      }
    </Loaded>
  );
}
