import type { TenantId } from "../core/model/ids.ts";
import type { KnownCase } from "./case-store.ts";
import type { TicketRecord, TicketRows } from "./ticket-store.ts";

/** The ticket of a tenant, which lists its open cases and takes no answer. */
export interface KnownTenantTicket extends TicketRecord {
  readonly tenant: TenantId;
  /** The mark of what it was last told, or refused to be told. */
  readonly told: string | undefined;
  /** The numbers of the cases that were open when it was last told. */
  readonly listed: readonly number[];
}

/** A tenant and its open cases, the longest asked first. */
export interface WaitingTenant {
  readonly tenant: TenantId;
  readonly tenantName: string;
  readonly open: readonly KnownCase[];
}

/** Tickets of tenants: at most one of a tenant counts, the last. */
export interface TenantTicketStore extends TicketRows<KnownTenantTicket> {
  /** The last ticket of a tenant on any desk. */
  of(tenant: TenantId): Promise<KnownTenantTicket | undefined>;
  /** Tenants with an open case, or whose last ticket on the desk is not closed, in batches, each with that ticket. */
  due(
    desk: string,
  ): AsyncGenerator<
    readonly { readonly waiting: WaitingTenant; readonly ticket: KnownTenantTicket | undefined }[]
  >;
  /** Those of a desk that are not closed. */
  standing(desk: string): Promise<readonly KnownTenantTicket[]>;
}
