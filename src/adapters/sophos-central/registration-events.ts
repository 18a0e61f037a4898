import { z } from "zod";
import { endpointId } from "../../core/model/ids.ts";
import { parseInstant, type Instant } from "../../core/model/instant.ts";
import { isKnown } from "../../core/model/unknown.ts";
import type { Tenant } from "../../core/model/tenant.ts";
import type { RegistrationEvent } from "../../core/retire/registration-event.ts";
import { shapeFault } from "./central-fault.ts";
import type { CentralConnection } from "./connection.ts";
import { readJson } from "./read-json.ts";

/** The most that the SIEM route gives at once (200 to 1000). */
const LIMIT = "1000";
/** A hundred thousand events of one tenant in one day: more pages are a source that has lost its mind. */
const MOST_PAGES = 100;

/** What begins each type of event that tells of a machine coming in (KB-000038309). */
const KINDS: readonly (readonly [RegistrationEvent["kind"], string])[] = [
  ["registered", "Event::Endpoint::Registered"],
  ["reprotected", "Event::Endpoint::Reprotected"],
  ["deduplicated", "Event::Endpoint::Deduplicated"],
];

const Event = z.object({
  type: z.string(),
  endpoint_id: z.string().nullish(),
  location: z.string().nullish(),
  when: z.string().nullish(),
  created_at: z.string().nullish(),
});
const Page = z.object({ items: z.array(Event), has_more: z.boolean(), next_cursor: z.string().max(4096) });

/**
 * Every event since an instant that tells of a machine coming into the tenant, the oldest first. Central keeps a day of
 * them: `since` has to lie within it. All or a fault: a page that cannot be read, or events without an end, are
 * CENTRAL_SHAPE. Faults: CENTRAL_* (the right may be missing), CLOCK_SKEW, CANCELLED.
 */
export async function registrationEvents(
  connection: CentralConnection,
  tenant: Tenant,
  since: Instant,
  signal: AbortSignal | undefined,
): Promise<readonly RegistrationEvent[]> {
  const { host } = new URL(tenant.apiHost);
  const found: RegistrationEvent[] = [];
  let from: Record<string, string> = { from_date: String(Math.ceil(since / 1000)) };
  for (let page = 0; page < MOST_PAGES; page++) {
    const value = await readJson(
      connection,
      {
        origin: tenant.apiHost,
        path: "/siem/v1/events",
        query: { limit: LIMIT, ...from },
        headers: { "X-Tenant-ID": tenant.id },
        purpose: "events",
      },
      signal,
    );
    const parsed = Page.safeParse(value);
    if (!parsed.success) throw shapeFault("a page of events", host);
    for (const item of parsed.data.items) {
      const kind = KINDS.find(([, type]) => item.type === type || item.type.startsWith(`${type}::`))?.[0];
      if (kind !== undefined) found.push(eventOf(kind, item, host));
    }
    if (!parsed.data.has_more) return found;
    if (parsed.data.next_cursor === from["cursor"]) break;
    from = { cursor: parsed.data.next_cursor };
  }
  throw shapeFault("an end to its events", host);
}

function eventOf(
  kind: RegistrationEvent["kind"],
  item: z.infer<typeof Event>,
  host: string,
): RegistrationEvent {
  // `when` is when it happened, `created_at` when Central wrote it down.
  const at = parseInstant(item.when ?? item.created_at ?? "");
  const endpoint = endpointId(item.endpoint_id ?? "");
  const hostname = item.location ?? undefined;
  if (!isKnown(at) || (endpoint === undefined && hostname === undefined))
    throw shapeFault("a registration that says what and when", host);
  return { kind, endpoint, hostname, at };
}
