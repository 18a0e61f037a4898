import { ActionIcon, Menu, Text, useMantineColorScheme } from "@mantine/core";
import { SignedOut } from "../../api/sign-in.ts";
import { IconDeviceDesktopCog, IconLogout, IconMoon, IconSun, IconUser } from "../parts/icons.ts";
import { useMe } from "./may.ts";

/** Ends the session here, and says where to go on: to the identity provider, so that it forgets the person too. */
async function signOut(): Promise<string> {
  const answer = await fetch("/auth/sign-out", { method: "POST" });
  return (answer.ok ? SignedOut.parse(await answer.json()).onwards : undefined) ?? "/sign-in";
}

const leave = (): void => {
  void signOut().then(
    (onwards) => location.assign(onwards),
    () => location.assign("/sign-in"),
  );
};

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
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={leave}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
