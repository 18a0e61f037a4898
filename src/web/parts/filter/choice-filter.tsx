import { Button, Checkbox, Popover, ScrollArea, Stack } from "@mantine/core";
import { wordsOf } from "../words.ts";

interface Props {
  readonly label: string;
  readonly choices: readonly string[];
  /** Codes parted by commas, as the address and the API have them. */
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
  readonly named?: (choice: string) => string;
}

/** A filter by any of several codes. */
export function ChoiceFilter({ label, choices, value, onChange, named = wordsOf }: Props) {
  const chosen = value?.split(",").filter((code) => code !== "") ?? [];
  const only = chosen.length === 1 ? chosen[0] : undefined;
  return (
    <Popover position="bottom-start" trapFocus shadow="md">
      <Popover.Target>
        <Button
          size="xs"
          variant={chosen.length > 0 ? "light" : "default"}
          fw={chosen.length > 0 ? 600 : 400}
        >
          {only !== undefined
            ? `${label}: ${named(only)}`
            : chosen.length > 0
              ? `${label}: ${chosen.length}`
              : label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p="xs" aria-label={label}>
        <ScrollArea.Autosize mah={340} type="auto" offsetScrollbars>
          <Checkbox.Group
            aria-label={label}
            value={chosen}
            onChange={(codes) => onChange(codes.length === 0 ? undefined : codes.join(","))}
          >
            <Stack gap={8} p={4}>
              {choices.map((choice) => (
                <Checkbox key={choice} size="xs" value={choice} label={named(choice)} />
              ))}
            </Stack>
          </Checkbox.Group>
        </ScrollArea.Autosize>
      </Popover.Dropdown>
    </Popover>
  );
}
