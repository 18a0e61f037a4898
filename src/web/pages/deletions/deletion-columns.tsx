import { Badge, Text } from "@mantine/core";
import type * as z from "zod";
import type { Deletion } from "../../../api/deletions.ts";
import type { Column } from "../../parts/grid/column.ts";
import { Moment } from "../../parts/moment.tsx";
import { Outcome } from "../../parts/outcome.tsx";
import { counted } from "../../parts/words.ts";

type Row = z.output<typeof Deletion>;

/** Fewer days than this, and the clock is shown as running out: a week, since one looks here twice a week. */
const SOON_DAYS = 7;

/** How long Central can still restore a device. */
export function UndoClock({ of }: { readonly of: Pick<Row, "daysLeft" | "outcome"> }) {
  if (of.outcome === "failed") {
    return (
      <Text span inherit c="dimmed">
        not deleted
      </Text>
    );
  }
  return of.daysLeft <= 0 ? (
    <Text span inherit c="dimmed">
      over
    </Text>
  ) : (
    <Badge color={of.daysLeft < SOON_DAYS ? "orange" : "gray"} className="num">
      {counted(of.daysLeft, "day")} left
    </Badge>
  );
}

/** The list of deletions, column by column. */
export const DELETION_COLUMNS: readonly Column<Row>[] = [
  {
    id: "hostname",
    title: "Device",
    width: "minmax(130px, 1.2fr)",
    cell: ({ hostname }) => <b>{hostname}</b>,
  },
  { id: "outcome", title: "Outcome", width: "125px", cell: ({ outcome }) => <Outcome of={outcome} /> },
  { id: "undo", title: "Undo clock", width: "115px", cell: (one) => <UndoClock of={one} /> },
  {
    id: "at",
    title: "Sent",
    width: "185px",
    wideOnly: true,
    cell: ({ intendedAt }) => <Moment at={intendedAt} />,
  },
  {
    id: "returned",
    title: "Came back",
    width: "130px",
    wideOnly: true,
    cell: ({ returnedAt }) =>
      returnedAt === undefined ? (
        <Text span inherit c="dimmed">
          no
        </Text>
      ) : (
        <b>
          <Moment at={returnedAt} as="day" />
        </b>
      ),
  },
  {
    id: "tenant",
    title: "Tenant",
    width: "minmax(110px, 1fr)",
    wideOnly: true,
    cell: ({ tenantName }) => tenantName,
  },
  { id: "plan", title: "Plan", width: "minmax(90px, 0.7fr)", wideOnly: true, cell: ({ plan }) => plan },
];
