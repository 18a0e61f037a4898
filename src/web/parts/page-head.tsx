import { Group, Text, Title } from "@mantine/core";
import { useEffect, type ReactNode } from "react";

interface Props {
  readonly title: string;
  /** One line of what is seen here. */
  readonly about?: ReactNode;
  readonly children?: ReactNode;
}

/** The page's one heading of the first level, and what can be done on it. */
export function PageHead({ title, about, children }: Props) {
  useEffect(() => {
    document.title = `${title} · Rollcall`;
  }, [title]);
  return (
    <Group justify="space-between" align="flex-end" gap="sm" mb="md">
      <div>
        <Title order={1} fz={22} lh={1.25}>
          {title}
        </Title>
        {about !== undefined && (
          <Text size="sm" c="dimmed" component="div">
            {about}
          </Text>
        )}
      </div>
      {children !== undefined && <Group gap="xs">{children}</Group>}
    </Group>
  );
}
