import { Alert, Anchor, Group, Stack, Text } from "@mantine/core";
import type * as z from "zod";
import { assignCase, type CasePage } from "../../../api/cases.ts";
import { useMe, useWhyNot } from "../../app/may.ts";
import { useCommand } from "../../app/queries.ts";
import { BarredButton } from "../../parts/barred.tsx";
import { IconExternalLink } from "../../parts/icons.ts";
import { Moment } from "../../parts/moment.tsx";
import { Trouble } from "../../parts/trouble.tsx";
import { counted } from "../../parts/words.ts";
import { CaseState } from "./case-state.tsx";

/** Where a case stands: its time, its ticket, who looks after it, and who has agreed. */
export function CaseHead({ now }: { readonly now: z.output<typeof CasePage> }) {
  const { case: one, peopleNeeded, outdated, ticket } = now;
  const me = useMe().data;
  const whyNot = useWhyNot(assignCase);
  const assign = useCommand(assignCase);
  const isMine = me !== undefined && one.assignee === me.name;
  const take = (): void => {
    if (me === undefined) return;
    assign.mutate({
      input: { params: { number: one.number }, body: { to: isMine ? null : me.name } },
      version: one.version,
    });
  };
  return (
    <Stack gap="xs">
      <Group gap="sm">
        <CaseState of={one} />
        <Text size="sm">
          asked <Moment at={one.askedAt} as="relative" />
          {one.until !== undefined && (
            <>
              {one.state === "open" ? ", an answer is awaited until " : ", until "}
              <Moment at={one.until} />
              {one.state === "open" && "; without one it is a no"}
            </>
          )}
        </Text>
      </Group>
      <Group gap="sm">
        <Text size="sm">
          Looked after by <b>{one.assignee ?? "nobody"}</b>
        </Text>
        <BarredButton
          size="compact-xs"
          variant="default"
          why={whyNot}
          loading={assign.isPending}
          onClick={take}
        >
          {isMine ? "Hand it back" : "Take it"}
        </BarredButton>
        {ticket !== undefined && (
          <Text size="sm">
            Ticket{" "}
            {ticket.url === undefined ? (
              ticket.ref
            ) : (
              <Anchor href={ticket.url} target="_blank" rel="noreferrer" inherit underline="always">
                {ticket.ref} <IconExternalLink size={13} aria-label="(opens elsewhere)" />
              </Anchor>
            )}{" "}
            in {ticket.desk}: {ticket.state}
          </Text>
        )}
      </Group>
      {assign.error !== null && <Trouble error={assign.error} />}
      {outdated && (
        <Alert color="orange" title="The evidence has moved since it was asked">
          What is below is today&apos;s. An approval would be refused; the next run asks anew.
        </Alert>
      )}
      {peopleNeeded > 1 && one.state === "open" && (
        <Alert
          color="harbor"
          title={`${counted(one.agreements.length, "person", "people")} of ${peopleNeeded} agreed`}
        >
          {one.agreements.length === 0 ? "A doubt of this case needs two people, one after the other." : null}
          {one.agreements.map(({ by, at, reason }) => (
            <Text size="sm" key={by}>
              <b>{by}</b> <Moment at={at} as="relative" />: “{reason}”
            </Text>
          ))}
        </Alert>
      )}
    </Stack>
  );
}
