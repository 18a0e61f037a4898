import { Group, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { listLedger } from "../../../api/ledger.ts";
import { call } from "../../app/call.ts";
import { Empty } from "../../parts/empty.tsx";
import { ChoiceFilter } from "../../parts/filter/choice-filter.tsx";
import { ClearFilters } from "../../parts/filter/clear-filters.tsx";
import { SearchBox } from "../../parts/filter/search-box.tsx";
import { ListFrame } from "../../parts/grid/list-frame.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { counted } from "../../parts/words.ts";
import { ExportLedger } from "./export-ledger.tsx";
import { LedgerTable } from "./ledger-table.tsx";
import { VerifyChain } from "./verify-chain.tsx";

const at = getRouteApi("/shell/ledger");
const PAUSE_MS = 250;

/** The record of every intent, result and decision. */
export function LedgerPage() {
  const search = at.useSearch();
  const navigate = at.useNavigate();
  const change = (part: Partial<typeof search>): void => {
    void navigate({ search: (old) => ({ ...old, ...part }), replace: true });
  };
  const byActor = useDebouncedCallback(
    (text: string) => change({ actor: text.trim() === "" ? undefined : text.trim() }),
    PAUSE_MS,
  );
  const entries = useInfiniteQuery({
    queryKey: ["listLedger", search],
    queryFn: ({ pageParam, signal }) =>
      call(
        listLedger,
        { query: { ...search, ...(pageParam !== undefined && { before: pageParam }) } },
        { signal },
      ),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (last) => last.next,
  });
  const first = entries.data?.pages[0];
  const items = entries.data?.pages.flatMap((page) => page.items);
  const any = search.kind !== undefined || search.actor !== undefined || search.about !== undefined;
  return (
    <div className="list-page">
      <PageHead
        title="Ledger"
        about={
          first === undefined
            ? "Every intent, result and decision, in a chain that cannot be changed unseen"
            : `${counted(first.entries, "entry", "entries")}, each bound to the one before it`
        }
      >
        <ExportLedger search={search} />
        <VerifyChain />
      </PageHead>
      <Group gap="xs" role="search" aria-label="Narrow the ledger">
        <SearchBox
          label="About"
          placeholder="A device, an id or a plan"
          value={search.about}
          onChange={(about) => change({ about })}
        />
        <TextInput
          key={search.actor ?? "none"}
          size="xs"
          w={180}
          aria-label="By whom"
          placeholder="By whom"
          defaultValue={search.actor ?? ""}
          onChange={(event) => byActor(event.currentTarget.value)}
        />
        <ChoiceFilter
          label="Kind"
          choices={first?.kinds ?? search.kind?.split(",") ?? []}
          value={search.kind}
          onChange={(kind) => change({ kind })}
        />
        <ClearFilters
          shown={any}
          onClear={() => change({ kind: undefined, actor: undefined, about: undefined })}
        />
      </Group>
      <ListFrame
        pages={{
          items,
          // How many fit a filter is not counted: the ledger may hold millions.
          first: undefined,
          error: entries.error,
          refetch: entries.refetch,
        }}
        one="entry"
        of="entries"
        said="The newest first"
        empty={<Empty title="No entry">Nothing in the ledger fits these filters.</Empty>}
      >
        <LedgerTable
          items={items ?? []}
          more={() => {
            if (entries.hasNextPage && !entries.isFetchingNextPage) void entries.fetchNextPage();
          }}
        />
      </ListFrame>
    </div>
  );
}
