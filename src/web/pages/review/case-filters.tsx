import { Button, Group, SegmentedControl, Select } from "@mantine/core";
import type * as z from "zod";
import { useMe } from "../../app/may.ts";
import type { CaseSearch } from "../../app/search.ts";
import { ChoiceFilter } from "../../parts/filter/choice-filter.tsx";
import { ClearFilters } from "../../parts/filter/clear-filters.tsx";
import { REASON_CODES } from "../../parts/filter/codes.ts";
import { SearchBox } from "../../parts/filter/search-box.tsx";
import { TenantFilter } from "../../parts/filter/tenant-filter.tsx";
import { wordsOf } from "../../parts/words.ts";

type Search = z.output<typeof CaseSearch>;
const STATES = ["open", "approved", "kept", "held", "expired", "retired", "closed"] as const;
const FILTERS = [
  "search",
  "tenant",
  "state",
  "reason",
  "assignee",
] as const satisfies readonly (keyof Search)[];

interface Props {
  readonly search: Search;
  readonly onChange: (change: Partial<Search>) => void;
}

/** What the queue can be narrowed by, and its order. */
export function CaseFilters({ search, onChange }: Props) {
  const me = useMe().data;
  const none = Object.fromEntries(FILTERS.map((name) => [name, undefined])) as Partial<Search>;
  const isMine = me !== undefined && search.assignee === me.name;
  return (
    <Group gap="xs" role="search" aria-label="Narrow the queue">
      <SearchBox
        label="Search cases"
        placeholder="Name of the device"
        value={search.search}
        onChange={(text) => onChange({ search: text })}
      />
      <TenantFilter value={search.tenant} onChange={(tenant) => onChange({ tenant })} />
      <ChoiceFilter
        label="State"
        choices={STATES}
        value={search.state ?? "open"}
        onChange={(state) => onChange({ state })}
      />
      <Select
        size="xs"
        w={190}
        aria-label="Doubt"
        placeholder="Any doubt"
        searchable
        clearable
        clearButtonProps={{ "aria-label": "Any doubt" }}
        data={REASON_CODES.map((code) => ({ value: code, label: wordsOf(code) }))}
        value={search.reason ?? null}
        onChange={(reason) => onChange({ reason: reason ?? undefined })}
      />
      {me !== undefined && (
        <Button
          size="xs"
          variant={isMine ? "light" : "default"}
          fw={isMine ? 600 : 400}
          aria-pressed={isMine}
          onClick={() => onChange({ assignee: isMine ? undefined : me.name })}
        >
          Mine
        </Button>
      )}
      <ClearFilters
        shown={FILTERS.some((name) => search[name] !== undefined)}
        onClear={() => onChange(none)}
      />
      <SegmentedControl
        size="xs"
        ml="auto"
        aria-label="Order"
        data={[
          { value: "risk", label: "Riskiest first" },
          { value: "age", label: "Longest asked first" },
        ]}
        value={search.sort ?? "risk"}
        onChange={(sort) => onChange({ sort: sort === "age" ? "age" : undefined })}
      />
    </Group>
  );
}
