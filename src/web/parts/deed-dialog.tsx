import { Button, Group, Modal, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { Trouble } from "./trouble.tsx";
import { count } from "./words.ts";

interface Props {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** What exactly happens, to what, and what it overrides. */
  readonly children: ReactNode;
  /** The number that has to be typed; none where it is about one thing. */
  readonly typed?: number;
  /** What the reason is asked for; no field without it. */
  readonly reasonFor?: string;
  /** The button's words: the deed, never "OK". */
  readonly deed: string;
  readonly danger?: boolean;
  /** Something else is missing; the sentence says what. */
  readonly missing?: string | undefined;
  readonly pending: boolean;
  readonly error: Error | null;
  readonly onDeed: (reason: string) => void;
}

/** Asks before a deed: says what it does, and takes the reason and, where it is about many, their number in the person's own hand. */
export function DeedDialog(props: Props) {
  const { opened, onClose, title, pending } = props;
  return (
    <Modal opened={opened} onClose={pending ? () => undefined : onClose} title={<b>{title}</b>} size="lg">
      {/* Made anew each time, so that no reason and no count is left over from the last deed. */}
      {opened && <Asking {...props} />}
    </Modal>
  );
}

function Asking({
  onClose,
  children,
  typed,
  reasonFor,
  deed,
  danger,
  missing,
  pending,
  error,
  onDeed,
}: Props) {
  const [reason, setReason] = useState("");
  const [number, setNumber] = useState("");
  // What went wrong the last time is no news of this one.
  const [before] = useState(error);
  const lacks =
    missing ??
    (reasonFor !== undefined && reason.trim() === ""
      ? "A reason is missing."
      : typed !== undefined && number.trim() !== String(typed)
        ? `Type ${typed} to confirm how many.`
        : undefined);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (lacks === undefined && !pending) onDeed(reason.trim());
      }}
    >
      <Stack gap="sm">
        {children}
        {reasonFor !== undefined && (
          <Textarea
            label="Reason"
            description={reasonFor}
            required
            autosize
            minRows={2}
            maxLength={500}
            value={reason}
            // The record takes one line.
            onChange={(event) => setReason(event.currentTarget.value.replaceAll(/[\r\n]+/g, " "))}
            data-autofocus
          />
        )}
        {typed !== undefined && (
          <TextInput
            label={`How many? Type ${count(typed)}`}
            required
            inputMode="numeric"
            autoComplete="off"
            w={220}
            value={number}
            onChange={(event) => setNumber(event.currentTarget.value.replaceAll(/[^\d]/g, ""))}
          />
        )}
        {error !== null && error !== before && <Trouble error={error} />}
        <Group justify="space-between" align="center" mt="xs">
          <Text size="sm" c="dimmed" role="status" flex="1 1 180px">
            {lacks}
          </Text>
          <Group gap="xs">
            <Button variant="default" onClick={onClose} disabled={pending}>
              Cancel
            </Button>
            <Button
              type="submit"
              disabled={lacks !== undefined}
              loading={pending}
              {...(danger === true && { color: "red.9" })}
            >
              {deed}
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  );
}
