import { Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";

interface Props {
  readonly title: string;
  readonly children?: ReactNode;
}

/** Nothing to show, and whether that is good. */
export function Empty({ title, children }: Props) {
  return (
    <Stack align="center" gap={4} py="xl" px="md" ta="center">
      <Text fw={600}>{title}</Text>
      {children !== undefined && (
        <Text size="sm" c="dimmed" maw={520} component="div">
          {children}
        </Text>
      )}
    </Stack>
  );
}
