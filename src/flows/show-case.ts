import { peopleNeeded } from "../core/review/answer-case.ts";
import { caseEventText } from "../core/review/event-text.ts";
import type { CaseEntry, KnownCase } from "../ports/case-store.ts";
import type { KnownTenantTicket } from "../ports/tenant-ticket-store.ts";
import type { KnownTicket } from "../ports/ticket-store.ts";
import { findCase, type CaseNotFound, type DecideParts } from "./decide-case.ts";
import { explain, type Explanation } from "./explain.ts";
import type { DeviceName } from "./find-device.ts";

/** Everything a person needs to answer a case. */
export interface CaseView {
  readonly kind: "shown";
  readonly one: KnownCase;
  /** Both records, every reason with its evidence, holds and what was done; undefined for a device that nobody knows any more. */
  readonly device: Explanation | undefined;
  /** The oldest first; `text` tells a step in a few words. */
  readonly timeline: readonly (CaseEntry & { readonly text: string })[];
  /** Its last ticket; undefined when it never had one. */
  readonly ticket: KnownTicket | undefined;
  /** its tenant's ticket, where that lists it; nothing in it is an answer. */
  readonly tenantTicket: KnownTenantTicket | undefined;
  /** How many people must agree to a deletion. */
  readonly peopleNeeded: number;
  /** The evidence is no longer what the case is about: the next tending puts it anew. */
  readonly outdated: boolean;
}

/** Shows one case. Reads only the store. Faults: STORE_*. */
export async function showCase(name: DeviceName, parts: DecideParts): Promise<CaseView | CaseNotFound> {
  const found = await findCase(name, parts.store);
  if (found.kind === "refused") return found;
  const { one } = found;
  const device = (await explain(one.endpoint, parts)).find(({ tenant }) => tenant === one.tenant);
  const current = device?.assessment?.evidenceHash;
  const tenantTicket = await parts.store.tenantTickets.of(one.tenant);
  return {
    kind: "shown",
    one,
    device,
    timeline: (await parts.store.cases.timeline(one.number)).map((entry) => ({
      ...entry,
      text: caseEventText(entry.event),
    })),
    ticket: await parts.store.tickets.of(one.number),
    tenantTicket: tenantTicket?.listed.includes(one.number) === true ? tenantTicket : undefined,
    peopleNeeded: peopleNeeded(one, parts.review),
    outdated: current !== undefined && current !== one.evidenceHash,
  };
}
