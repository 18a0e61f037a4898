// A house with doubtful devices, each with an open case, beside a service desk.
import { endpointRemover } from "../../src/adapters/sophos-central/remover.ts";
import type { EndpointId, TenantId } from "../../src/core/model/ids.ts";
import type { Plan } from "../../src/core/plan/plan.ts";
import type { ItemResult } from "../../src/flows/retire-parts.ts";
import type { DeskTerms } from "../../src/flows/ticket-parts.ts";
import type { KnownCase } from "../../src/ports/case-store.ts";
import type { KnownTicket } from "../../src/ports/ticket-store.ts";
import { DAY } from "../../src/core/model/instant.ts";
import { aRemovalStage, type RemovalStage } from "../build/removal-stage.ts";
import { idOf } from "../build/small-world.ts";
import type { DeskBench } from "./ticket-desk.contract.ts";

export interface TicketStage extends RemovalStage {
  readonly tickets: DeskTerms;
  caseOf(number: number): Promise<KnownCase>;
  ticketOf(number: number): Promise<KnownTicket>;
  /** Applies in enforce with another desk, or none. */
  enforceWith(plan: Plan, tickets: DeskTerms | undefined): Promise<readonly ItemResult[]>;
  /** Lets what was approved become a candidate that has stood long enough. */
  ripen(): Promise<void>;
}

/** So many devices that are gone and marked as cloned in Central, which a person must answer: each has an open case. */
export async function aTicketStage(
  doubtful: number,
  { desk, account, people }: Pick<DeskBench, "desk" | "account" | "people">,
  review: { readonly twoPeople?: readonly string[] } = {},
): Promise<TicketStage> {
  const tickets: DeskTerms = {
    desk,
    parties: { account, approvers: new Map([[people[0], people[0]]]) },
    per: "case",
    holdForMs: 30 * DAY,
  };
  const stage = await aRemovalStage(doubtful + 2, endpointRemover, { tickets, review });
  for (let n = 1; n <= doubtful; n++) stage.record(n)["cloned"] = true;
  let today = 1;
  const nextDay = async (): Promise<void> => {
    await stage.house.day(++today);
    await stage.house.collect();
    await stage.house.assess();
    await stage.house.tend();
  };
  await nextDay();
  const of = async (number: number): Promise<KnownCase> => {
    const one = await stage.house.store.cases.of(stage.tenant.id as TenantId, idOf(number) as EndpointId);
    if (one === undefined) throw new Error(`endpoint ${number} has no case`);
    return one;
  };
  return {
    ...stage,
    tickets,
    caseOf: of,
    async ticketOf(number) {
      const ticket = await stage.house.store.tickets.of((await of(number)).number);
      if (ticket === undefined) throw new Error(`endpoint ${number} has no ticket`);
      return ticket;
    },
    async enforceWith(plan, others) {
      const result = await stage.house.apply(plan, "enforce", undefined, { tickets: others });
      if (result.kind === "refused") throw new Error(result.detail);
      return result.results;
    },
    async ripen() {
      await stage.house.assess();
      await nextDay();
    },
  };
}
