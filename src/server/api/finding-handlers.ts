import { FINDING_CODES } from "../../api/findings.ts";
import type { FindingMark, ListedFinding } from "../../ports/finding-list.ts";
import { readCursor, writeCursor } from "./cursor.ts";
import type { Handlers } from "./handler.ts";
import { refuse } from "./refusal.ts";
import { tenantsAsked } from "./tenants-asked.ts";
import { timeText } from "./time-views.ts";

const TAG = "findings";

/** What is worth telling: of endpoints to whom their tenant is shown, of computers to those who see every tenant. */
export const findingHandlers: Pick<Handlers, "listFindings"> = {
  listFindings: async ({ query }, caller, { store }) => {
    const tenants = tenantsAsked(query.tenant, caller);
    if (tenants === undefined) return refuse("unknown_here", "No tenant of yours has this id.");
    const after = query.cursor === undefined ? undefined : readMark(query.cursor);
    if (after === "illegible")
      return refuse("input_not_understood", "query.cursor: belongs to another list.");
    const codes = query.code ?? FINDING_CODES;
    const { items, next } = await store.findings.page({ tenants, codes }, after, query.limit);
    const counts = await store.findings.counts(tenants);
    const asked = new Set(codes);
    return {
      items: items.map(rowOf),
      next: next && writeCursor(TAG, [next.code, next.about, next.place, next.id]),
      total: { count: [...asked].reduce((sum, code) => sum + (counts[code] ?? 0), 0), exact: true },
      counts: Object.fromEntries(FINDING_CODES.map((code) => [code, counts[code] ?? 0])),
    };
  },
};

function readMark(cursor: string): FindingMark | "illegible" {
  const parts = readCursor(TAG, cursor, [["string"], ["string"], ["string"], ["string"]]);
  const [word, about, place, id] = (parts ?? []) as readonly string[];
  const code = FINDING_CODES.find((one) => one === word);
  if (code === undefined || place === undefined || id === undefined) return "illegible";
  return about === "endpoint" || about === "computer" ? { code, about, place, id } : "illegible";
}

const rowOf = ({ code, about, place, placeName, id, name, dn, evidence, foundAt }: ListedFinding) => ({
  code,
  hostname: name,
  ...(about === "endpoint"
    ? { tenant: place, tenantName: placeName, endpoint: id }
    : { directory: place, computer: id, dn }),
  evidence: { ...evidence },
  foundAt: timeText(foundAt),
});
