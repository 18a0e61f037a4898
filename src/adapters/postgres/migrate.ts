import { Fault } from "../../ports/fault.ts";
import { invariant } from "../../core/model/invariant.ts";
import { ground } from "./migrations/0001-ground.ts";
import { holds } from "./migrations/0002-holds.ts";
import { ramp } from "./migrations/0003-ramp.ts";
import { dossier } from "./migrations/0004-dossier.ts";
import { quarantine } from "./migrations/0005-quarantine.ts";
import { cases } from "./migrations/0006-case.ts";
import { size } from "./migrations/0007-size.ts";
import { policyInForce } from "./migrations/0008-policy-in-force.ts";
import { deviceReturn } from "./migrations/0009-return.ts";
import { eventReading } from "./migrations/0010-event-reading.ts";
import { foreseen } from "./migrations/0011-foreseen.ts";
import { groupMember } from "./migrations/0012-group-member.ts";
import { outbox } from "./migrations/0013-outbox.ts";
import { tickets } from "./migrations/0014-tickets.ts";
import { hookMessage } from "./migrations/0015-hook-message.ts";
import { toldFinding } from "./migrations/0016-told-finding.ts";
import { dossierDiscard } from "./migrations/0017-dossier-discard.ts";
import { signIn } from "./migrations/0018-sign-in.ts";
import { silence } from "./migrations/0019-silence.ts";
import { tenantTicket } from "./migrations/0020-tenant-ticket.ts";
import { runs } from "./migrations/0021-run.ts";
import { device } from "./migrations/0022-device.ts";
import { worker } from "./migrations/0023-worker.ts";
import { home } from "./migrations/0024-home.ts";
import { listOrder } from "./migrations/0025-list-order.ts";
import { rate } from "./migrations/0026-rate.ts";
import type { Migration } from "./migrations/migration.ts";
import { queryOne, type Sql } from "./sql.ts";

/** All steps, in order. */
export const MIGRATIONS: readonly Migration[] = [
  ground,
  holds,
  ramp,
  dossier,
  quarantine,
  cases,
  size,
  policyInForce,
  deviceReturn,
  eventReading,
  foreseen,
  groupMember,
  outbox,
  tickets,
  hookMessage,
  toldFinding,
  dossierDiscard,
  signIn,
  silence,
  tenantTicket,
  runs,
  device,
  worker,
  home,
  listOrder,
  rate,
];

/** What a store has that is up to date. */
export const schemaVersion = MIGRATIONS.length;

// Any number; it has only to be the same in every Rollcall (it spells "roll").
const MIGRATION_LOCK = 0x726f6c6c;

/**
 * Brings the schema up to date, one transaction a step, whose first statement of its own is the version row. Several
 * processes may start at once: an advisory lock lets one migrate and the others find it done.
 * @returns the versions that were applied now. Faults: STORE_NEWER, and STORE_*.
 */
export async function migrate(
  sql: Sql,
  at: number,
  migrations: readonly Migration[] = MIGRATIONS,
): Promise<readonly number[]> {
  invariant(
    migrations.every((migration, index) => migration.version === index + 1),
    "migrations are numbered 1, 2, 3 …",
  );
  const applied: number[] = [];
  for (const migration of migrations) {
    const done = await sql.transaction(async (tx) => step(tx, migration, migrations.length, at));
    if (done) applied.push(migration.version);
  }
  return applied;
}

/** The same in a transaction that is open: the schema comes with what else is written there, or not at all. */
export async function migrateIn(tx: Sql, at: number): Promise<void> {
  for (const migration of MIGRATIONS) await step(tx, migration, MIGRATIONS.length, at);
}

async function step(tx: Sql, migration: Migration, newest: number, at: number): Promise<boolean> {
  await tx.query("select pg_advisory_xact_lock($1::bigint)", [MIGRATION_LOCK]);
  const version = await storedVersion(tx);
  if (version > newest) {
    const details = { stored: version, known: newest };
    throw new Fault(
      "STORE_NEWER",
      `The store is of version ${version}, this Rollcall knows up to ${newest}.`,
      details,
    );
  }
  if (version >= migration.version) return false;
  await tx.query("insert into rollcall.schema_version (version, applied_at) values ($1, $2)", [
    migration.version,
    at,
  ]);
  await tx.script(migration.sql);
  return true;
}

/** The newest version in the store; makes the table of versions in an empty database. */
async function storedVersion(tx: Sql): Promise<number> {
  const version = await storedSchema(tx);
  if (version !== undefined) return version;
  await tx.script(`
    create schema if not exists rollcall;
    create table rollcall.schema_version (version integer primary key, applied_at bigint not null);
  `);
  return 0;
}

/** The newest version in the store; undefined where there is no store. */
export async function storedSchema(tx: Sql): Promise<number | undefined> {
  const { present } = await queryOne<{ present: boolean }>(
    tx,
    "select to_regclass('rollcall.schema_version') is not null as present",
  );
  if (!present) return undefined;
  const { version } = await queryOne<{ version: number }>(
    tx,
    "select coalesce(max(version), 0)::integer as version from rollcall.schema_version",
  );
  return version;
}
