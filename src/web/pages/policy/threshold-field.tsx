import { Group, NumberInput, Slider, Text } from "@mantine/core";

/** As the policy takes it: never below 15 days. Beyond a year the field goes on, the slider does not. */
const LEAST = 15;
const MOST = 3650;
const SLIDER_MOST = 365;

interface Props {
  readonly label: string;
  readonly inForce: number;
  readonly value: number;
  readonly onChange: (days: number) => void;
}

/** A number of days, by hand or by the slider. */
export function ThresholdField({ label, inForce, value, onChange }: Props) {
  return (
    <div>
      <Group gap="sm" align="flex-end" wrap="nowrap">
        <NumberInput
          label={`${label}, days`}
          size="xs"
          w={190}
          min={LEAST}
          max={MOST}
          allowDecimal={false}
          value={value}
          onChange={(days) => {
            if (typeof days === "number" && days >= LEAST) onChange(days);
          }}
        />
        <Text size="xs" c="dimmed" pb={8} className="num">
          in force: {inForce}
        </Text>
      </Group>
      <Slider
        mt={8}
        mb={4}
        min={LEAST}
        max={SLIDER_MOST}
        value={Math.min(value, SLIDER_MOST)}
        onChange={onChange}
        thumbLabel={label}
        label={null}
      />
    </div>
  );
}
