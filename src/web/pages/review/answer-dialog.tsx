import { Alert, List, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import type * as z from "zod";
import { answerCase, type CasePage } from "../../../api/cases.ts";
import { useCommand } from "../../app/queries.ts";
import { DeedDialog } from "../../parts/deed-dialog.tsx";
import { UntilField } from "../../parts/device/until-field.tsx";
import { dayAfter } from "../../parts/time.ts";
import { wordsOf } from "../../parts/words.ts";
import { type AnswerWord, AnswerText, DEED } from "./answer-text.tsx";
import { whatChanged } from "./what-changed.ts";

const USUAL_DAYS = 30;

interface Props {
  readonly answer: AnswerWord;
  /** As it was when the dialog was opened: the answer binds to this, and to nothing newer. */
  readonly shown: z.output<typeof CasePage>;
  /** As it is now. */
  readonly now: z.output<typeof CasePage>;
  readonly onClose: () => void;
}

/** One answer to one case. What changes while it is open is told, and the answer is not taken until it is looked at again. */
export function AnswerDialog({ answer, shown, now, onClose }: Props) {
  const send = useCommand(answerCase);
  const [until, setUntil] = useState(() => dayAfter(new Date(), USUAL_DAYS));
  const { number, hostname, reasons, version, evidenceHash } = shown.case;
  // What one's own answer changes is no news.
  const changes = send.isPending || send.isSuccess ? [] : whatChanged(shown, now);
  return (
    <DeedDialog
      opened
      onClose={onClose}
      title={`${{ approve: "Approve", keep: "Keep", hold: "Hold" }[answer]} ${hostname}`}
      deed={DEED[answer](1)}
      danger={answer === "approve"}
      reasonFor="It stands in the case, in its ticket and in the ledger."
      missing={
        changes.length > 0
          ? "Close this and look at the case again."
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
              params: { number },
              body: { answer, reason, evidenceHash, ...(answer === "hold" && { until }) },
            },
            version,
          },
          {
            onSuccess: ({ complete, underWay }) => {
              notifications.show({
                title: `${hostname}: the answer is taken`,
                message: underWay
                  ? "But its deletion was already sent: look at its way back."
                  : complete
                    ? "It stands in the case and in the ledger."
                    : "A second person has to agree before anything is done.",
                ...(underWay && { color: "red", autoClose: false }),
              });
              onClose();
            },
          },
        )
      }
    >
      {changes.length > 0 && (
        <Alert color="orange" title="The case has changed while you looked at it" role="alert">
          <List size="sm">
            {changes.map((change) => (
              <List.Item key={change}>{change}</List.Item>
            ))}
          </List>
        </Alert>
      )}
      <AnswerText answer={answer} devices={1} />
      {answer === "approve" && (
        <Text size="sm">
          You override: <b>{reasons.map(({ code }) => wordsOf(code)).join(", ")}</b>
          {shown.peopleNeeded > 1 &&
            (shown.case.agreements.length === 0
              ? ". Two people are needed: after you, another one has to agree."
              : `. ${shown.case.agreements.map(({ by }) => by).join(", ")} agreed before you: yours completes it.`)}
        </Text>
      )}
      {answer === "hold" && <UntilField value={until} onChange={setUntil} />}
    </DeedDialog>
  );
}
