import type { AccountStore } from "./account-store.ts";
import type { AssessmentStore } from "./assessment-store.ts";
import type { BrakeStore } from "./brake-store.ts";
import type { CaseStore } from "./case-store.ts";
import type { DossierStore } from "./dossier-store.ts";
import type { GroupStore } from "./group-store.ts";
import type { HoldStore } from "./hold-store.ts";
import type { HookMessageStore } from "./hook-message-store.ts";
import type { InventoryStore } from "./inventory-store.ts";
import type { LeaseStore } from "./lease-store.ts";
import type { LedgerStore } from "./ledger-store.ts";
import type { OutboxStore } from "./outbox-store.ts";
import type { PlanStore } from "./plan-store.ts";
import type { QuarantineStore } from "./quarantine-store.ts";
import type { RampStore } from "./ramp-store.ts";
import type { ReportStore } from "./report-store.ts";
import type { ReturnStore } from "./return-store.ts";
import type { RunStore } from "./run-store.ts";
import type { ScheduleStore } from "./schedule-store.ts";
import type { SessionStore } from "./session-store.ts";
import type { SilenceStore } from "./silence-store.ts";
import type { TenantTicketStore } from "./tenant-ticket-store.ts";
import type { TicketStore } from "./ticket-store.ts";
import type { TokenStore } from "./token-store.ts";

/** Everything Rollcall remembers, on PGlite or PostgreSQL alike. Faults: STORE_*. */
export interface Store {
  readonly inventory: InventoryStore;
  readonly groups: GroupStore;
  readonly assessments: AssessmentStore;
  readonly plans: PlanStore;
  readonly holds: HoldStore;
  readonly quarantine: QuarantineStore;
  readonly cases: CaseStore;
  readonly hookMessages: HookMessageStore;
  readonly dossiers: DossierStore;
  readonly ramp: RampStore;
  readonly brake: BrakeStore;
  readonly lease: LeaseStore;
  readonly ledger: LedgerStore;
  readonly outbox: OutboxStore;
  readonly report: ReportStore;
  readonly returns: ReturnStore;
  readonly silences: SilenceStore;
  readonly tickets: TicketStore;
  readonly runs: RunStore;
  readonly schedule: ScheduleStore;
  readonly accounts: AccountStore;
  readonly sessions: SessionStore;
  readonly tokens: TokenStore;
  readonly tenantTickets: TenantTicketStore;
  /** All or nothing: a state and the fact that records it are written in one. Not to be nested. */
  transaction<T>(work: (store: Store) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
