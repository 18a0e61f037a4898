import { Group, Paper, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

interface Props {
  readonly title: string;
  readonly about?: ReactNode;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** A part of a page with a heading of its own. */
export function Section({ title, about, aside, children }: Props) {
  return (
    <Paper component="section" p="md" h="100%" aria-label={title}>
      <Group justify="space-between" align="baseline" gap="xs" mb="sm">
        <div>
          <Title order={2} fz={15}>
            {title}
          </Title>
          {about !== undefined && (
            <Text size="xs" c="dimmed" component="div">
              {about}
            </Text>
          )}
        </div>
        {aside}
      </Group>
      {children}
    </Paper>
  );
}
