import { Badge, Group, Text, Tooltip } from "@mantine/core";
import type { CaseSummary } from "../../../api/decisions.ts";
import type { Column } from "../../parts/grid/column.ts";
import { Moment } from "../../parts/moment.tsx";
import { wordsOf } from "../../parts/words.ts";
import { CaseState } from "./case-state.tsx";

/** The queue, column by column. */
export const CASE_COLUMNS: readonly Column<CaseSummary>[] = [
  {
    id: "hostname",
    title: "Device",
    width: "minmax(108px, 1.1fr)",
    cell: ({ hostname }) => <b>{hostname}</b>,
  },
  {
    id: "doubts",
    title: "Doubts",
    width: "minmax(100px, 2fr)",
    cell: ({ reasons }) => <Doubts reasons={reasons} />,
  },
  { id: "state", title: "State", width: "130px", wideOnly: true, cell: (one) => <CaseState of={one} /> },
  {
    id: "tenant",
    title: "Tenant",
    width: "minmax(110px, 1fr)",
    wideOnly: true,
    cell: ({ tenantName }) => tenantName,
  },
  {
    id: "asked",
    title: "Asked",
    width: "110px",
    wideOnly: true,
    cell: ({ askedAt }) => <Moment at={askedAt} as="relative" />,
  },
  {
    id: "until",
    title: "Answer due",
    width: "92px",
    cell: ({ until }) => (until === undefined ? "" : <Moment at={until} as="relative" />),
  },
  {
    id: "assignee",
    title: "Looked after by",
    width: "minmax(100px, 0.8fr)",
    wideOnly: true,
    cell: ({ assignee }) =>
      assignee ?? (
        <Text span inherit c="dimmed">
          nobody
        </Text>
      ),
  },
  {
    id: "number",
    title: "Case",
    width: "70px",
    wideOnly: true,
    numeric: true,
    cell: ({ number }) => number,
  },
];

function Doubts({ reasons }: Pick<CaseSummary, "reasons">) {
  const barred = reasons.filter(({ approvable }) => !approvable);
  return (
    <Group gap={6} wrap="nowrap" title={reasons.map(({ code }) => wordsOf(code)).join(", ")}>
      <Text span inherit truncate>
        {reasons.map(({ code }) => wordsOf(code)).join(", ")}
      </Text>
      {barred.length > 0 && (
        <Tooltip label={`No approval answers: ${barred.map(({ code }) => wordsOf(code)).join(", ")}`}>
          <Badge size="xs" color="gray" className="wide-only" style={{ flex: "none" }}>
            not approvable
          </Badge>
        </Tooltip>
      )}
    </Group>
  );
}
