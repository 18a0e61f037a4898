import { instant, MINUTE } from "../../core/model/instant.ts";
import type { Tenant } from "../../core/model/tenant.ts";
import type { RightsCheck } from "../../ports/directory-source.ts";
import type { TenantListing } from "../../ports/endpoint-source.ts";
import { Fault, type FaultCode } from "../../ports/fault.ts";
import { probeAlerts } from "./alerts.ts";
import type { CentralConnection } from "./connection.ts";
import { probeGroups } from "./endpoint-groups.ts";
import { probeEndpoints } from "./endpoint-pages.ts";
import { probeMigrations } from "./migrations.ts";
import { registrationEvents } from "./registration-events.ts";
import { listTenants } from "./tenants.ts";

/** One thing that the self-test proved or could not. */
export interface CentralCheck extends RightsCheck {
  /** What was found, in one sentence without secrets. */
  readonly detail: string;
  /** Set when it is not held because of a fault, or when nothing can be done without it. */
  readonly code: FaultCode | undefined;
}

/**
 * Proves by harmless reads that a credential works: token, clock, identity, tenants, and endpoints, alerts, migrations and
 * events of the first covered tenant; the endpoint groups of the first tenant that a protect rule asks for them. It ends with
 * the first thing without which the rest cannot be tried. Thrown: CANCELLED only.
 */
export async function checkCentral(
  connection: CentralConnection,
  asksForGroups: (tenant: Tenant) => boolean,
  signal: AbortSignal,
): Promise<readonly CentralCheck[]> {
  const token = await attempt("get a token from Sophos ID", "a token was given", () =>
    connection.tokens.current(signal),
  );
  if (token.value === undefined) return [token.row];

  const listing = await attempt("list the tenants of the credential", "", () =>
    listTenants(connection, signal),
  );
  if (listing.value === undefined) return [token.row, listing.row];
  const rows = [token.row, clockRow(), ...listingRows(listing.value)];
  const [tenant] = listing.value.tenants;
  if (tenant === undefined) return rows;
  const grouped = listing.value.tenants.find(asksForGroups);
  return [
    ...rows,
    ...(await tenantRows(connection, tenant, signal)),
    ...(grouped === undefined ? [] : [await groupsRow(connection, grouped, signal)]),
  ];
}

/** Without groups a rule for one keeps whatever it may concern: safe, and told. */
async function groupsRow(
  connection: CentralConnection,
  tenant: Tenant,
  signal: AbortSignal,
): Promise<CentralCheck> {
  const groups = await attempt(`read the endpoint groups of ${tenant.name}`, "one group was asked for", () =>
    probeGroups(connection, tenant, signal),
  );
  return { ...groups.row, code: undefined };
}

// Each answer so far had its Date compared: a clock that is off would have been the fault of one of them.
const clockRow = (): CentralCheck => row("agree with Central on the time", true, "the clocks agree");

function listingRows({ credential, tenants, notCovered }: TenantListing): CentralCheck[] {
  const covers = `${credential.kind} credential ${credential.id}: ${tenants.length} covered, ${notCovered.length} not covered`;
  return [
    {
      ...row("cover at least one tenant", tenants.length > 0, covers),
      remedy:
        tenants.length > 0 ? "" : "Check which tenants the credential manages, and sophos.allowedHosts.",
      // One tenant out of reach stops nobody else; with all of them there is nothing to work on.
      code: tenants.length > 0 ? undefined : "CENTRAL_FORBIDDEN",
    },
    ...notCovered.map(({ name, code, detail }) => ({
      ...row(`cover tenant ${name}`, false, `${code}: ${detail}`),
      remedy:
        code === "host_not_allowed"
          ? "If the host is right, add it to sophos.allowedHosts."
          : "Nothing is decided about it; Sophos or the partner console can set the tenant right.",
    })),
  ];
}

async function tenantRows(
  connection: CentralConnection,
  tenant: Tenant,
  signal: AbortSignal,
): Promise<readonly CentralCheck[]> {
  const endpoints = await attempt(`read the endpoints of ${tenant.name}`, "one endpoint was asked for", () =>
    probeEndpoints(connection, tenant, signal),
  );
  const alerts = await attempt(`read the alerts of ${tenant.name}`, "one alert was asked for", () =>
    probeAlerts(connection, tenant, signal),
  );
  const migrations = await attempt(`read the migrations of ${tenant.name}`, "one job was asked for", () =>
    probeMigrations(connection, tenant, signal),
  );
  const events = await attempt(`read the events of ${tenant.name}`, "the last minute's were asked for", () =>
    registrationEvents(connection, tenant, instant(connection.wire.clock.now() - MINUTE), signal),
  );
  // Without events nothing is decided otherwise: the watch is a little slower to see a device come back.
  return [endpoints.row, alerts.row, migrations.row, { ...events.row, code: undefined }];
}

const row = (right: string, held: boolean, detail: string): CentralCheck => ({
  right,
  held,
  detail,
  remedy: "",
  code: undefined,
});

async function attempt<T>(
  right: string,
  detail: string,
  work: () => Promise<T>,
): Promise<{ readonly row: CentralCheck; readonly value: T | undefined }> {
  try {
    return { row: row(right, true, detail), value: await work() };
  } catch (error) {
    if (!(error instanceof Fault) || error.code === "CANCELLED") throw error;
    const { message, code, remedy } = error;
    return { row: { right, held: false, detail: message, remedy, code }, value: undefined };
  }
}
