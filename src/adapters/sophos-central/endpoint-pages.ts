import { z } from "zod";
import type { Gap, GapCode } from "../../core/model/coverage.ts";
import type { Endpoint } from "../../core/model/endpoint.ts";
import type { Tenant } from "../../core/model/tenant.ts";
import type { WalkEnd } from "../../ports/endpoint-source.ts";
import { Fault, type FaultCode } from "../../ports/fault.ts";
import { shapeFault } from "./central-fault.ts";
import type { CentralConnection } from "./connection.ts";
import { requestCounter } from "./request-count.ts";
import { parseEndpoint, type Malformed } from "./endpoint-schema.ts";
import { readJson, type Reading } from "./read-json.ts";

/** The most that Central sends (`pages.maxSize`). */
const PAGE_SIZE = 500;

/** Without a sort order Central may leave machines out; with pageTotal each page says how many there are. */
const QUERY = { sort: "id:asc", view: "full", pageSize: String(PAGE_SIZE), pageTotal: "true" } as const;

const Page = z.object({
  items: z.array(z.unknown()),
  pages: z.object({
    nextKey: z.string().max(4096).nullish(),
    // Its absence costs the count and not the page.
    items: z.int().nonnegative().optional().catch(undefined),
  }),
});

/**
 * Walks over a tenant's endpoints, page by page in order of id, holding one page and a few words for each page gone by.
 * Everything that casts doubt on the walk becomes a gap. Thrown: CANCELLED, STORE_* of a shared rate budget, and
 * CENTRAL_FORBIDDEN from the first page.
 */
export async function* walkEndpointPages(
  shared: CentralConnection,
  tenant: Tenant,
  signal: AbortSignal,
): AsyncGenerator<readonly Endpoint[], WalkEnd> {
  // Others walk over the same connection. Tokens, which serve them all, are not counted to any one walk.
  const count = requestCounter(shared.wire.count);
  const connection = { ...shared, wire: { ...shared.wire, count } };
  const gaps: Gap[] = [];
  const keys = new Set<string>();
  const firstIds = new Set<string>();
  let expectedFirst: number | undefined;
  let expectedLast: number | undefined;
  const end = (code?: GapCode, detail?: string): WalkEnd => {
    if (code !== undefined) gaps.push({ code, detail: detail ?? code });
    return { expectedFirst, expectedLast, gaps, requests: count.read().total };
  };

  for (let key = "", number = 1; ; number++) {
    const page = await readPage(connection, tenant, key, number, signal);
    if (page instanceof Fault) return end(gapOf(page.code), `page ${number}: ${page.message}`);
    if (page === undefined) return end("page_malformed", `page ${number} has no legible items and pages`);
    const { endpoints, rejected, pages } = page;
    expectedLast = pages.items;
    if (number === 1) expectedFirst = expectedLast;

    const first = endpoints[0]?.id;
    if (first !== undefined && firstIds.has(first)) return end("page_repeated", `page ${number} came before`);
    if (first !== undefined) firstIds.add(first);
    if (rejected !== undefined)
      gaps.push({ code: "record_malformed", detail: `page ${number}: ${rejected}` });
    if (endpoints.length > 0) yield endpoints;

    const next = pages.nextKey ?? "";
    if (next === "") break;
    if (page.records === 0) return end("page_empty", `page ${number} is empty and promises more`);
    if (next === key || keys.has(next))
      return end("key_repeated", `page ${number} leads back to an earlier one`);
    keys.add(next);
    key = next;
  }
  if (expectedFirst === undefined || expectedLast === undefined) {
    return end("count_unknown", "Central did not say how many endpoints there are");
  }
  return end();
}

interface ParsedPage {
  readonly endpoints: readonly Endpoint[];
  /** How many records the page had, and which of them were refused. */
  readonly records: number;
  readonly rejected: string | undefined;
  readonly pages: z.infer<typeof Page>["pages"];
}

/** One page, decoded; undefined when it is none. The records as sent, which weigh most, are gone when it returns. */
async function readPage(
  connection: CentralConnection,
  tenant: Tenant,
  key: string,
  number: number,
  signal: AbortSignal,
): Promise<Fault | ParsedPage | undefined> {
  try {
    const query = key === "" ? QUERY : { ...QUERY, pageFromKey: key };
    return parsePage(await readJson(connection, listing(tenant, query), signal), tenant);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    // An unmanaged tenant answers 403 to everything: it is not covered, which is not the same as read in part.
    const uncovered = error.code === "CENTRAL_FORBIDDEN" && number === 1;
    if (uncovered || !isCentrals(error)) throw withRequests(error, connection.wire.count.read().total);
    return error;
  }
}

/** What is not Central's trouble leaves no gap: a stopped run, and a store that does not answer. */
const isCentrals = ({ code }: Fault): boolean => code !== "CANCELLED" && !code.startsWith("STORE_");

const withRequests = (fault: Fault, requests: number): Fault =>
  new Fault(fault.code, fault.message, { ...fault.details, requests }, fault.cause);

const listing = (tenant: Tenant, query: Reading["query"] & {}): Reading => ({
  origin: tenant.apiHost,
  path: "/endpoint/v1/endpoints",
  query,
  headers: { "X-Tenant-ID": tenant.id },
  purpose: "endpoints",
});

/** One request of the smallest kind: whether the credential may list a tenant's endpoints. Faults: CENTRAL_*, CLOCK_SKEW. */
export async function probeEndpoints(
  connection: CentralConnection,
  tenant: Tenant,
  signal: AbortSignal,
): Promise<void> {
  const value = await readJson(connection, listing(tenant, { ...QUERY, pageSize: "1" }), signal);
  if (!Page.safeParse(value).success) throw shapeFault("a page of endpoints", new URL(tenant.apiHost).host);
}

function gapOf(code: FaultCode): GapCode {
  if (code === "CENTRAL_AUTH" || code === "CENTRAL_FORBIDDEN") return "not_authorised";
  return code === "CENTRAL_SHAPE" ? "page_malformed" : "source_unavailable";
}

/** Every record of a page; what is refused is counted by its reason, never left out in silence. */
function parsePage(value: unknown, tenant: Tenant): ParsedPage | undefined {
  const page = Page.safeParse(value);
  if (!page.success) return undefined;
  const { items, pages } = page.data;
  const endpoints: Endpoint[] = [];
  const refused = new Map<Malformed, number>();
  for (const item of items) {
    const endpoint = parseEndpoint(item, tenant.id);
    if (typeof endpoint === "string") refused.set(endpoint, (refused.get(endpoint) ?? 0) + 1);
    else endpoints.push(endpoint);
  }
  const rejected = [...refused].map(([why, times]) => `${times} × ${why}`).join(", ");
  return { endpoints, records: items.length, rejected: rejected === "" ? undefined : rejected, pages };
}
