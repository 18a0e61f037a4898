import { Drawer, Stack, Text } from "@mantine/core";
import { useState } from "react";
import type * as z from "zod";
import type { LedgerRow } from "../../../api/ledger.ts";
import { FactsList } from "../../parts/facts-list.tsx";
import type { Column } from "../../parts/grid/column.ts";
import { DataGrid } from "../../parts/grid/data-grid.tsx";
import { PanelTitle } from "../../parts/panel-title.tsx";
import { Moment } from "../../parts/moment.tsx";
import { wordsOf } from "../../parts/words.ts";

type Row = z.output<typeof LedgerRow>;

const COLUMNS: readonly Column<Row>[] = [
  { id: "seq", title: "No.", width: "80px", numeric: true, wideOnly: true, cell: ({ seq }) => seq },
  { id: "at", title: "When", width: "185px", wideOnly: true, cell: ({ at }) => <Moment at={at} /> },
  {
    id: "text",
    title: "What",
    width: "minmax(200px, 3fr)",
    cell: ({ text }) => <span title={text}>{text}</span>,
  },
  { id: "actor", title: "By", width: "minmax(120px, 1fr)", wideOnly: true, cell: ({ actor }) => actor },
  {
    id: "kind",
    title: "Kind",
    width: "minmax(120px, 0.9fr)",
    wideOnly: true,
    cell: ({ kind }) => <span title={kind}>{wordsOf(kind)}</span>,
  },
];

/** The entries, and one of them whole. */
export function LedgerTable({ items, more }: { readonly items: readonly Row[]; readonly more: () => void }) {
  const [open, setOpen] = useState<Row>();
  return (
    <>
      <DataGrid
        label="Entries of the ledger"
        columns={COLUMNS}
        items={items}
        keyOf={({ seq }) => String(seq)}
        nameOf={({ seq }) => `entry ${seq}`}
        openKey={open === undefined ? undefined : String(open.seq)}
        onOpen={setOpen}
        total={-1}
        more={more}
      />
      <Drawer
        opened={open !== undefined}
        onClose={() => setOpen(undefined)}
        position="right"
        size={560}
        title={<PanelTitle name={`Entry ${open?.seq ?? ""}`} />}
      >
        {open !== undefined && (
          <Stack gap="sm">
            <Text>{open.text}</Text>
            <Text size="sm" c="dimmed">
              <Moment at={open.at} /> · {open.actor} · {wordsOf(open.kind)}
            </Text>
            <FactsList facts={open.fact} />
            <Text size="xs" c="dimmed">
              Hash: <span className="mono">{open.hash}</span>
            </Text>
          </Stack>
        )}
      </Drawer>
    </>
  );
}
