import type { Route, TenantCall } from "./call.ts";
import { findById } from "./call.ts";
import type { Reply } from "./envelope.ts";
import { ok, Refused } from "./envelope.ts";
import type { Json } from "./estate.ts";
import { arrayAt, stringAt } from "./json-path.ts";
import { offsetPage } from "./offset-paging.ts";
import { oneOf } from "./parameters.ts";
import type { Identified } from "./sort-order.ts";

const isIdentified = (value: Json): value is Identified => stringAt(value, "id") !== undefined;

/** A migration without its devices, which have a list of their own. */
const brief = (migration: Identified): Json =>
  Object.fromEntries(Object.entries(migration).filter(([key]) => key !== "endpoints"));

function list({ tenant, query, faults }: TenantCall): Reply {
  const modes = oneOf(query, "mode", ["sending", "receiving"]);
  const records = [...tenant.migrations.values()].filter(
    (migration) => modes === undefined || modes.includes(stringAt(migration, "mode") ?? ""),
  );
  return ok(offsetPage({ records, query, faults, show: brief }));
}

function named({ tenant, params }: TenantCall): Identified {
  const migration = findById(tenant.migrations, params["id"] ?? "");
  if (migration === undefined) throw new Refused(404);
  return migration;
}

/** The devices of a migration: `{ id, status: pending | succeeded | failed, newId?, migratedAt? }`. */
function devices(call: TenantCall): Reply {
  const records = arrayAt(named(call), "endpoints") ?? []; // a job without devices
  return ok(
    offsetPage({
      records: records.filter(isIdentified),
      query: call.query,
      faults: call.faults,
      show: (device) => device,
    }),
  );
}

function notFound(): never {
  throw new Refused(404);
}

const PATH = "/endpoint/v1/migrations";

export const MIGRATION_ROUTES: readonly Route[] = [
  { method: "GET", path: PATH, scope: "tenant", shape: "offsetList", handle: list },
  {
    method: "GET",
    path: `${PATH}/:id`,
    scope: "tenant",
    shape: "other",
    handle: (call) => ok(brief(named(call))),
  },
  { method: "GET", path: `${PATH}/:id/endpoints`, scope: "tenant", shape: "offsetList", handle: devices },
  // A job cannot be deleted: Central answers as if it were not there.
  { method: "DELETE", path: `${PATH}/:id`, scope: "tenant", shape: "other", handle: () => notFound() },
];
