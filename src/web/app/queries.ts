import {
  QueryClient,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from "@tanstack/react-query";
import { ApiProblem } from "../../api/client.ts";
import type { Input, Result, Route } from "../../api/route.ts";
import { call } from "./call.ts";

/** A no of the server stays a no; only silence is worth a second try. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 20_000,
      retry: (count, error) => count < 1 && !(error instanceof ApiProblem),
    },
  },
});

/**
 * Reads one route; what was read before under the same input is shown while it is read again.
 * @param everyMs how often it is read again by itself, by what it says; never where not given
 */
export function useRead<R extends Route>(
  route: R,
  input: Input<R>,
  enabled = true,
  everyMs?: (data: Result<R> | undefined) => number | false,
): UseQueryResult<Result<R>> {
  return useQuery({
    queryKey: [route.id, input],
    queryFn: ({ signal }) => call(route, input, { signal }),
    enabled,
    refetchInterval: (query) => everyMs?.(query.state.data) ?? false,
  });
}

interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string | undefined;
  readonly total: { readonly count: number; readonly exact: boolean };
}
type QueryOf<R extends Route> = Input<R> extends { readonly query: infer Q } ? Q : never;
type ItemOf<R extends Route> = Result<R> extends { items: (infer T)[] } ? T : never;

/** Reads a list page by page, each only when it is asked for. */
export function usePages<R extends Route>(route: R, query: QueryOf<R>) {
  const pages = useInfiniteQuery({
    queryKey: [route.id, query],
    queryFn: async ({ pageParam, signal }) => {
      const asked = { ...(query as object), ...(pageParam !== undefined && { cursor: pageParam }) };
      return (await call(route, { query: asked } as unknown as Input<R>, {
        signal,
      })) as unknown as Page<ItemOf<R>> & Result<R>;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
  });
  const all = pages.data?.pages;
  return {
    ...pages,
    first: all?.[0],
    items: all?.flatMap((page) => page.items),
    more: () => {
      if (pages.hasNextPage && !pages.isFetchingNextPage) void pages.fetchNextPage();
    },
  };
}

/** A new one for each intention: the server carries nothing out twice under the same. */
function anIdempotencyKey(): string {
  // Not randomUUID: a console behind plain http in a closed network has none.
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}

/**
 * Commands one route. Whatever comes of it, everything that is shown is read again: the state on the screen is the server's, never
 * what was hoped for.
 */
export function useCommand<R extends Route>(route: R) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ input, version }: { readonly input: Input<R>; readonly version?: number }) =>
      call(route, input, {
        // An answer that holds a secret is kept nowhere, and so takes no key.
        ...(route.secret !== true && { idempotencyKey: anIdempotencyKey() }),
        ...(version !== undefined && { version }),
      }),
    onSettled: () => client.invalidateQueries(),
  });
}
