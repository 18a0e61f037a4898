import { Group, Table, Text } from "@mantine/core";
import { useState } from "react";
import { listTenants } from "../../../api/inventory.ts";
import { listTokens, revokeToken } from "../../../api/settings.ts";
import { useWhyNot } from "../../app/may.ts";
import { useCommand, useRead } from "../../app/queries.ts";
import { BarredButton } from "../../parts/barred.tsx";
import { DeedDialog } from "../../parts/deed-dialog.tsx";
import { Empty } from "../../parts/empty.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { Moment } from "../../parts/moment.tsx";
import { Section } from "../../parts/section.tsx";
import { NewToken } from "./new-token.tsx";
import { tenantsText } from "./tenants-text.ts";

const NOTHING = {};

/** API tokens: never the tokens themselves. */
export function Tokens() {
  const why = useWhyNot(listTokens);
  const read = useRead(listTokens, NOTHING, why === undefined);
  const names = useRead(listTenants, NOTHING).data?.items ?? [];
  const revoke = useCommand(revokeToken);
  const [ends, setEnds] = useState<string>();
  if (why !== undefined) return <Empty title="Tokens are not shown to you">{why}</Empty>;
  return (
    <Section title="API tokens" aside={<NewToken />}>
      <Loaded read={read}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title="No token">Scripts that call the API need one.</Empty>
          ) : (
            <Table.ScrollContainer minWidth={640} type="native">
              <Table fz="sm">
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>Name</Table.Th>
                    <Table.Th>Role</Table.Th>
                    <Table.Th>For</Table.Th>
                    <Table.Th>Made by</Table.Th>
                    <Table.Th>Last used</Table.Th>
                    <Table.Th>Expires</Table.Th>
                    <Table.Th>
                      <span className="said-only">End it</span>
                    </Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {items.map(({ name, role, tenants, createdBy, lastUsedAt, expiresAt }) => (
                    <Table.Tr key={name}>
                      <Table.Td fw={600}>{name}</Table.Td>
                      <Table.Td>{role}</Table.Td>
                      <Table.Td>{tenantsText(tenants, names)}</Table.Td>
                      <Table.Td>{createdBy}</Table.Td>
                      <Table.Td>
                        {lastUsedAt === undefined ? "never" : <Moment at={lastUsedAt} as="relative" />}
                      </Table.Td>
                      <Table.Td>
                        <Moment at={expiresAt} as="relative" />
                      </Table.Td>
                      <Table.Td>
                        <Group justify="flex-end">
                          <BarredButton
                            size="compact-xs"
                            variant="default"
                            why={undefined}
                            onClick={() => setEnds(name)}
                          >
                            End {name}…
                          </BarredButton>
                        </Group>
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
          )
        }
      </Loaded>
      <DeedDialog
        opened={ends !== undefined}
        onClose={() => setEnds(undefined)}
        title={`End the token ${ends ?? ""}`}
        deed="End it"
        danger
        pending={revoke.isPending}
        error={revoke.error}
        onDeed={() => {
          if (ends === undefined) return;
          revoke.mutate(
            { input: { params: { name: ends }, body: {} } },
            { onSuccess: () => setEnds(undefined) },
          );
        }}
      >
        <Text size="sm">
          Whatever uses it is refused from now on. It cannot be taken back; a new one can be made.
        </Text>
      </DeedDialog>
    </Section>
  );
}
