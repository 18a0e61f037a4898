import { AppShell, Burger, Group, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Outlet } from "@tanstack/react-router";
import { IconShieldCheck } from "../parts/icons.ts";
import { ModeBadge } from "../parts/mode-badge.tsx";
import { BrakeButton } from "./brake-button.tsx";
import { LiveLine } from "./live-line.tsx";
import { useEvents } from "./live.ts";
import { useMe } from "./may.ts";
import { Nav } from "./nav.tsx";
import { PersonMenu } from "./person-menu.tsx";

/** What every page stands in: where one is, the mode, the brake, and what is happening. */
export function Shell() {
  const [opened, { toggle, close }] = useDisclosure(false);
  const me = useMe();
  useEvents();
  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 224, breakpoint: "sm", collapsed: { mobile: !opened } }}
      padding={{ base: "sm", md: "lg" }}
    >
      <AppShell.Header>
        <Group h="100%" px={{ base: "xs", md: "md" }} gap="sm" justify="space-between" wrap="nowrap">
          <Group gap="xs" wrap="nowrap">
            <a href="#content" className="skip-link">
              Skip to the content
            </a>
            <Burger
              opened={opened}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={opened ? "Close the menu" : "Open the menu"}
              aria-expanded={opened}
            />
            <IconShieldCheck size={22} color="var(--mantine-color-anchor)" aria-hidden />
            <Text fw={700} fz={16} visibleFrom="xs">
              Rollcall
            </Text>
            {me.data !== undefined && <ModeBadge mode={me.data.mode} />}
          </Group>
          <LiveLine />
          <Group gap="xs" wrap="nowrap">
            <BrakeButton />
            <PersonMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label="Pages">
        <Nav onGo={close} />
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1}>
        <Outlet />
      </AppShell.Main>
    </AppShell>
  );
}
