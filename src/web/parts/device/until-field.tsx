import { TextInput } from "@mantine/core";
import { useNow } from "../now.ts";
import { dayAfter } from "../time.ts";

interface Props {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** The day until which a device is held: tomorrow at the earliest, a year ahead at the latest, as the server takes it. */
export function UntilField({ value, onChange }: Props) {
  const now = useNow();
  return (
    <TextInput
      type="date"
      label="Hold until"
      description="To the end of that day. Then a person is asked again; it never ends in a deletion by itself."
      required
      min={dayAfter(now, 1)}
      max={dayAfter(now, 365)}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      w={260}
    />
  );
}
