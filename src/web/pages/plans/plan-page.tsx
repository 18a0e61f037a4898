import { Alert, Group, Stack, Table, Text } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { readPlan } from "../../../api/plans.ts";
import { useRead } from "../../app/queries.ts";
import { Empty } from "../../parts/empty.tsx";
import { FactsList } from "../../parts/facts-list.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { Moment } from "../../parts/moment.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { Section } from "../../parts/section.tsx";
import { TextLink } from "../../parts/text-link.tsx";
import { count, wordsOf } from "../../parts/words.ts";
import { PlanItems } from "./plan-items.tsx";
import { PlanState } from "./plan-state.tsx";

const at = getRouteApi("/shell/plans/$id");

/** One plan: what it would delete, or how it ended, and what it leaves out and why. */
export function PlanPage() {
  const { id } = at.useParams();
  const read = useRead(readPlan, { params: { id } });
  return (
    <>
      <PageHead title={`Plan ${id}`} about={<TextLink to="/plans">All plans</TextLink>} />
      <Loaded read={read}>
        {({ plan, items, leftOut, breakers }) => (
          <Stack gap="md">
            <Group gap="sm">
              <PlanState of={plan} />
              <Text size="sm">
                {plan.mode}, frozen <Moment at={plan.createdAt} />, expires <Moment at={plan.expiresAt} />
              </Text>
              <Text size="xs" c="dimmed" className="mono" title={plan.hash}>
                {plan.hash.slice(0, 12)}
              </Text>
            </Group>
            {breakers.map((breaker) => (
              <Alert
                key={`${breaker.code} ${breaker.tenant ?? ""}`}
                color="orange"
                title={`${wordsOf(breaker.code)}: ${breaker.tenantName ?? breaker.directory ?? "the whole run"} is stopped`}
              >
                <FactsList facts={breaker.figures} />
                {breaker.remedy}
              </Alert>
            ))}
            {items.length === 0 ? (
              <Section title="Devices">
                <Empty title="The plan has no device">What was left out, and why, is below.</Empty>
              </Section>
            ) : (
              // Made anew for each plan: what was taken out of one stays there.
              <PlanItems key={plan.hash} plan={plan} items={items} />
            )}
            <Section title="Left out" about="Candidates that are not in this plan, and why">
              {leftOut.length === 0 ? (
                <Empty title="Nothing was left out" />
              ) : (
                <Table fz="sm">
                  <Table.Thead>
                    <Table.Tr>
                      <Table.Th>Why</Table.Th>
                      <Table.Th ta="right" w={90}>
                        Devices
                      </Table.Th>
                      <Table.Th>Some of them</Table.Th>
                    </Table.Tr>
                  </Table.Thead>
                  <Table.Tbody>
                    {leftOut.map(({ code, text, count: devices, hostnames }) => (
                      <Table.Tr key={code}>
                        <Table.Td>
                          <b>{wordsOf(code)}</b>
                          <Text size="sm" c="dimmed">
                            {text}
                          </Text>
                        </Table.Td>
                        <Table.Td ta="right" className="num">
                          {count(devices)}
                        </Table.Td>
                        <Table.Td>{hostnames.join(", ")}</Table.Td>
                      </Table.Tr>
                    ))}
                  </Table.Tbody>
                </Table>
              )}
            </Section>
          </Stack>
        )}
      </Loaded>
    </>
  );
}
