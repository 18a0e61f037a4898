import { Button, Group, Paper, Text } from "@mantine/core";
import { useState } from "react";
import { answerCases } from "../../../api/cases.ts";
import type { CaseSummary } from "../../../api/decisions.ts";
import { useWhyNot } from "../../app/may.ts";
import { BarredButton } from "../../parts/barred.tsx";
import { counted } from "../../parts/words.ts";
import type { AnswerWord } from "./answer-text.tsx";
import { BulkDialog } from "./bulk-dialog.tsx";

/** As many as the server takes in one go. */
const MOST = 200;

interface Props {
  readonly chosen: readonly CaseSummary[];
  readonly onClear: () => void;
}

/** What can be done with the chosen cases; not there while none is chosen. */
export function BulkBar({ chosen, onClear }: Props) {
  const role = useWhyNot(answerCases);
  const [answer, setAnswer] = useState<AnswerWord>();
  if (chosen.length === 0 && answer === undefined) return null;
  const why = role ?? (chosen.length > MOST ? `At most ${MOST} cases are answered at once.` : undefined);
  return (
    <Paper p={6} px="sm" role="region" aria-label="The chosen cases">
      <Group gap="xs">
        <Text size="sm" fw={600} className="num" role="status">
          {counted(chosen.length, "case")} chosen
        </Text>
        <Button size="xs" variant="subtle" onClick={onClear}>
          Choose none
        </Button>
        <Group gap="xs" ml="auto">
          <BarredButton size="xs" why={why} onClick={() => setAnswer("keep")}>
            Keep…
          </BarredButton>
          <BarredButton size="xs" variant="default" why={why} onClick={() => setAnswer("hold")}>
            Hold…
          </BarredButton>
          <BarredButton size="xs" color="red.9" ml="xl" why={why} onClick={() => setAnswer("approve")}>
            Approve deletion…
          </BarredButton>
        </Group>
      </Group>
      {answer !== undefined && (
        <BulkDialog answer={answer} chosen={chosen} onClose={() => setAnswer(undefined)} onDone={onClear} />
      )}
    </Paper>
  );
}
