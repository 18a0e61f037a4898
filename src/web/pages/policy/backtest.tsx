import { Badge, Table, Text } from "@mantine/core";
import { readBacktest } from "../../../api/policy.ts";
import { useRead } from "../../app/queries.ts";
import { Empty } from "../../parts/empty.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { Moment } from "../../parts/moment.tsx";
import { Section } from "../../parts/section.tsx";
import { count, share } from "../../parts/words.ts";

/** What each threshold would have deleted by silence alone, and how many of those came back. */
export function Backtest({ tenant }: { readonly tenant: string | undefined }) {
  const read = useRead(readBacktest, { query: { tenant } });
  return (
    <Section
      title="Back-test"
      about={
        read.data?.sinceAt === undefined ? (
          "By silence alone, over the history"
        ) : (
          <>
            By silence alone, over the history since <Moment at={read.data.sinceAt} as="day" />
          </>
        )
      }
    >
      <Loaded read={read}>
        {({ rows }) =>
          rows.length === 0 ? (
            <Empty title="No history yet">It grows with every complete run.</Empty>
          ) : (
            <Table fz="sm">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Class</Table.Th>
                  <Table.Th ta="right">Days</Table.Th>
                  <Table.Th ta="right">Deleted</Table.Th>
                  <Table.Th ta="right">Came back</Table.Th>
                  <Table.Th ta="right">Wrong</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {rows.map(({ deviceClass, days, inForce, known, silent, cameBack }) => (
                  <Table.Tr key={`${deviceClass} ${days}`} fw={inForce ? 600 : 400}>
                    <Table.Td>
                      {deviceClass}
                      {inForce && (
                        <Badge size="xs" color="harbor" ml={6}>
                          in force
                        </Badge>
                      )}
                    </Table.Td>
                    <Table.Td ta="right" className="num">
                      {days}
                    </Table.Td>
                    {known && silent !== undefined && cameBack !== undefined ? (
                      <>
                        <Table.Td ta="right" className="num">
                          {count(silent)}
                        </Table.Td>
                        <Table.Td ta="right" className="num">
                          {count(cameBack)}
                        </Table.Td>
                        <Table.Td ta="right" className="num">
                          {silent === 0 ? "–" : share(cameBack / silent)}
                        </Table.Td>
                      </>
                    ) : (
                      <Table.Td ta="right" colSpan={3}>
                        <Text span inherit c="dimmed" fs="italic">
                          unknown (the history is too short)
                        </Text>
                      </Table.Td>
                    )}
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          )
        }
      </Loaded>
    </Section>
  );
}
