import { Stack, Text, Textarea, Timeline } from "@mantine/core";
import { useState } from "react";
import type * as z from "zod";
import { commentCase, type CasePage } from "../../../api/cases.ts";
import { useWhyNot } from "../../app/may.ts";
import { useCommand } from "../../app/queries.ts";
import { BarredButton } from "../../parts/barred.tsx";
import { Part } from "../../parts/device/part.tsx";
import { Moment } from "../../parts/moment.tsx";
import { Trouble } from "../../parts/trouble.tsx";

/** What was said and done in a case, and a comment of one's own. */
export function CaseTimeline({ now }: { readonly now: z.output<typeof CasePage> }) {
  const [text, setText] = useState("");
  const comment = useCommand(commentCase);
  const whyNot = useWhyNot(commentCase);
  const { number, version } = now.case;
  const add = (): void =>
    comment.mutate(
      { input: { params: { number }, body: { text: text.trim() } }, version },
      { onSuccess: () => setText("") },
    );
  return (
    <Part title="Timeline">
      <Timeline bulletSize={12} lineWidth={2} mb="md">
        {now.timeline.map(({ at, version: step, by, channel, text: said }) => (
          <Timeline.Item key={`${step} ${at}`}>
            <Text size="sm">{said}</Text>
            <Text size="xs" c="dimmed">
              <Moment at={at} />
              {by !== undefined && ` · ${by}`}
              {channel !== undefined && ` · by ${channel}`}
            </Text>
          </Timeline.Item>
        ))}
      </Timeline>
      <Stack gap="xs" align="flex-start">
        <Textarea
          label="Comment"
          w="100%"
          autosize
          minRows={2}
          maxLength={2000}
          value={text}
          onChange={(event) => setText(event.currentTarget.value.replaceAll(/[\r\n]+/g, " "))}
        />
        {comment.error !== null && <Trouble error={comment.error} />}
        <BarredButton
          size="xs"
          variant="default"
          loading={comment.isPending}
          why={whyNot ?? (text.trim() === "" ? "There is nothing to add yet." : undefined)}
          onClick={add}
        >
          Add the comment
        </BarredButton>
      </Stack>
    </Part>
  );
}
