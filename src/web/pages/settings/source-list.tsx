import { Badge, Text } from "@mantine/core";
import type * as z from "zod";
import { listSources, listTenants } from "../../../api/inventory.ts";
import type { SourceState } from "../../../api/overview.ts";
import { useRead } from "../../app/queries.ts";
import { Empty } from "../../parts/empty.tsx";
import type { Column } from "../../parts/grid/column.ts";
import { DataGrid } from "../../parts/grid/data-grid.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { Moment } from "../../parts/moment.tsx";
import { Section } from "../../parts/section.tsx";
import { count, counted, wordsOf } from "../../parts/words.ts";

type Row = z.output<typeof SourceState>;
const NOTHING = {};
const nothingMore = (): void => undefined;

const COVERAGE = { complete: "teal", incomplete: "orange", failed: "red" } as const;
const COLUMNS: readonly Column<Row>[] = [
  { id: "name", title: "Source", width: "minmax(140px, 1.5fr)", cell: ({ name }) => <b>{name}</b> },
  { id: "kind", title: "Kind", width: "100px", wideOnly: true, cell: ({ kind }) => kind },
  {
    id: "coverage",
    title: "Last reading",
    width: "120px",
    cell: ({ coverage }) =>
      coverage === undefined ? (
        <Badge color="gray">never read</Badge>
      ) : (
        <Badge color={COVERAGE[coverage]}>{coverage}</Badge>
      ),
  },
  {
    id: "decides",
    title: "Decides",
    width: "90px",
    cell: ({ decides }) => (decides ? "yes" : <b>no</b>),
  },
  {
    id: "counted",
    title: "Counted",
    width: "100px",
    numeric: true,
    wideOnly: true,
    cell: (row) =>
      row.counted === undefined ? (
        <Text span inherit c="dimmed" fs="italic">
          unknown
        </Text>
      ) : (
        count(row.counted)
      ),
  },
  {
    id: "finished",
    title: "Finished",
    width: "130px",
    wideOnly: true,
    cell: ({ finishedAt }) => (finishedAt === undefined ? "never" : <Moment at={finishedAt} as="relative" />),
  },
  {
    id: "complete",
    title: "Last complete",
    width: "130px",
    wideOnly: true,
    cell: ({ completeAt }) => (completeAt === undefined ? "never" : <Moment at={completeAt} as="relative" />),
  },
];

/** Every tenant and directory, how fresh it is and whether it may decide; and the tenants that are not covered. */
export function SourceList() {
  const sources = useRead(listSources, NOTHING);
  const tenants = useRead(listTenants, NOTHING);
  return (
    <>
      {tenants.data !== undefined && tenants.data.notCovered.length > 0 && (
        <div className="section-above">
          <Section title={`Not covered: ${counted(tenants.data.notCovered.length, "tenant")}`}>
            {tenants.data.notCovered.map(({ tenant, name, code, detail }) => (
              <Text size="sm" key={tenant}>
                <b>{name}</b>: {wordsOf(code)}. {detail}
              </Text>
            ))}
          </Section>
        </div>
      )}
      <Loaded read={sources}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title="No source yet">The first run finds the tenants and reads the directories.</Empty>
          ) : (
            <div className="list-body framed">
              <DataGrid
                label="Sources"
                columns={COLUMNS}
                items={items}
                keyOf={({ kind, id }) => `${kind} ${id}`}
                nameOf={({ name }) => name}
                total={items.length}
                more={nothingMore}
              />
            </div>
          )
        }
      </Loaded>
    </>
  );
}
