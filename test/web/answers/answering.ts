/** By the name of the route: what it takes, read by the contract, to what it gives. */
export type Answering = Readonly<Record<string, (input: never, version: number | undefined) => unknown>>;

export interface Paging {
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** One page of a list that is there whole. */
export function pageOf<T>(all: readonly T[], { cursor, limit }: Paging) {
  const from = cursor === undefined ? 0 : Number(cursor);
  const next = from + limit;
  return {
    items: all.slice(from, next),
    ...(next < all.length && { next: String(next) }),
    total: { count: all.length, exact: true },
  };
}

/** Whether a filter by codes parted by commas lets one through. */
export const isAny = (wanted: string | readonly string[] | undefined, has: readonly string[]): boolean =>
  wanted === undefined ||
  (typeof wanted === "string" ? wanted.split(",") : wanted).some((code) => has.includes(code));
