// How a device comes into a tenant: its record, its tamper protection, and what Central tells of it.

import type { JsonObject } from "../estate.ts";
import { stringAt } from "../json-path.ts";
import type { TenantSide } from "./central-tenant.ts";
import { endpointRecord, placeOf } from "./endpoint-record.ts";
import { DAY } from "./life.ts";
import type { EndpointPlan } from "./plans.ts";
import { mix, uuid, UUID_KIND } from "./prng.ts";

const digits = (seed: number, plan: EndpointPlan): string =>
  String(mix(seed, 81, plan.number) * 311)
    .padStart(12, "0")
    .slice(-12);

/** Puts a device into its tenant as it stands at `at` (epoch ms). */
export function register(
  seed: number,
  start: number,
  side: TenantSide,
  plan: EndpointPlan,
  at: number,
): void {
  const { sim } = side;
  sim.endpoints.set(plan.id, endpointRecord(seed, start, side, plan, at));
  const groupId = stringAt(placeOf(side, plan).group, "id");
  if (plan.hole === "group_missing" && groupId !== undefined) sim.hiddenGroups?.set(plan.id, groupId);
  if (plan.os.platform !== "linux") {
    sim.tamper.set(plan.id, { enabled: true, password: digits(seed, plan), previousPasswords: [] });
  }
  if (plan.openAlert) sim.alerts.set(...alert(seed, side, plan, start));
  // Collectors look back a day; what is older when the world starts is worth nothing.
  if (plan.registeredAt > start - DAY) sim.events.push(registered(seed, side, plan));
}

function alert(
  seed: number,
  side: TenantSide,
  plan: EndpointPlan,
  start: number,
): [string, JsonObject & { readonly id: string }] {
  const id = uuid(seed, UUID_KIND.alert, plan.number);
  return [
    id,
    {
      id,
      allowedActions: ["acknowledge"],
      category: "malware",
      description: `Manual cleanup required on ${plan.hostname}`,
      groupKey: id,
      managedAgent: { id: plan.id, type: plan.isServer ? "server" : "computer" },
      product: "endpoint",
      raisedAt: new Date(Math.min(plan.life.quietFrom, start - DAY)).toISOString(),
      severity: "high",
      tenant: { id: side.sim.id, name: side.sim.name },
      type: "Event::Endpoint::Threat::CleanupFailed",
    },
  ];
}

function registered(seed: number, side: TenantSide, plan: EndpointPlan): JsonObject {
  const kind = plan.isServer ? "server" : "computer";
  const when = new Date(plan.registeredAt).toISOString();
  return {
    id: uuid(seed, UUID_KIND.event, plan.number),
    customer_id: side.sim.id,
    type: "Event::Endpoint::Registered",
    name: `New ${kind} registered: ${plan.hostname}`,
    group: "PROTECTION",
    severity: "low",
    endpoint_type: kind,
    endpoint_id: plan.id,
    location: plan.hostname,
    source: "n/a",
    source_info: { ip: "10.0.0.1" },
    origin: null,
    when,
    created_at: when,
  };
}
