import { z } from "zod";
import { Fault } from "../../ports/fault.ts";
import { shapeFault } from "./central-fault.ts";
import type { CentralConnection } from "./connection.ts";
import { readJson, type Reading } from "./read-json.ts";

// Lists that Central pages by number rather than by key: tenants, migration jobs and their devices.

/** What Sophos' own samples ask for (`maxSize` of the tenants' listing). */
const PAGE_SIZE = 100;
/** A million items: more pages are a source that has lost its mind. */
const MOST_PAGES = 10_000;
/** An item that comes or goes between two pages shifts the rest by one; the second listing has, as a rule, settled. */
const LISTINGS = 2;

const count = z.number().int().nonnegative();
const Page = z.object({
  items: z.array(z.unknown()),
  // `total` counts pages and `items` counts items; both are there because pageTotal=true asks for them.
  pages: z.object({ total: count.max(MOST_PAGES), items: count }),
});

export interface Listing {
  readonly reading: Reading;
  /** What is listed, in the plural: for the faults. */
  readonly what: string;
  /** What an item is known by; undefined where that is not legible, which makes it an item of its own. */
  readonly idOf: (item: unknown) => string | undefined;
}

/**
 * Every item of a list, each once and as Central sent it. A listing that does not reconcile with its own count is
 * CENTRAL_SHAPE, never a shorter list. Faults: CENTRAL_*, CLOCK_SKEW, CANCELLED.
 */
export async function wholeListing(
  connection: CentralConnection,
  listing: Listing,
  signal: AbortSignal | undefined,
): Promise<readonly unknown[]> {
  for (let listings = 1; ; listings++) {
    const { items, expected } = await listOnce(connection, listing, signal);
    if (items.length === expected) return items;
    if (listings >= LISTINGS) {
      const listed = items.length;
      throw new Fault("CENTRAL_SHAPE", `Sophos Central listed ${listed} of ${expected} ${listing.what}.`, {
        listed,
        expected,
      });
    }
  }
}

/** One request of the smallest kind: whether the credential may read the list. Faults as above. */
export async function probeListing(
  connection: CentralConnection,
  listing: Omit<Listing, "idOf">,
  signal: AbortSignal | undefined,
): Promise<void> {
  await readPage(connection, listing, { page: 1, size: 1 }, signal);
}

/** One walk over all pages: page 1 says how many there are, the last one how many items there should be. */
async function listOnce(
  connection: CentralConnection,
  listing: Listing,
  signal: AbortSignal | undefined,
): Promise<{ readonly items: readonly unknown[]; readonly expected: number }> {
  const found = new Map<string, unknown>();
  for (let page = 1; ; page++) {
    const { items, pages } = await readPage(connection, listing, { page, size: PAGE_SIZE }, signal);
    // An item that slid onto the next page counts once; one without a legible id still counts.
    for (const [index, item] of items.entries()) found.set(listing.idOf(item) ?? `${page}/${index}`, item);
    if (page >= pages.total || items.length === 0)
      return { items: [...found.values()], expected: pages.items };
  }
}

async function readPage(
  connection: CentralConnection,
  { reading, what }: Omit<Listing, "idOf">,
  { page, size }: { readonly page: number; readonly size: number },
  signal: AbortSignal | undefined,
): Promise<z.infer<typeof Page>> {
  const paging = { page: String(page), pageSize: String(size), pageTotal: "true" };
  const value = await readJson(connection, { ...reading, query: { ...reading.query, ...paging } }, signal);
  const parsed = Page.safeParse(value);
  if (!parsed.success) throw shapeFault(`a page of ${what} with its counts`, new URL(reading.origin).host);
  return parsed.data;
}
