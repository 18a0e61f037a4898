import { Group } from "@mantine/core";
import { useState } from "react";
import type * as z from "zod";
import { answerCase, type CasePage } from "../../../api/cases.ts";
import { useWhyNot } from "../../app/may.ts";
import { BarredButton } from "../../parts/barred.tsx";
import { AnswerDialog } from "./answer-dialog.tsx";
import type { AnswerWord } from "./answer-text.tsx";

type Shown = z.output<typeof CasePage>;

const whyNotApprove = ({ case: one, may, outdated }: Shown): string | undefined =>
  may.approve
    ? undefined
    : (may.whyNotApprove ??
      (outdated
        ? "The evidence is no longer what the case is about: it is asked anew before long."
        : `The case is ${one.state}: there is nothing to approve.`));

/** The three answers, each with why it is not possible where it is not. */
export function CaseAnswers({ now }: { readonly now: Shown }) {
  const role = useWhyNot(answerCase);
  const [asked, setAsked] = useState<{ readonly answer: AnswerWord; readonly shown: Shown }>();
  const over = `The case is ${now.case.state}: there is nothing to answer.`;
  const ask = (answer: AnswerWord) => () => setAsked({ answer, shown: now });
  return (
    <Group gap="xs">
      <BarredButton why={role ?? (now.may.keep ? undefined : over)} onClick={ask("keep")}>
        Keep…
      </BarredButton>
      <BarredButton variant="default" why={role ?? (now.may.hold ? undefined : over)} onClick={ask("hold")}>
        Hold…
      </BarredButton>
      <BarredButton color="red.9" ml="auto" why={role ?? whyNotApprove(now)} onClick={ask("approve")}>
        Approve deletion…
      </BarredButton>
      {asked !== undefined && (
        <AnswerDialog
          answer={asked.answer}
          shown={asked.shown}
          now={now}
          onClose={() => setAsked(undefined)}
        />
      )}
    </Group>
  );
}
