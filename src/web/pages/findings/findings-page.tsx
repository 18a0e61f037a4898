import { Group, Stack, Text, UnstyledButton } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { FINDING_CODES, listFindings } from "../../../api/findings.ts";
import { usePages } from "../../app/queries.ts";
import { addressOf } from "../../parts/device/device-address.ts";
import { DevicePanel } from "../../parts/device/device-panel.tsx";
import { Empty } from "../../parts/empty.tsx";
import { TenantFilter } from "../../parts/filter/tenant-filter.tsx";
import { DataGrid } from "../../parts/grid/data-grid.tsx";
import { ListFrame } from "../../parts/grid/list-frame.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { count, wordsOf } from "../../parts/words.ts";
import { ExportFindings } from "./export-findings.tsx";
import { findingColumns, type FindingRowView } from "./finding-columns.tsx";
import { FINDING_TEXT } from "./finding-text.ts";

const at = getRouteApi("/shell/findings");
const keyOf = ({ code, tenant, endpoint, directory, computer, hostname }: FindingRowView): string =>
  [code, tenant, endpoint, directory, computer, hostname].join(" ");

/** What is worth telling although nothing is deleted. */
export function FindingsPage() {
  const search = at.useSearch();
  const navigate = at.useNavigate();
  const change = (part: Partial<typeof search>, replace = true): void => {
    void navigate({ search: (old) => ({ ...old, ...part }), replace });
  };
  const code = FINDING_CODES.find((one) => one === search.code) ?? "silent_agent";
  const pages = usePages(listFindings, { code, tenant: search.tenant });
  const counts = pages.first?.counts;
  const total = pages.first?.total;
  const opened = pages.items?.find((row) => search.open !== undefined && deviceAddress(row) === search.open);
  const openKey = opened === undefined ? undefined : keyOf(opened);
  return (
    <div className="list-page">
      <PageHead title="Findings" about="Worth telling, although nothing is deleted for it">
        <TenantFilter value={search.tenant} onChange={(tenant) => change({ tenant })} />
        <ExportFindings code={code} tenant={search.tenant} />
      </PageHead>
      <Group gap="xs" role="group" aria-label="Kind of finding">
        {FINDING_CODES.map((one) => (
          <UnstyledButton
            key={one}
            className="finding-tab"
            aria-pressed={one === code}
            onClick={() => change({ code: one })}
          >
            <Text size="lg" fw={650} className="num" lh={1.2}>
              {counts === undefined ? "…" : count(counts[one] ?? 0)}
            </Text>
            <Text size="xs">{wordsOf(one)}</Text>
          </UnstyledButton>
        ))}
      </Group>
      <Text size="sm" c="dimmed">
        {FINDING_TEXT[code]}
      </Text>
      <Stack flex={1} mih={0}>
        <ListFrame
          pages={pages}
          one="finding"
          of="findings"
          empty={<Empty title="None">No device or computer was found so.</Empty>}
        >
          <DataGrid
            label={wordsOf(code)}
            columns={findingColumns(code)}
            items={pages.items ?? []}
            keyOf={keyOf}
            nameOf={({ hostname }) => hostname}
            openKey={openKey}
            onOpen={(row) => {
              const address = deviceAddress(row);
              if (address !== undefined) change({ open: address }, false);
            }}
            total={total?.exact === true ? total.count : -1}
            more={pages.more}
          />
        </ListFrame>
      </Stack>
      <DevicePanel open={search.open} onClose={() => change({ open: undefined })} />
    </div>
  );
}

/** Where the finding's device is shown; a computer without an endpoint has no such place. */
const deviceAddress = ({ tenant, endpoint }: FindingRowView): string | undefined =>
  tenant === undefined || endpoint === undefined ? undefined : addressOf({ tenant, endpoint });
