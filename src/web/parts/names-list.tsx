import { List, ScrollArea } from "@mantine/core";

interface Props {
  readonly devices: readonly {
    readonly tenant: string;
    readonly tenantName: string;
    readonly endpoint: string;
    readonly hostname: string;
  }[];
}

/** What a deed is about, device by device; it scrolls in itself, by the keyboard too. */
export function NamesList({ devices }: Props) {
  return (
    <ScrollArea.Autosize
      mah={170}
      type="auto"
      viewportProps={{ tabIndex: 0, role: "group", "aria-label": "The devices" }}
    >
      <List size="sm" className="names">
        {devices.map(({ tenant, tenantName, endpoint, hostname }) => (
          <List.Item key={`${tenant} ${endpoint}`}>
            <b>{hostname}</b> ({tenantName})
          </List.Item>
        ))}
      </List>
    </ScrollArea.Autosize>
  );
}
