import { Text } from "@mantine/core";
import type { Device } from "../../../api/devices.ts";
import { Disposition } from "../../parts/disposition.tsx";
import type { Column } from "../../parts/grid/column.ts";
import { Known } from "../../parts/known.tsx";
import { Moment } from "../../parts/moment.tsx";
import { count, wordsOf } from "../../parts/words.ts";

export interface Sorting {
  readonly by: "hostname" | "lastSeen";
  readonly order: "asc" | "desc";
  readonly to: (by: "hostname" | "lastSeen", order: "asc" | "desc") => void;
}

const sortedBy = (sorting: Sorting, by: Sorting["by"]) =>
  ({
    as: sorting.by === by ? (sorting.order === "asc" ? "ascending" : "descending") : "none",
    toggle: () => sorting.to(by, sorting.by === by && sorting.order === "asc" ? "desc" : "asc"),
  }) as const;

/** The list of devices, column by column. */
export const deviceColumns = (sorting: Sorting): readonly Column<Device>[] => [
  {
    id: "hostname",
    title: "Device",
    width: "minmax(130px, 1.2fr)",
    sorted: sortedBy(sorting, "hostname"),
    cell: ({ hostname }) => (
      <b>
        <Known value={hostname} />
      </b>
    ),
  },
  {
    id: "disposition",
    title: "Disposition",
    width: "105px",
    cell: ({ disposition }) => <Disposition of={disposition} />,
  },
  {
    id: "reasons",
    title: "Reasons",
    width: "minmax(150px, 2fr)",
    cell: ({ reasons }) => <Codes codes={reasons} none="no doubt" />,
  },
  {
    id: "tenant",
    title: "Tenant",
    width: "minmax(110px, 1fr)",
    wideOnly: true,
    cell: ({ tenantName }) => tenantName,
  },
  {
    id: "os",
    title: "System",
    width: "minmax(120px, 1.1fr)",
    wideOnly: true,
    cell: ({ osName }) => <Known value={osName} />,
  },
  {
    id: "person",
    title: "Person",
    width: "minmax(100px, 1fr)",
    wideOnly: true,
    cell: ({ person }) => <Known value={person} />,
  },
  {
    id: "lastSeen",
    title: "Last seen",
    width: "125px",
    wideOnly: true,
    sorted: sortedBy(sorting, "lastSeen"),
    cell: ({ lastSeenAt }) => <Known value={lastSeenAt}>{(at) => <Moment at={at} as="day" />}</Known>,
  },
  {
    id: "days",
    title: "Silent days",
    width: "95px",
    wideOnly: true,
    numeric: true,
    cell: ({ daysInactive }) =>
      daysInactive === undefined ? (
        <Text span inherit c="dimmed" fs="italic">
          unknown
        </Text>
      ) : (
        count(daysInactive)
      ),
  },
];

/** The first code in words, and how many more there are. */
function Codes({ codes, none }: { readonly codes: readonly string[]; readonly none: string }) {
  const [first, ...more] = codes;
  if (first === undefined) {
    return (
      <Text span inherit c="dimmed">
        {none}
      </Text>
    );
  }
  return (
    <span title={codes.map(wordsOf).join(", ")}>
      {wordsOf(first)}
      {more.length > 0 && (
        <Text span inherit c="dimmed">
          {" "}
          +{more.length}
        </Text>
      )}
    </span>
  );
}
