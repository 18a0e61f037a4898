import type { DirectoryContext, Evidence, KnownComputer, Memory } from "../../core/assess/evidence.ts";
import type { Endpoint } from "../../core/model/endpoint.ts";
import type { Digest, TenantId } from "../../core/model/ids.ts";
import { instant } from "../../core/model/instant.ts";
import { missing } from "../../core/model/unknown.ts";
import { isProtecting, type Case, type CaseCause, type CaseState } from "../../core/review/case.ts";
import { knownComputer, type StoredComputer } from "./computer-record.ts";
import { memberships } from "./endpoint-groups.ts";
import { endpointOf, type StoredEndpoint } from "./endpoint-record.ts";
import { instantOrNone } from "./instants.ts";
import { SERIAL_CROWD, type EndpointKey } from "./rejudge.ts";
import type { Sql } from "./sql.ts";

// Brings together what belongs together: a handful of statements for any number of endpoints, never one for each.

interface StoredSubject extends StoredEndpoint {
  readonly tenant_name: string;
  readonly host_key: string | null;
  readonly alias_key: string | null;
  readonly serial_key: string | null;
  readonly appeared_at: number | null;
  readonly until_at: number | null;
  readonly hold_reason: string | null;
  readonly held_by: string | null;
  readonly case_number: number | null;
  readonly case_cause: CaseCause | null;
  readonly case_state: CaseState | null;
  readonly case_hash: Digest | null;
  readonly case_reasons: Case["reasons"] | null;
  readonly agreements: Case["agreements"] | null;
  readonly case_until: number | null;
  readonly returned_at: number | null;
}

/** The evidence of those endpoints that are current, in order of tenant and id. */
export async function evidenceOf(
  sql: Sql,
  keys: readonly EndpointKey[],
  directories: readonly DirectoryContext[],
): Promise<readonly Evidence[]> {
  const subjects = await readSubjects(sql, keys);
  const computers = await readComputers(sql, subjects);
  const { byHost, bySerial, serialCounts } = await readSiblings(sql, subjects);
  const groupsOf = await memberships(sql, subjects);
  return subjects.map((subject) => ({
    tenant: { id: subject.tenant_id, name: subject.tenant_name },
    endpoint: endpointOf(subject),
    computers: sorted(
      [...computers.byHost(subject.host_key), ...computers.byAlias(subject.alias_key)],
      ({ computer }) => `${computer.directory}/${computer.id}`,
    ),
    siblings: sorted(
      [...found(byHost, subject, subject.host_key), ...found(bySerial, subject, subject.serial_key)],
      ({ id }) => id,
    ).filter(({ id }) => id !== subject.endpoint_id),
    serialCount: serialCounts.get(keyOf(subject.tenant_id, subject.serial_key)) ?? 0,
    directories,
    memory: memoryOf(subject),
    openAlert: missing,
    migrating: missing,
    memberOf: groupsOf(subject.tenant_id, subject.endpoint_id),
  }));
}

async function readSubjects(sql: Sql, keys: readonly EndpointKey[]): Promise<readonly StoredSubject[]> {
  return sql.query<StoredSubject>(
    `select e.tenant_id, e.endpoint_id, e.record, e.volatile, e.host_key, e.alias_key, e.serial_key, e.appeared_at,
       t.name as tenant_name, h.until_at, h.reason as hold_reason, h.held_by, r.returned_at,
       c.number as case_number, c.cause as case_cause, c.state as case_state, c.evidence_hash as case_hash, c.reasons as case_reasons, c.agreements, c.until_at as case_until
     from unnest($1::text[], $2::text[]) k (tenant_id, endpoint_id)
     join rollcall.endpoint e using (tenant_id, endpoint_id)
     join rollcall.tenant t using (tenant_id)
     left join (select * from rollcall.hold where ended_at is null) h using (tenant_id, endpoint_id)
     left join rollcall.review_case c using (tenant_id, endpoint_id)
     left join rollcall.return_seen r using (tenant_id, endpoint_id)
     where e.gone_at is null order by e.tenant_id, e.endpoint_id`,
    [keys.map((key) => key.tenant_id), keys.map((key) => key.endpoint_id)],
  );
}

const memoryOf = (row: StoredSubject): Memory => ({
  appearedAt: instantOrNone(row.appeared_at),
  hold:
    row.until_at === null || row.hold_reason === null || row.held_by === null
      ? undefined
      : { until: instant(row.until_at), reason: row.hold_reason, by: row.held_by },
  openCase: openCaseOf(row),
  ...approvalOf(row),
  returnedAt: instantOrNone(row.returned_at),
});

function openCaseOf({
  case_number: number,
  case_cause: cause,
  case_state: state,
}: StoredSubject): string | undefined {
  if (number === null || cause === null || state === null) return undefined;
  return isProtecting({ cause, state }) ? String(number) : undefined;
}

