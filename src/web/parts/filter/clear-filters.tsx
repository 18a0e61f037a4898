import { Button } from "@mantine/core";
import { IconX } from "../icons.ts";

interface Props {
  readonly shown: boolean;
  readonly onClear: () => void;
}

/** Takes every filter away; not there while there is none. */
export function ClearFilters({ shown, onClear }: Props) {
  if (!shown) return null;
  return (
    <Button size="xs" variant="subtle" leftSection={<IconX size={14} aria-hidden />} onClick={onClear}>
      Clear
    </Button>
  );
}
