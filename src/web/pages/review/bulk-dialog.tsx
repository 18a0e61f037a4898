import { Alert, Badge, Group, Text } from "@mantine/core";
import { useState } from "react";
import { answerCases } from "../../../api/cases.ts";
import type { CaseSummary } from "../../../api/decisions.ts";
import { readPolicy } from "../../../api/policy.ts";
import { useCommand, useRead } from "../../app/queries.ts";
import { DeedDialog } from "../../parts/deed-dialog.tsx";
import { UntilField } from "../../parts/device/until-field.tsx";
import { NamesList } from "../../parts/names-list.tsx";
import { dayAfter } from "../../parts/time.ts";
import { counted, wordsOf } from "../../parts/words.ts";
import { type AnswerWord, AnswerText, DEED } from "./answer-text.tsx";
import { BulkResult } from "./bulk-result.tsx";
import { overridden } from "./overridden.ts";

const NOTHING = {};
const USUAL_DAYS = 30;

interface Props {
  readonly answer: AnswerWord;
  readonly chosen: readonly CaseSummary[];
  readonly onClose: () => void;
  /** Once it was sent: nothing is chosen any more. */
  readonly onDone: () => void;
}

/** One answer to several cases: which devices, which doubts it overrides, and how many, in the person's own hand. */
export function BulkDialog({ answer, chosen: now, onClose, onDone }: Props) {
  // What was chosen when it was opened: it neither grows nor shrinks under the person's hands.
  const [chosen] = useState(now);
  const [until, setUntil] = useState(() => dayAfter(new Date(), USUAL_DAYS));
  const send = useCommand(answerCases);
  const policy = useRead(readPolicy, NOTHING, answer === "approve");
  const over = overridden(chosen, policy.data?.review.twoPeople ?? []);
  const cases = answer === "approve" ? over.approvable : chosen;
  if (send.data !== undefined) {
    return <BulkResult result={send.data} cases={cases} onClose={onClose} />;
  }
  return (
    <DeedDialog
      opened
      onClose={onClose}
      title={DEED[answer](cases.length)}
      deed={DEED[answer](cases.length)}
      danger={answer === "approve"}
      typed={cases.length}
      reasonFor="It stands in every one of these cases, in its ticket and in the ledger."
      missing={
        cases.length === 0
          ? "None of the chosen cases can be approved."
          : answer === "approve" && policy.data === undefined
            ? "The policy is still being read: it says which need two people."
            : answer === "hold" && until === ""
              ? "A day is missing."
              : undefined
      }
      pending={send.isPending}
      error={send.error}
      onDeed={(reason) =>
        send.mutate(
          {
            input: {
              body: {
                answer,
                reason,
                count: cases.length,
                cases: cases.map(({ number, version, evidenceHash }) => ({ number, version, evidenceHash })),
                ...(answer === "hold" && { until }),
              },
            },
          },
          { onSuccess: onDone },
        )
      }
    >
      <AnswerText answer={answer} devices={cases.length} />
      {answer === "approve" && over.doubts.length > 0 && (
        <div>
          <Text size="sm" fw={600} mb={4}>
            You override
          </Text>
          <Group gap={6}>
            {over.doubts.map(([code, devices]) => (
              <Badge key={code} color="yellow" title={code}>
                {wordsOf(code)} on {counted(devices, "device")}
              </Badge>
            ))}
          </Group>
          {over.needSecond > 0 && (
            <Text size="sm" mt={6}>
              {counted(over.needSecond, "device")} of these {over.needSecond === 1 ? "needs" : "need"} a
              second person after you.
            </Text>
          )}
        </div>
      )}
      {answer === "approve" && over.leftOut.length > 0 && (
        <Alert
          color="gray"
          title={`${counted(over.leftOut.length, "case")} left out: no approval answers its doubt`}
        >
          <Text size="sm">{over.leftOut.map(({ hostname }) => hostname).join(", ")}</Text>
        </Alert>
      )}
      {answer === "hold" && <UntilField value={until} onChange={setUntil} />}
      {cases.length > 0 && <NamesList devices={cases} />}
    </DeedDialog>
  );
}
