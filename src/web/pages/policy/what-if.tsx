import { Checkbox, Group, NumberInput, Stack, Table, Text } from "@mantine/core";
import { useState } from "react";
import type * as z from "zod";
import { type PolicyView, readSilence } from "../../../api/policy.ts";
import { useRead } from "../../app/queries.ts";
import { Disposition } from "../../parts/disposition.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { Section } from "../../parts/section.tsx";
import { count, counted, wordsOf } from "../../parts/words.ts";
import { ExactWhatIf } from "./exact-what-if.tsx";
import { recount, type Thresholds } from "./recount.ts";
import { ThresholdField } from "./threshold-field.tsx";

interface Props {
  readonly policy: z.output<typeof PolicyView>;
  readonly tenant: string | undefined;
  readonly thresholds: Thresholds;
  readonly onThresholds: (change: Partial<Thresholds>) => void;
}

/** Moves a threshold and shows at once how every count changes; and judges exactly when asked to. */
export function WhatIf({ policy, tenant, thresholds, onThresholds }: Props) {
  const silence = useRead(readSilence, { query: { tenant } });
  const [graceDays, setGraceDays] = useState(policy.graceDays);
  const [accept, setAccept] = useState<readonly string[]>(policy.accept);
  return (
    <Section
      title="What if"
      about="The counts below follow the thresholds at once. The exact judgement takes the grace and the accepted doubts too."
    >
      <Stack gap="md">
        <Group gap="lg" grow preventGrowOverflow={false} align="flex-start">
          <ThresholdField
            label="Computers are silent from"
            inForce={policy.inactive.computerDays}
            value={thresholds.computerDays}
            onChange={(computerDays) => onThresholds({ computerDays })}
          />
          <ThresholdField
            label="Servers are silent from"
            inForce={policy.inactive.serverDays}
            value={thresholds.serverDays}
            onChange={(serverDays) => onThresholds({ serverDays })}
          />
        </Group>
        <Loaded read={silence}>
          {({ cells, notJudged }) => {
            const now = recount(cells, policy.inactive);
            const then = recount(cells, thresholds);
            return (
              <>
                <Table fz="sm" aria-label="Devices by disposition, now and then">
                  <Table.Thead>
                    <Table.Tr>
                      <Table.Th>Disposition</Table.Th>
                      <Table.Th ta="right">In force</Table.Th>
                      <Table.Th ta="right">Then</Table.Th>
                      <Table.Th ta="right">Difference</Table.Th>
                    </Table.Tr>
                  </Table.Thead>
                  <Table.Tbody>
                    {(["keep", "review", "retire"] as const).map((word) => (
                      <Table.Tr key={word}>
                        <Table.Td>
                          <Disposition of={word} />
                        </Table.Td>
                        <Table.Td ta="right" className="num">
                          {count(now[word])}
                        </Table.Td>
                        <Table.Td ta="right" className="num" fw={600}>
                          {count(then[word])}
                        </Table.Td>
                        <Table.Td ta="right" className="num">
                          {differenceOf(then[word] - now[word])}
                        </Table.Td>
                      </Table.Tr>
                    ))}
                  </Table.Tbody>
                </Table>
                {notJudged > 0 && (
                  <Text size="sm" c="dimmed">
                    {counted(notJudged, "device")} {notJudged === 1 ? "is" : "are"} not among them: to be
                    judged first.
                  </Text>
                )}
              </>
            );
          }}
        </Loaded>
        <Group gap="lg" align="flex-end">
          <NumberInput
            label="Retired for at least, days"
            w={190}
            size="xs"
            min={0}
            max={3650}
            allowDecimal={false}
            value={graceDays}
            onChange={(value) => setGraceDays(typeof value === "number" ? value : policy.graceDays)}
          />
          <Checkbox.Group label="Accepted doubts" size="xs" value={[...accept]} onChange={setAccept}>
            <Group gap="sm" mt={6}>
              {policy.acceptable.map((code) => (
                <Checkbox key={code} size="xs" value={code} label={wordsOf(code)} />
              ))}
            </Group>
          </Checkbox.Group>
        </Group>
        <ExactWhatIf change={{ ...thresholds, graceDays, accept: [...accept] }} tenant={tenant} />
        <Text size="xs" c="dimmed">
          A changed policy needs a dry run of its own before anything is deleted by it.
        </Text>
      </Stack>
    </Section>
  );
}

const differenceOf = (devices: number): string =>
  devices === 0 ? "–" : devices > 0 ? `+${count(devices)}` : `−${count(-devices)}`;
