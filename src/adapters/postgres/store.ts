import type { Hash } from "../../core/model/ids.ts";
import { Bug } from "../../core/model/invariant.ts";
import type { Ids } from "../../ports/ids.ts";
import type { Store } from "../../ports/store.ts";
import { accountStore } from "./accounts.ts";
import { assessmentStore } from "./assessments.ts";
import { brakeStore } from "./brake.ts";
import { caseStore } from "./cases.ts";
import type { Connection } from "./connection.ts";
import { deletionList } from "./deletion-list.ts";
import { deviceList } from "./device-list.ts";
import { dossierStore } from "./dossiers.ts";
import { findingList } from "./finding-list.ts";
import { fleetStore } from "./fleet.ts";
import { groupStore } from "./endpoint-groups.ts";
import { holdStore } from "./holds.ts";
import { homeStore } from "./home.ts";
import { hookMessageStore } from "./hook-messages.ts";
import { inventoryStore } from "./inventory.ts";
import { leaseStore } from "./lease.ts";
import { ledgerStore } from "./ledger.ts";
import { outboxStore } from "./outbox.ts";
import { planStore } from "./plans.ts";
import { quarantineStore } from "./quarantines.ts";
import { rampStore } from "./ramp.ts";
import { reportStore } from "./report.ts";
import { returnStore } from "./returns.ts";
import { sessionStore } from "./sessions.ts";
import { silenceStore } from "./silences.ts";
import { runStore } from "./runs.ts";
import { scheduleStore } from "./schedule-slots.ts";
import type { Sql } from "./sql.ts";
import { tenantTicketStore } from "./tenant-tickets.ts";
import { ticketStore } from "./tickets.ts";
import { tokenStore } from "./tokens.ts";
import { workerStore } from "./workers.ts";

/** What the store needs besides a database. */
export interface StoreParts {
  /** The account and host this process runs as: the ledger names it. */
  readonly actor: string;
  readonly hash: Hash;
  readonly ids: Ids;
}

/** The store on a connection whose schema is up to date. */
export const storeOn = (connection: Connection, parts: StoreParts): Store => ({
  ...rooms(connection, parts),
  transaction: async (work) => connection.transaction(async (sql) => work(storeWithin(sql, parts))),
  close: async () => connection.close(),
});

/** The store inside a transaction: it neither nests nor closes. */
export const storeWithin = (sql: Sql, parts: StoreParts): Store => ({
  ...rooms(sql, parts),
  transaction: async () => Promise.reject(new Bug("a transaction inside a transaction")),
  close: async () => Promise.reject(new Bug("the store was closed inside a transaction")),
});

const rooms = (sql: Sql, parts: StoreParts): Omit<Store, "transaction" | "close"> => ({
  inventory: inventoryStore(sql, parts),
  groups: groupStore(sql),
  assessments: assessmentStore(sql),
  plans: planStore(sql),
  holds: holdStore(sql),
  quarantine: quarantineStore(sql),
  cases: caseStore(sql),
  home: homeStore(sql),
  hookMessages: hookMessageStore(sql),
  dossiers: dossierStore(sql),
  ramp: rampStore(sql),
  brake: brakeStore(sql),
  lease: leaseStore(sql, parts),
  ledger: ledgerStore(sql, parts),
  outbox: outboxStore(sql, parts),
  devices: deviceList(sql),
  deletions: deletionList(sql),
  findings: findingList(sql),
  fleet: fleetStore(sql),
  report: reportStore(sql),
  returns: returnStore(sql),
  silences: silenceStore(sql),
  tickets: ticketStore(sql),
  runs: runStore(sql, parts),
  schedule: scheduleStore(sql),
  accounts: accountStore(sql),
  sessions: sessionStore(sql),
  tokens: tokenStore(sql),
  tenantTickets: tenantTicketStore(sql),
  workers: workerStore(sql),
});
