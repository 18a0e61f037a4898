import type * as z from "zod";
import type { FindingRow } from "../../../api/findings.ts";
import type { Column } from "../../parts/grid/column.ts";
import { Moment } from "../../parts/moment.tsx";
import { nameOf } from "../../parts/words.ts";

export type FindingRowView = z.output<typeof FindingRow>;

const INSTANT = /^(\d{4}-\d\d-\d\d)T[\d:.]+Z$/;
/** The facts of a finding in a line. */
export const factsLine = (facts: Readonly<Record<string, unknown>>): string =>
  Object.entries(facts)
    .map(([name, value]) => {
      const text = typeof value === "string" ? value.replace(INSTANT, "$1") : JSON.stringify(value);
      return `${nameOf(name)}: ${text}`;
    })
    .join(", ");

const COLUMNS: readonly Column<FindingRowView>[] = [
  { id: "hostname", title: "Name", width: "minmax(130px, 1fr)", cell: ({ hostname }) => <b>{hostname}</b> },
  {
    id: "where",
    title: "Tenant or directory",
    width: "minmax(120px, 1fr)",
    cell: ({ tenantName, directory }) => tenantName ?? directory ?? "unknown",
  },
  {
    id: "facts",
    title: "What it rests on",
    width: "minmax(180px, 2fr)",
    wideOnly: true,
    cell: ({ evidence }) => <span title={factsLine(evidence)}>{factsLine(evidence)}</span>,
  },
  {
    id: "dn",
    title: "In the directory",
    width: "minmax(160px, 1.6fr)",
    wideOnly: true,
    cell: ({ dn }) => <span title={dn}>{dn ?? ""}</span>,
  },
  {
    id: "at",
    title: "Found",
    width: "120px",
    wideOnly: true,
    cell: ({ foundAt }) => <Moment at={foundAt} as="relative" />,
  },
];

/** Findings about computers, which have a place in the directory. */
const OF_COMPUTERS: ReadonlySet<string> = new Set(["unprotected_computer", "stale_in_directory"]);
const WITHOUT_PLACE = COLUMNS.filter(({ id }) => id !== "dn");

/** The list of findings of one kind, column by column. */
export const findingColumns = (code: FindingRowView["code"]): readonly Column<FindingRowView>[] =>
  OF_COMPUTERS.has(code) ? COLUMNS : WITHOUT_PLACE;
