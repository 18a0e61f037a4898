import { Button, Group, List, Modal, Stack, Text } from "@mantine/core";
import type * as z from "zod";
import type { answerCases } from "../../../api/cases.ts";
import type { CaseSummary } from "../../../api/decisions.ts";
import { counted } from "../../parts/words.ts";

interface Props {
  readonly result: z.output<typeof answerCases.response>;
  readonly cases: readonly CaseSummary[];
  readonly onClose: () => void;
}

/** What the server made of it, case by case: what it refused is named with why. */
export function BulkResult({ result: { answered, refused }, cases, onClose }: Props) {
  const waiting = answered.filter(({ complete }) => !complete).length;
  const late = answered.filter(({ underWay }) => underWay);
  const nameOf = (number: number): string =>
    cases.find((one) => one.number === number)?.hostname ?? `case ${number}`;
  return (
    <Modal opened onClose={onClose} title={<b>{counted(answered.length, "case")} answered</b>} size="lg">
      <Stack gap="sm">
        {waiting > 0 && (
          <Text size="sm">
            {counted(waiting, "case")} of these {waiting === 1 ? "waits" : "wait"} for a second person.
          </Text>
        )}
        {late.length > 0 && (
          <Text size="sm" fw={600} c="var(--mantine-color-error)">
            Too late for {late.map((one) => one.case.hostname).join(", ")}: a deletion was already sent.
          </Text>
        )}
        {refused.length > 0 && (
          <>
            <Text size="sm" fw={600}>
              {counted(refused.length, "case")} refused: nothing was done with{" "}
              {refused.length === 1 ? "it" : "them"}
            </Text>
            <List size="sm">
              {refused.map(({ number, code, detail }) => (
                <List.Item key={number} title={code}>
                  <b>{nameOf(number)}</b>: {detail}
                </List.Item>
              ))}
            </List>
          </>
        )}
        <Group justify="flex-end">
          <Button onClick={onClose} data-autofocus>
            Close
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
