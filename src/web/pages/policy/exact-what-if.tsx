import { Button, Group, List, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { whatIf } from "../../../api/policy.ts";
import { call } from "../../app/call.ts";
import { addressOf } from "../../parts/device/device-address.ts";
import { Known } from "../../parts/known.tsx";
import { TextLink } from "../../parts/text-link.tsx";
import { Trouble } from "../../parts/trouble.tsx";
import { counted } from "../../parts/words.ts";

interface Change {
  readonly computerDays: number;
  readonly serverDays: number;
  readonly graceDays: number;
  readonly accept: string[];
}

/** Lets the server judge every device by the changed policy. It changes nothing. */
export function ExactWhatIf({
  change,
  tenant,
}: {
  readonly change: Change;
  readonly tenant: string | undefined;
}) {
  const asked = JSON.stringify({ ...change, tenant });
  const judge = useMutation({
    mutationFn: async () => ({
      of: asked,
      result: await call(whatIf, { body: { ...change, ...(tenant !== undefined && { tenant }) } }),
    }),
  });
  // What was judged for another policy says nothing about this one.
  const result = judge.data?.of === asked ? judge.data.result : undefined;
  const retires =
    result?.moves.filter(({ to }) => to === "retire").reduce((sum, { devices }) => sum + devices, 0) ?? 0;
  return (
    <Stack gap="sm">
      <Group>
        <Button size="xs" variant="default" loading={judge.isPending} onClick={() => judge.mutate()}>
          Judge every device exactly
        </Button>
        {result !== undefined && (
          <Text size="sm" role="status">
            {counted(result.devices, "device")} judged
            {result.moves.length === 0 && ": none would be judged otherwise"}
          </Text>
        )}
      </Group>
      {judge.error !== null && <Trouble error={judge.error} />}
      {result !== undefined && result.moves.length > 0 && (
        <>
          <List size="sm">
            {result.moves.map(({ from, to, devices }) => (
              <List.Item key={`${from} ${to}`}>
                <b>{counted(devices, "device")}</b> from {from} to {to}
              </List.Item>
            ))}
          </List>
          {retires > 0 && (
            <Text size="sm" fw={600}>
              {counted(retires, "more device")} would become {retires === 1 ? "a candidate" : "candidates"}{" "}
              for deletion.
            </Text>
          )}
          <Text size="sm">
            For example:{" "}
            {result.examples.map((example, index) => (
              <span key={addressOf(example)}>
                {index > 0 && ", "}
                <TextLink to="/devices" search={{ open: addressOf(example) }} inherit>
                  <Known value={example.hostname} />
                </TextLink>{" "}
                ({example.from} → {example.to})
              </span>
            ))}
          </Text>
        </>
      )}
    </Stack>
  );
}
