import { Text } from "@mantine/core";

interface Props {
  readonly name: string;
  readonly about?: string | undefined;
}

/** The heading of a side panel: what it is about, and where that belongs. */
export function PanelTitle({ name, about }: Props) {
  return (
    <>
      <Text span fw={650} fz={17} display="block">
        {name}
      </Text>
      {about !== undefined && (
        <Text span size="xs" c="dimmed" display="block">
          {about}
        </Text>
      )}
    </>
  );
}
