// A simulator over a small estate, with a client that is logged in.
import { createSimClock } from "../../src/simulator/clock.ts";
import type { SimClock } from "../../src/simulator/clock.ts";
import type { SimEstate, SimTenant } from "../../src/simulator/estate.ts";
import type { Simulator, SimulatorOptions } from "../../src/simulator/simulator.ts";
import { startSimulator } from "../../src/simulator/simulator.ts";
import type { CentralClient } from "./central-client.ts";
import { createCentralClient } from "./central-client.ts";
import type { TenantPlan } from "./estate.ts";
import { estate, START, tenantId } from "./estate.ts";

export interface Simulation extends AsyncDisposable {
  readonly simulator: Simulator;
  readonly client: CentralClient;
  readonly clock: SimClock;
  readonly estate: SimEstate;
  /** The first tenant. */
  readonly tenant: SimTenant;
}

export interface SimulationOptions extends Partial<Omit<SimulatorOptions, "clock" | "estate">> {
  readonly tenants?: readonly TenantPlan[];
  readonly as?: string;
  /** Changes the estate before the simulator starts. */
  readonly arrange?: (tenant: SimTenant, estate: SimEstate) => void;
}

/** Starts it without limits unless they are asked for; the first tenant has 5 endpoints, the client is its reader. */
export async function simulate(options: SimulationOptions = {}): Promise<Simulation> {
  const { tenants = [{ endpoints: 5 }], as = "tenant-reader", arrange, ...rest } = options;
  const built = estate(tenants);
  const tenant = built.tenants.get(tenantId(1));
  if (tenant === undefined) throw new Error("an estate has at least one tenant");
  arrange?.(tenant, built);
  const clock = createSimClock(START);
  const simulator = await startSimulator({ enforceLimits: false, ...rest, estate: built, clock });
  const client = createCentralClient(simulator, tenant.region);
  await client.login(as);
  return {
    simulator,
    client,
    clock,
    estate: built,
    tenant,
    async [Symbol.asyncDispose]() {
      await client.close();
      await simulator.stop();
    },
  };
}
