import type * as z from "zod";
import type { NotCovered, SourceState } from "../../api/overview.ts";
import type { NotCoveredTenant } from "../../core/model/tenant.ts";
import { sourceStates, type SourceStatus } from "../../flows/status.ts";
import { reaches, type Caller, type Handlers } from "./handler.ts";
import { timeOrNone } from "./time-views.ts";

/** Tenants and sources. Directories are read for every tenant: they are shown to those who see all. */
export const inventoryHandlers: Pick<Handlers, "listTenants" | "listSources"> = {
  listTenants: async (_input, caller, { store }) => {
    const counts = await store.fleet.counts(caller.tenants);
    const tenants = await store.inventory.tenants();
    return {
      items: tenants
        .filter(({ id }) => reaches(caller, id))
        .map(({ id, name, dataRegion }) => {
          const { keep = 0, review = 0, retire = 0, unjudged = 0 } = counts.get(id) ?? {};
          return { id, name, dataRegion, endpoints: keep + review + retire + unjudged, keep, review, retire };
        }),
      notCovered: notCoveredViews(await store.inventory.notCovered(), caller),
    };
  },
  listSources: async (_input, caller, session) => ({
    items: sourceViews(await sourceStates(session, session.clock.now()), caller),
  }),
};

/** Those of the sources that somebody may know of. */
export const sourceViews = (
  sources: readonly SourceStatus[],
  caller: Pick<Caller, "tenants">,
): z.input<typeof SourceState>[] =>
  sources
    .filter(({ source }) =>
      source.kind === "tenant" ? reaches(caller, source.tenant) : caller.tenants === "all",
    )
    .map(({ source, name, coverage, finishedAt, completeAt, counted, decides }) => ({
      kind: source.kind,
      id: source.kind === "tenant" ? source.tenant : source.directory,
      name,
      coverage,
      finishedAt: timeOrNone(finishedAt),
      completeAt: timeOrNone(completeAt),
      counted,
      decides,
    }));

export const notCoveredViews = (
  tenants: readonly NotCoveredTenant[],
  caller: Pick<Caller, "tenants">,
): z.input<typeof NotCovered>[] =>
  tenants
    .filter(({ id }) => reaches(caller, id))
    .map(({ id, name, code, detail }) => ({ tenant: id, name, code, detail }));
