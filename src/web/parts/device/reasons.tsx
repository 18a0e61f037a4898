import { Badge, Group, Stack, Text } from "@mantine/core";
import type * as z from "zod";
import type { Finding, Reason } from "../../../api/devices.ts";
import { FactsList } from "../facts-list.tsx";
import { wordsOf } from "../words.ts";

type ReasonView = z.output<typeof Reason>;
type FindingView = z.output<typeof Finding>;

const COLOR = { keep: "teal", review: "yellow" } as const;
const isLetThrough = ({ accepted, approved }: ReasonView): boolean => accepted || approved;

/** Every reason with what it rests on: first those that push, then those that were let through. */
export function Reasons({ reasons }: { readonly reasons: readonly ReasonView[] }) {
  const inOrder = [
    ...reasons.filter((reason) => !isLetThrough(reason) && reason.pushes === "keep"),
    ...reasons.filter((reason) => !isLetThrough(reason) && reason.pushes === "review"),
    ...reasons.filter(isLetThrough),
  ];
  if (inOrder.length === 0) {
    return (
      <Text size="sm">No reason to keep it and no doubt: every source agrees that this device is gone.</Text>
    );
  }
  return (
    <Stack component="ul" gap="sm" className="bare-list">
      {inOrder.map((reason) => (
        <li
          key={reason.code}
          className="reason"
          data-pushes={isLetThrough(reason) ? undefined : reason.pushes}
        >
          <Group gap={8}>
            <Text size="sm" fw={600} title={reason.code}>
              {wordsOf(reason.code)}
            </Text>
            {isLetThrough(reason) ? (
              <Badge size="sm" color="gray">
                {reason.accepted ? "accepted by policy" : "approved by people"}
              </Badge>
            ) : (
              <Badge size="sm" color={COLOR[reason.pushes]}>
                {reason.pushes === "keep" ? "keeps it" : "asks a person"}
              </Badge>
            )}
          </Group>
          <Text size="sm" c="dimmed">
            {reason.text}
          </Text>
          <FactsList facts={reason.evidence} />
        </li>
      ))}
    </Stack>
  );
}

/** What is worth telling about it, although nothing is deleted for it. */
export function Findings({ findings }: { readonly findings: readonly FindingView[] }) {
  return (
    <Stack component="ul" gap="sm" className="bare-list">
      {findings.map(({ code, text, evidence }) => (
        <li key={code} className="reason" data-pushes="finding">
          <Text size="sm" fw={600} title={code}>
            {wordsOf(code)}
          </Text>
          <Text size="sm" c="dimmed">
            {text}
          </Text>
          <FactsList facts={evidence} />
        </li>
      ))}
    </Stack>
  );
}
