import { Badge, Table, Text } from "@mantine/core";
import type { DeviceDetail } from "../../../api/devices.ts";
import * as z from "zod";
import { linesOf } from "./compared.tsx";

type Detail = z.output<typeof DeviceDetail>;

/** Both records side by side, with the lines marked that a reason rests on. */
export function Records({ device }: { readonly device: Detail }) {
  const { record, computers, assessment } = device;
  const matched = computers.find((computer) => computer.matched) ?? computers[0];
  const codes = new Set([
    ...(assessment?.reasons.map(({ code }) => code) ?? []),
    ...(assessment?.findings.map(({ code }) => code) ?? []),
  ]);
  const none = record === undefined ? "Central no longer lists it" : "not said";
  return (
    <>
      <Table className="records" verticalSpacing={5} fz="sm" layout="fixed">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>
              <span className="said-only">What</span>
            </Table.Th>
            <Table.Th>Sophos Central</Table.Th>
            <Table.Th>{matched === undefined ? "Directory" : `Directory: ${matched.directory}`}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {linesOf(record, matched).map(({ what, central, directory, marks }) => {
            const differs = marks.some((code) => codes.has(code));
            return (
              <Table.Tr key={what} data-differs={differs || undefined}>
                <Table.Th scope="row" fw={500}>
                  {what}
                  {differs && (
                    <Badge size="xs" color="yellow" ml={6}>
                      doubt
                    </Badge>
                  )}
                </Table.Th>
                <Table.Td>{central ?? <Absent>{none}</Absent>}</Table.Td>
                <Table.Td>
                  {directory ?? <Absent>{matched === undefined ? "no computer" : "not said"}</Absent>}
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
      {computers.length > 1 && (
        <Text size="sm" c="dimmed">
          {computers.length} computers have its name:{" "}
          {computers.map(({ name, domain, directory }) => `${name}.${domain} (${directory})`).join(", ")}.
        </Text>
      )}
    </>
  );
}

const Absent = ({ children }: { readonly children: string }) => (
  <Text span inherit c="dimmed" fs="italic">
    {children}
  </Text>
);
