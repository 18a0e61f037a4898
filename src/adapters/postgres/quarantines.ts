import type { EndpointId, TenantId } from "../../core/model/ids.ts";
import { instant } from "../../core/model/instant.ts";
import type { FailureClass } from "../../core/retire/failure-class.ts";
import type { Quarantine } from "../../core/retire/quarantine.ts";
import type { KnownQuarantine, QuarantineStore } from "../../ports/quarantine-store.ts";
import { NO_HOSTNAME } from "./endpoint-record.ts";
import { instantOrNone } from "./instants.ts";
import type { Sql } from "./sql.ts";

/** Quarantines over one connection or transaction. */
export const quarantineStore = (sql: Sql): QuarantineStore => ({
  find: async (tenant, endpoint) => find(sql, tenant, endpoint),
  put: async (tenant, endpoint, { failures, counted, failure, at, until }) => {
    await sql.query(
      `insert into rollcall.quarantine (tenant_id, endpoint_id, failures, counted, failure, failed_at, until_at)
       values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (tenant_id, endpoint_id) do update set failures = excluded.failures, counted = excluded.counted,
         failure = excluded.failure, failed_at = excluded.failed_at, until_at = excluded.until_at`,
      [tenant, endpoint, failures, counted, failure, at, until ?? null],
    );
  },
  clear: async (tenant, endpoint) => {
    const [row] = await sql.query<Stored>(
      `delete from rollcall.quarantine where tenant_id = $1 and endpoint_id = $2 returning ${COLUMNS}`,
      [tenant, endpoint],
    );
    return row && quarantineOf(row);
  },
  list: async () => list(sql, "order by until_at is not null, until_at, failed_at, tenant_id, endpoint_id"),
  exhausted: async () => list(sql, "and until_at is null order by failed_at, tenant_id, endpoint_id"),
});

const COLUMNS = "failures, counted, failure, failed_at, until_at";

interface Stored {
  readonly failures: number;
  readonly counted: number;
  readonly failure: FailureClass;
  readonly failed_at: number;
  readonly until_at: number | null;
}

const quarantineOf = (row: Stored): Quarantine => ({
  failures: row.failures,
  counted: row.counted,
  failure: row.failure,
  at: instant(row.failed_at),
  until: instantOrNone(row.until_at),
});

async function find(sql: Sql, tenant: TenantId, endpoint: EndpointId): Promise<Quarantine | undefined> {
  const [row] = await sql.query<Stored>(
    `select ${COLUMNS} from rollcall.quarantine where tenant_id = $1 and endpoint_id = $2
     ${sql.inTransaction ? "for update" : ""}`,
    [tenant, endpoint],
  );
  return row && quarantineOf(row);
}

async function list(sql: Sql, rest: string): Promise<readonly KnownQuarantine[]> {
  const rows = await sql.query<
    Stored & {
      readonly tenant_id: TenantId;
      readonly tenant_name: string;
      readonly endpoint_id: EndpointId;
      readonly hostname: string | null;
    }
  >(
    `select tenant_id, t.name as tenant_name, endpoint_id, e.hostname, ${COLUMNS}
     from rollcall.quarantine
     join rollcall.endpoint e using (tenant_id, endpoint_id)
     join rollcall.tenant t using (tenant_id)
     where e.gone_at is null ${rest}`,
    [],
  );
  return rows.map((row) => ({
    ...quarantineOf(row),
    tenant: row.tenant_id,
    tenantName: row.tenant_name,
    endpoint: row.endpoint_id,
    hostname: row.hostname ?? NO_HOSTNAME,
  }));
}
