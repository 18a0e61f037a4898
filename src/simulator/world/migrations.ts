// The migration jobs that moved devices from one tenant to another, as both of the tenants list them.

import { DAY } from "./life.ts";
import { uuid, UUID_KIND } from "./prng.ts";
import type { Stage } from "./stage.ts";

/** Adds one finished job for every pair of records that a move left behind. */
export function addMigrations(stage: Stage): void {
  for (const left of stage.endpoints) {
    if (left.truth.story !== "moved_tenant") continue;
    const moved = stage.endpoints[left.number + 1];
    if (moved === undefined || moved.hardware !== left.hardware) continue; // it went to a tenant that is not ours
    const [from, to] = [left, moved].map((plan) => stage.tenants[plan.tenant]!.sim) as [
      (typeof stage.tenants)[number]["sim"],
      (typeof stage.tenants)[number]["sim"],
    ];
    const id = uuid(stage.seed, UUID_KIND.migration, left.number);
    const migratedAt = new Date(moved.registeredAt).toISOString();
    const job = {
      id,
      createdAt: migratedAt,
      expiresAt: new Date(moved.registeredAt + 7 * DAY).toISOString(),
      fromTenant: from.id,
      toTenant: to.id,
      endpoints: [{ id: left.id, status: "succeeded", newId: moved.id, migratedAt }],
    };
    from.migrations.set(id, { ...job, mode: "sending" });
    to.migrations.set(id, { ...job, mode: "receiving" });
  }
}