function approvalOf(row: StoredSubject): Pick<Memory, "approval"> {
  const {
    case_state: state,
    case_hash: evidenceHash,
    case_reasons: reasons,
    agreements,
    case_until: until,
  } = row;
  const last = agreements?.at(-1);
  // Whatever of it is not there, nobody has approved.
  if (state !== "approved" || evidenceHash === null || until === null || reasons === null) return {};
  if (agreements === null || last === undefined) return {};
  return {
    approval: {
      evidenceHash,
      reasons: reasons.map(({ code }) => code),
      by: agreements.map(({ by }) => by),
      at: last.at,
      expires: instant(until),
    },
  };
}

/** Computers of any directory, gone ones too, by host key and by alias. */
async function readComputers(sql: Sql, subjects: readonly StoredSubject[]) {
  const rows = await sql.query<StoredComputer & { host_key: string; alias_key: string }>(
    `select directory, computer_id, host_key, alias_key, record, retired_seen_at, gone_at from rollcall.computer
     where host_key = any ($1::text[]) or alias_key = any ($2::text[])`,
    [distinct(subjects.map((row) => row.host_key)), distinct(subjects.map((row) => row.alias_key))],
  );
  const byHost = new Map<string, KnownComputer[]>();
  const byAlias = new Map<string, KnownComputer[]>();
  for (const row of rows) {
    const known = knownComputer(row);
    add(byHost, row.host_key, known);
    add(byAlias, row.alias_key, known);
  }
  const of = (groups: typeof byHost, key: string | null): readonly KnownComputer[] =>
    key === null ? [] : (groups.get(key) ?? []);
  return {
    byHost: (key: string | null) => of(byHost, key),
    byAlias: (key: string | null) => of(byAlias, key),
  };
}

/** Current endpoints of the same tenants that share a host key or a serial key few enough to mean something. */
async function readSiblings(sql: Sql, subjects: readonly StoredSubject[]) {
  const withSerial = subjects.filter((row) => row.serial_key !== null);
  const counts = await sql.query<{ tenant_id: TenantId; serial_key: string; count: number }>(
    `select tenant_id, serial_key, count(*) as count from rollcall.endpoint
     where gone_at is null and (tenant_id, serial_key) in (select * from unnest($1::text[], $2::text[]))
     group by tenant_id, serial_key`,
    [withSerial.map((row) => row.tenant_id), withSerial.map((row) => row.serial_key)],
  );
  const shared = counts.filter(({ count }) => count > 1 && count <= SERIAL_CROWD);
  const withHost = subjects.filter((row) => row.host_key !== null);
  const select = `select tenant_id, endpoint_id, host_key, serial_key, record, volatile from rollcall.endpoint`;
  type Sibling = StoredEndpoint & { readonly host_key: string | null; readonly serial_key: string | null };
  const sameHost = await sql.query<Sibling>(
    `${select} where gone_at is null and (tenant_id, host_key) in (select * from unnest($1::text[], $2::text[]))`,
    [withHost.map((row) => row.tenant_id), withHost.map((row) => row.host_key)],
  );
  const sameSerial = await sql.query<Sibling>(
    `${select} where gone_at is null and (tenant_id, serial_key) in (select * from unnest($1::text[], $2::text[]))`,
    [shared.map((row) => row.tenant_id), shared.map((row) => row.serial_key)],
  );
  return {
    byHost: groups(sameHost, (row) => row.host_key),
    bySerial: groups(sameSerial, (row) => row.serial_key),
    serialCounts: new Map(counts.map((row) => [keyOf(row.tenant_id, row.serial_key), row.count])),
  };
}

type Groups = ReadonlyMap<string, readonly Endpoint[]>;

/** Endpoints by tenant and key; each is parsed once, however many evidences it stands in. */
function groups<Row extends StoredEndpoint>(rows: readonly Row[], key: (row: Row) => string | null): Groups {
  const grouped = new Map<string, Endpoint[]>();
  for (const row of rows) {
    add(grouped, keyOf(row.tenant_id, key(row)), endpointOf(row));
  }
  return grouped;
}

// A tenant id is a UUID: nothing in it can be taken for the separator.
const keyOf = (tenant: TenantId, key: string | null): string => `${tenant}/${key ?? ""}`;

const found = (
  group: Groups,
  { tenant_id: tenant }: StoredSubject,
  key: string | null,
): readonly Endpoint[] => (key === null ? [] : (group.get(keyOf(tenant, key)) ?? []));

function add<T>(groups: Map<string, T[]>, key: string, item: T): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [item]);
  else group.push(item);
}

const distinct = (keys: readonly (string | null)[]): readonly string[] => [
  ...new Set(keys.filter((key) => key !== null)),
];

/** Each once, in order of id: the order in which a database gives rows is nobody's evidence. */
function sorted<T>(items: readonly T[], id: (item: T) => string): readonly T[] {
  const byId = new Map(items.map((item) => [id(item), item]));
  return [...byId].sort(([a], [b]) => (a < b ? -1 : Number(a > b))).map(([, item]) => item);
}
