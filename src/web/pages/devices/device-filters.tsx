import { Group, NumberInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import type * as z from "zod";
import { FINDING_CODES } from "../../../api/findings.ts";
import type { DeviceSearch } from "../../app/search.ts";
import { DISPOSITIONS } from "../../parts/disposition.tsx";
import { ChoiceFilter } from "../../parts/filter/choice-filter.tsx";
import { ClearFilters } from "../../parts/filter/clear-filters.tsx";
import { REASON_CODES } from "../../parts/filter/codes.ts";
import { SearchBox } from "../../parts/filter/search-box.tsx";
import { TenantFilter } from "../../parts/filter/tenant-filter.tsx";

type Search = z.output<typeof DeviceSearch>;
const FILTERS = [
  "search",
  "tenant",
  "disposition",
  "reason",
  "finding",
  "deviceClass",
  "silentAtLeast",
  "silentAtMost",
] as const satisfies readonly (keyof Search)[];
const PAUSE_MS = 250;

interface Props {
  readonly search: Search;
  readonly onChange: (change: Partial<Search>) => void;
}

/** Everything that the list of devices can be narrowed by. */
export function DeviceFilters({ search, onChange }: Props) {
  const any = FILTERS.some((name) => search[name] !== undefined);
  const none = Object.fromEntries(FILTERS.map((name) => [name, undefined])) as Partial<Search>;
  return (
    <Group gap="xs" role="search" aria-label="Narrow the list">
      <SearchBox
        label="Search devices"
        placeholder="Name, id or serial number"
        value={search.search}
        onChange={(text) => onChange({ search: text })}
      />
      <TenantFilter value={search.tenant} onChange={(tenant) => onChange({ tenant })} />
      <ChoiceFilter
        label="Disposition"
        choices={DISPOSITIONS}
        value={search.disposition}
        onChange={(disposition) => onChange({ disposition })}
      />
      <ChoiceFilter
        label="Reason"
        choices={REASON_CODES}
        value={search.reason}
        onChange={(reason) => onChange({ reason })}
      />
      <ChoiceFilter
        label="Finding"
        choices={FINDING_CODES.filter(
          (code) => code !== "unprotected_computer" && code !== "removed_by_others",
        )}
        value={search.finding}
        onChange={(finding) => onChange({ finding })}
      />
      <ChoiceFilter
        label="Class"
        choices={["computer", "server", "unknown"]}
        value={search.deviceClass}
        onChange={(deviceClass) => onChange({ deviceClass })}
      />
      <Days
        label="Silent from, days"
        value={search.silentAtLeast}
        onChange={(silentAtLeast) => onChange({ silentAtLeast })}
      />
      <Days
        label="Silent up to, days"
        value={search.silentAtMost}
        onChange={(silentAtMost) => onChange({ silentAtMost })}
      />
      <ClearFilters shown={any} onClear={() => onChange(none)} />
    </Group>
  );
}

interface DaysProps {
  readonly label: string;
  readonly value: number | undefined;
  readonly onChange: (value: number | undefined) => void;
}

function Days({ label, value, onChange }: DaysProps) {
  const tell = useDebouncedCallback(
    (typed: number | string) => onChange(typeof typed === "number" ? typed : undefined),
    PAUSE_MS,
  );
  return (
    <NumberInput
      // What changes the address from elsewhere shows here too.
      key={value ?? "none"}
      size="xs"
      w={148}
      aria-label={label}
      placeholder={label}
      min={0}
      max={36_500}
      allowDecimal={false}
      hideControls
      defaultValue={value ?? ""}
      onChange={tell}
    />
  );
}
