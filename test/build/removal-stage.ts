// A house with many devices that are gone beyond doubt, each to be retired alone, and hooks around the one write.
import type { CentralConnection } from "../../src/adapters/sophos-central/connection.ts";
import type { EndpointId, TenantId } from "../../src/core/model/ids.ts";
import type { LedgerEntry } from "../../src/core/ledger/fact.ts";
import type { Plan } from "../../src/core/plan/plan.ts";
import type { ApplyResult } from "../../src/flows/apply.ts";
import type { ItemResult } from "../../src/flows/retire-parts.ts";
import type { EndpointRemover } from "../../src/ports/endpoint-remover.ts";
import type { SimEndpoint, SimTenant } from "../../src/simulator/estate.ts";
import type { RequestLogEntry } from "../../src/simulator/request-log.ts";
import { aHouse, STORY_START, type House, type HouseOptions } from "./house.ts";
import { idOf, smallWorld, type SmallWorld } from "./small-world.ts";

/** What a test does right before and right after the deletion is sent; a throw is a process that dies there. */
export interface Hooks {
  before: () => void;
  after: () => void;
}

export interface RemovalStage extends AsyncDisposable {
  readonly house: House;
  readonly world: SmallWorld;
  readonly tenant: SimTenant;
  readonly hooks: Hooks;
  /** The record of the endpoint with this number. */
  record(number: number): SimEndpoint;
  exists(number: number): boolean;
  /** A plan of these endpoints alone, in their order of the whole plan. */
  planOf(...numbers: readonly number[]): Promise<Plan>;
  /** Applies in enforce; throws when it is refused. */
  enforce(plan: Plan, signal?: AbortSignal): Promise<ApplyResult>;
  /** Retires one endpoint by a fresh plan of it alone. */
  retire(number: number): Promise<ItemResult>;
  /** Every DELETE for this endpoint since the stage was built. */
  sent(number: number): readonly RequestLogEntry[];
  /** What the ledger says of this endpoint, oldest first. */
  facts(number: number): Promise<readonly LedgerEntry["fact"][]>;
  attemptsToday(): Promise<number>;
}

/** Alerts on living devices: two pages of them, so that listing alerts can go wrong in the middle. */
const ALERTS = 150;

/** Builds it: `retired` devices to be retired, numbered from 1, rehearsed and ready for enforce. */
export async function aRemovalStage(
  retired: number,
  makeRemover: (connection: CentralConnection) => EndpointRemover,
  options: Partial<
    Pick<
      HouseOptions,
      "vault" | "review" | "ramp" | "tickets" | "hours" | "spacingMs" | "brakeFile" | "policy"
    >
  > = {},
): Promise<RemovalStage> {
  const world = smallWorld([{ first: 1, endpoints: retired + 20, retired }], STORY_START);
  const tenant = world.tenant(1);
  for (let n = 1; n <= ALERTS; n++) raiseAlert(tenant, n, retired + (n % 20) + 1);
  const hooks: Hooks = { before: () => {}, after: () => {} };
  const house = await aHouse({
    world,
    // A hang must not take half a minute; shorter, and a busy machine would time live answers out.
    central: { timeouts: { headers: 1_500, body: 1_500, total: 5_000 } },
    limits: { perRun: 1_000, perTenantPerDay: 1_000, maxShareOfTenant: 1 },
    remover: (connection) => hooked(makeRemover(connection), hooks),
    ...options,
  });
  for (const day of [0, 1]) {
    if (day > 0) await house.day(day);
    await house.collect();
    await house.assess();
  }
  const rehearsed = await house.apply(await house.plan("dry-run"), "dry-run");
  if (rehearsed.kind === "refused") throw new Error(rehearsed.detail);

  const planOf = async (...numbers: readonly number[]): Promise<Plan> => {
    const plan = await house.plan("enforce");
    const ids = new Set(numbers.map(idOf));
    return { ...plan, items: plan.items.filter((item) => ids.has(item.endpoint)) };
  };
  const enforce = async (plan: Plan, signal?: AbortSignal): Promise<ApplyResult> => {
    const result = await house.apply(plan, "enforce", signal);
    if (result.kind === "refused") throw new Error(result.detail);
    return result;
  };
  return {
    house,
    world,
    tenant,
    hooks,
    record(number) {
      const record = tenant.endpoints.get(idOf(number));
      if (record === undefined) throw new Error(`endpoint ${number} is gone`);
      return record;
    },
    exists: (number) => tenant.endpoints.has(idOf(number)),
    planOf,
    enforce,
    async retire(number) {
      const { results } = await enforce(await planOf(number));
      const [result, ...others] = results;
      if (result === undefined || others.length > 0)
        throw new Error(`endpoint ${number} is not planned alone`);
      return result;
    },
    sent: (number) =>
      house.simulator.log.filter((one) => one.method === "DELETE" && one.path.endsWith(idOf(number))),
    async facts(number) {
      const facts: LedgerEntry["fact"][] = [];
      for await (const batch of house.store.ledger.entries(1))
        facts.push(
          ...batch.map(({ fact }) => fact).filter((fact) => isAbout(fact, idOf(number) as EndpointId)),
        );
      return facts;
    },
    async attemptsToday() {
      const figures = await house.store.plans.tenantFigures(house.clock.now());
      return figures.find((one) => one.tenant === (tenant.id as TenantId))?.attemptsToday ?? Number.NaN;
    },
    [Symbol.asyncDispose]: () => house[Symbol.asyncDispose](),
  };
}

const isAbout = (fact: LedgerEntry["fact"], endpoint: EndpointId): boolean =>
  "endpoint" in fact && fact.endpoint === endpoint;

/** An open alert of severity high on the endpoint with this number. */
export function raiseAlert(tenant: SimTenant, alert: number, endpoint: number): void {
  const id = `alert-${alert}`;
  tenant.alerts.set(id, {
    id,
    severity: "high",
    raisedAt: new Date(STORY_START - alert * 60_000).toISOString(),
    managedAgent: { id: idOf(endpoint), type: "computer" },
  });
}

const hooked = (remover: EndpointRemover, hooks: Hooks): EndpointRemover => ({
  ...remover,
  async remove(tenant, id, notAfter) {
    hooks.before();
    const answer = await remover.remove(tenant, id, notAfter);
    hooks.after();
    return answer;
  },
});
