import type { DirectoryContext } from "../core/assess/evidence.ts";
import type { Computer } from "../core/model/computer.ts";
import type { Collection, Coverage, Source } from "../core/model/coverage.ts";
import type { Endpoint } from "../core/model/endpoint.ts";
import type { CollectionId, Digest, DirectoryName, EndpointId, TenantId } from "../core/model/ids.ts";
import type { Instant } from "../core/model/instant.ts";
import type { NotCoveredTenant, Tenant } from "../core/model/tenant.ts";

/** An endpoint with the keys it is matched by (normalised by core/identity) and the digest of its record. */
export interface EndpointRow {
  readonly endpoint: Endpoint;
  /** Host part of the hostname key; undefined when the hostname is unknown. */
  readonly hostKey: string | undefined;
  /** Its first 15 characters. */
  readonly aliasKey: string | undefined;
  /** The serial number as a key; undefined when it is unknown or a placeholder. */
  readonly serialKey: string | undefined;
  /** Changes when anything but lastSeenAt, online and health of the record changes. */
  readonly hash: Digest;
}

export interface ComputerRow {
  readonly computer: Computer;
  /** From dNSHostName, else from sAMAccountName, else from the common name. */
  readonly hostKey: string;
  readonly aliasKey: string;
  /** Whether it is retired by the rule in force. */
  readonly retired: boolean;
  readonly hash: Digest;
}

/** What a merge did to the current tables. */
export interface MergeFigures {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly gone: number;
}

/** An endpoint that the last complete reading no longer has. */
export interface VanishedEndpoint {
  readonly tenant: TenantId;
  readonly endpoint: EndpointId;
  readonly hostname: string;
  /** A deletion of ours explains it. */
  readonly byUs: boolean;
}

/** The inventories: what was read, staged apart, and merged only when it was whole. */
export interface InventoryStore {
  /** Opens a collection and empties its staging area. */
  begin(source: Source, at: Instant): Promise<CollectionId>;
  /**
   * The same as a part of a run, in which a source is read whole once: when that has happened, it gives that collection instead.
   */
  beginIn(
    run: string,
    source: Source,
    at: Instant,
  ): Promise<
    | { readonly kind: "begun"; readonly collection: CollectionId }
    | { readonly kind: "read"; readonly collection: Collection }
  >;
  stageEndpoints(collection: CollectionId, rows: readonly EndpointRow[]): Promise<void>;
  stageComputers(collection: CollectionId, rows: readonly ComputerRow[]): Promise<void>;
  /** Distinct ids staged so far: a page that came twice counts once. */
  stagedCount(collection: CollectionId): Promise<number>;
  /** Number of current (not gone) records of the source before this collection; undefined if never read whole. */
  currentCount(source: Source): Promise<number | undefined>;
  /**
   * In one transaction: merges the staged endpoints into the current ones, marks absent ones gone, queues what must be
   * judged again, and closes the collection as complete. Only for complete readings.
   */
  mergeEndpoints(
    collection: CollectionId,
    figures: { expected: number; requests: number; at: Instant },
  ): Promise<MergeFigures & { readonly vanished: readonly VanishedEndpoint[] }>;
  /** The same for a directory; with extent `changes`, absent ones stay. */
  mergeComputers(
    collection: CollectionId,
    figures: {
      expected: number | undefined;
      requests: number;
      at: Instant;
      extent: "full" | "changes";
      context: DirectoryContext;
      bookmark: string | undefined;
    },
  ): Promise<MergeFigures>;
  /** Throws the staged rows away and closes the collection as incomplete or failed: the current tables stay as they are. */
  discard(
    collection: CollectionId,
    figures: {
      coverage: Exclude<Coverage, { kind: "complete" }>;
      expected: number | undefined;
      requests: number;
      at: Instant;
    },
  ): Promise<void>;
  /** The newest collection of each source, and its newest complete one. */
  latest(): Promise<readonly { readonly newest: Collection; readonly complete: Collection | undefined }[]>;

  /** Replaces what is known of tenants: covered ones and those that are not, with their reasons. */
  saveTenants(
    tenants: readonly Tenant[],
    notCovered: readonly NotCoveredTenant[],
    at: Instant,
  ): Promise<void>;
  tenants(): Promise<readonly Tenant[]>;
  notCovered(): Promise<readonly NotCoveredTenant[]>;

  /** What the last complete reading said of each directory as a whole, and its bookmark with the date of the last full one. */
  directories(): Promise<
    readonly {
      readonly context: DirectoryContext;
      readonly bookmark: string | undefined;
      readonly fullAt: Instant;
    }[]
  >;
  /** Drops what is known of directories that the configuration no longer names, and queues their devices for judging. */
  forgetDirectoriesBut(names: readonly DirectoryName[]): Promise<void>;

  /** Current endpoints of a tenant in order of id, in batches: for exports. */
  endpointsOf(tenant: TenantId): AsyncGenerator<readonly Endpoint[]>;
  /** Endpoints (gone ones too) whose id is this, or whose host key is this; at most 50. */
  find(text: { readonly id?: EndpointId; readonly hostKey?: string }): Promise<
    readonly {
      readonly tenant: TenantId;
      readonly tenantName: string;
      readonly endpoint: EndpointId;
      readonly hostname: string;
      readonly firstSeenAt: Instant;
      readonly goneAt: Instant | undefined;
    }[]
  >;
}
