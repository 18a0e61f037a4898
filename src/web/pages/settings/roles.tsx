import { Stack, Table, Text } from "@mantine/core";
import { listTenants } from "../../../api/inventory.ts";
import { readSettings } from "../../../api/settings.ts";
import { useMe, useWhyNot } from "../../app/may.ts";
import { useRead } from "../../app/queries.ts";
import { Empty } from "../../parts/empty.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { Section } from "../../parts/section.tsx";
import { tenantsText } from "./tenants-text.ts";

const NOTHING = {};
const MAY = [
  ["viewer", "sees everything but settings and tokens"],
  ["reviewer", "answers cases, puts devices on hold, pulls the brake"],
  ["operator", "begins and stops runs, applies plans, releases the brake, reads passwords, tends the outbox"],
  ["administrator", "makes and ends tokens"],
] as const;

/** What one's own role is, what each may, and who has which. */
export function Roles() {
  const me = useMe();
  const why = useWhyNot(readSettings);
  const settings = useRead(readSettings, NOTHING, why === undefined);
  const names = useRead(listTenants, NOTHING).data?.items ?? [];
  return (
    <Stack gap="md">
      <Loaded read={me}>
        {({ name, grants }) => (
          <Section title={`You: ${name}`}>
            {grants.map(({ role, tenants }) => (
              <Text size="sm" key={`${role} ${tenants === "all" ? tenants : tenants.join(" ")}`}>
                <b>{role}</b> for {tenantsText(tenants, names)}
              </Text>
            ))}
          </Section>
        )}
      </Loaded>
      <Section title="Roles" about="Each may what those before it may">
        <dl className="settings-list">
          {MAY.map(([role, text]) => (
            <div key={role}>
              <dt>{role}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      </Section>
      <Section title="Groups" about="From the directory of whoever signs in, to a role here">
        {why !== undefined ? (
          <Text size="sm">{why}</Text>
        ) : (
          <Loaded read={settings}>
            {({ roles }) =>
              roles.length === 0 ? (
                <Empty title="No group has a role">They stand under signIn in the configuration.</Empty>
              ) : (
                <Table fz="sm">
                  <Table.Thead>
                    <Table.Tr>
                      <Table.Th>Group</Table.Th>
                      <Table.Th>Role</Table.Th>
                      <Table.Th>For</Table.Th>
                    </Table.Tr>
                  </Table.Thead>
                  <Table.Tbody>
                    {roles.map(({ group, role, tenants }) => (
                      <Table.Tr key={`${group} ${role}`}>
                        <Table.Td>{group}</Table.Td>
                        <Table.Td>{role}</Table.Td>
                        <Table.Td>{tenantsText(tenants, names)}</Table.Td>
                      </Table.Tr>
                    ))}
                  </Table.Tbody>
                </Table>
              )
            }
          </Loaded>
        )}
      </Section>
    </Stack>
  );
}
