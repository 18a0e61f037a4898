import { Anchor, Center, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";

export function NotFound() {
  return (
    <Center component="main" mih="60vh">
      <Stack align="center" gap="xs">
        <Title order={1} fz={22}>
          There is no such page
        </Title>
        <Text c="dimmed">The address may be of an older version of the console.</Text>
        <Anchor component={Link} to="/">
          To the overview
        </Anchor>
      </Stack>
    </Center>
  );
}
