import { ActionIcon, Menu, Text, useMantineColorScheme } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconDeviceDesktopCog, IconLogout, IconMoon, IconSun, IconUser } from "../parts/icons.ts";
import { SignedOut } from "../../api/sign-in.ts";
import { told } from "../parts/trouble.tsx";
import { useMe } from "./may.ts";

/** Ends the session. While that is not certain nobody is led to believe it. */
async function signOut(): Promise<void> {
  try {
    const response = await fetch("/auth/sign-out", { method: "POST" });
    if (!response.ok) throw new Error(`It answered ${response.status}.`);
    // To the identity provider where there is one, so that it forgets the person too.
    const { onwards } = SignedOut.parse(await response.json());
    location.assign(onwards ?? "/sign-in");
  } catch (error) {
    notifications.show({
      color: "red",
      autoClose: false,
      title: "You may still be signed in",
      message: `The server did not say that the session is over. ${told(error).detail} Try again, or close the browser.`,
    });
  }
}

/** Who is signed in and as what, the colours, and the way out. */
export function PersonMenu() {
  const me = useMe().data;
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const schemes = [
    ["auto", "Colours of the system", IconDeviceDesktopCog],
    ["light", "Light", IconSun],
    ["dark", "Dark", IconMoon],
  ] as const;
  return (
    <Menu position="bottom-end" width={240} withinPortal={false}>
      <Menu.Target>
        <ActionIcon variant="default" size={30} aria-label="You and the colours">
          <IconUser size={17} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {me !== undefined && (
          <>
            <Menu.Label>
              <Text size="sm" fw={600} c="var(--mantine-color-text)">
                {me.name}
              </Text>
              <Text size="xs">
                {me.role}, {me.allTenants ? "all tenants" : "some tenants"} · Rollcall {me.version}
              </Text>
            </Menu.Label>
            <Menu.Divider />
          </>
        )}
        {schemes.map(([scheme, label, Icon]) => (
          <Menu.Item
            key={scheme}
            leftSection={<Icon size={16} aria-hidden />}
            fw={scheme === colorScheme ? 600 : 400}
            rightSection={scheme === colorScheme ? "✓" : undefined}
            onClick={() => setColorScheme(scheme)}
          >
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => void signOut()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
