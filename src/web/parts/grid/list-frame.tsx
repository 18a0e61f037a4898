import { Paper, Skeleton, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { Trouble } from "../trouble.tsx";
import { totalOf } from "../words.ts";

interface Props {
  readonly pages: {
    readonly items: readonly unknown[] | undefined;
    readonly first: { readonly total: { readonly count: number; readonly exact: boolean } } | undefined;
    readonly error: Error | null;
    readonly refetch: () => unknown;
  };
  /** `devices`, `cases`. */
  readonly of: string;
  readonly one: string;
  readonly empty: ReactNode;
  /** Stands above the list instead of a count, where nothing is counted. */
  readonly said?: string;
  readonly children: ReactNode;
}

/** A paged list with its count: apart while it loads, when it failed, when there is none, and when there is. */
export function ListFrame({ pages, of, one, empty, said, children }: Props) {
  const { items, first, error, refetch } = pages;
  const total = first?.total;
  const lineOf = (): string => {
    if (items === undefined) return error === null ? "Loading…" : "";
    if (total === undefined) return said ?? "";
    return `${totalOf(total)} ${total.count === 1 && total.exact ? one : of}`;
  };
  return (
    <Stack gap={6} flex={1} mih={0}>
      <div className="list-line">
        <Text size="xs" c="dimmed" className="num" role="status">
          {lineOf()}
        </Text>
      </div>
      {error !== null && <Trouble error={error} again={() => void refetch()} />}
      {(items !== undefined || error === null) && (
        <Paper className="list-body">
          {items === undefined ? (
            <Stack gap={12} p="md" aria-hidden>
              {Array.from({ length: 10 }, (_, index) => (
                <Skeleton key={index} h={16} />
              ))}
            </Stack>
          ) : items.length === 0 ? (
            empty
          ) : (
            children
          )}
        </Paper>
      )}
    </Stack>
  );
}
