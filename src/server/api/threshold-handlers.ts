import { acceptance } from "../../flows/acceptance.ts";
import { backtest } from "../../flows/backtest.ts";
import { readSilence } from "../../flows/silence.ts";
import { whatIf } from "../../flows/what-if.ts";
import type { TenantId } from "../../core/model/ids.ts";
import type { Caller, Handlers } from "./handler.ts";
import { refuse, type Refusal } from "./refusal.ts";
import { tenantsAsked } from "./tenants-asked.ts";
import { timeOrNone, timeText } from "./time-views.ts";

/** What other thresholds would make of devices, and would have made of them. Nothing is written. */
export const thresholdHandlers: Pick<Handlers, "readSilence" | "whatIf" | "readBacktest"> = {
  readSilence: async ({ query }, caller, session) => {
    const tenants = idsAsked(query.tenant, caller);
    if (tenants === "unknown") return unknownTenant();
    const { at, spread } = await readSilence(tenants.ids, session);
    return {
      at: timeText(at),
      cells: spread.cells.map(({ days, ...cell }) => ({
        ...cell,
        ...(days !== "unknown" && { days: days === "online" ? 0 : days }),
      })),
      notJudged: spread.notJudged,
    };
  },
  whatIf: async ({ body }, caller, session) => {
    const tenants = idsAsked(body.tenant, caller);
    if (tenants === "unknown") return unknownTenant();
    const { computerDays, serverDays, graceDays } = body;
    const { accepted, unknown } = acceptance(body.accept ?? []);
    if (unknown !== undefined)
      return refuse("input_not_understood", "body.accept: no such reason can be accepted.");
    const change = {
      ...(computerDays !== undefined && { computerDays }),
      ...(serverDays !== undefined && { serverDays }),
      ...(graceDays !== undefined && { graceDays }),
      ...(body.accept !== undefined && { accept: accepted }),
    };
    // Who has gone is judged for no longer.
    const parts = { ...session, progress: () => {} };
    const found = await whatIf({ change, tenants: tenants.ids }, parts, caller.signal);
    return {
      devices: found.devices,
      moves: found.moves.map((move) => ({ ...move })),
      examples: found.examples.map(({ evidence: { tenant, endpoint }, from, to }) => ({
        tenant: tenant.id,
        tenantName: tenant.name,
        endpoint: endpoint.id,
        hostname: endpoint.hostname,
        from,
        to,
      })),
    };
  },
  readBacktest: async ({ query }, caller, session) => {
    const tenants = idsAsked(query.tenant, caller);
    if (tenants === "unknown") return unknownTenant();
    const { history, rows } = await backtest(
      { days: undefined, tenants: tenants.ids },
      session,
      caller.signal,
    );
    return {
      sinceAt: timeOrNone(history?.sinceAt),
      rows: rows.map((row) => ({
        deviceClass: row.deviceClass,
        days: row.days,
        inForce: row.inForce,
        known: row.known,
        ...(row.known && { silent: row.met, cameBack: row.cameBack }),
      })),
    };
  },
};

/** The ids that these flows take: none for all. */
function idsAsked(
  tenant: string | undefined,
  caller: Caller,
): { readonly ids: readonly TenantId[] | undefined } | "unknown" {
  const tenants = tenantsAsked(tenant, caller);
  if (tenants === undefined) return "unknown";
  return { ids: tenants === "all" ? undefined : (tenants as readonly TenantId[]) };
}

const unknownTenant = (): Refusal => refuse("unknown_here", "No tenant of yours has this id.");
