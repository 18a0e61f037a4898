import type { SortValue } from "./sort-order.ts";

/** What an opaque `pageFromKey` stands for: a place in an order, not a number of records to skip. */
export interface PageKey {
  /** The page starts after this place; null is the start of the list. */
  readonly after: readonly SortValue[] | null;
  /** Where the page before it started: what a repeated page serves again. */
  readonly before: readonly SortValue[] | null;
  /** Counted from 1. */
  readonly page: number;
}

export const FIRST_PAGE: PageKey = { after: null, before: null, page: 1 };

export const encodePageKey = (key: PageKey): string =>
  Buffer.from(JSON.stringify([key.after, key.before, key.page])).toString("base64url");

const isSortValue = (value: unknown): value is SortValue =>
  value === null || ["string", "number", "boolean"].includes(typeof value);

const isPlace = (value: unknown): value is readonly SortValue[] | null =>
  value === null || (Array.isArray(value) && value.every(isSortValue));

/** Reads a key back; undefined for what this simulator never gave out. */
export function decodePageKey(text: string): PageKey | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
  } catch {
    return undefined; // not a key of ours: the caller answers 400
  }
  if (!Array.isArray(parsed)) return undefined;
  const [after, before, page] = parsed as readonly unknown[];
  if (!isPlace(after) || !isPlace(before) || typeof page !== "number") return undefined;
  return { after, before, page };
}
