import type { ComputerId, DirectoryName } from "./ids.ts";
import type { Instant } from "./instant.ts";
import type { Maybe } from "./unknown.ts";

export interface Domain {
  /** DNS name in lower case, such as `corp.example.com`. */
  readonly dns: string;
  /** NetBIOS name in upper case; it need not follow the DNS name. */
  readonly netbios: Maybe<string>;
}

/** Why a computer must never be deleted whatever else is true of it. */
export type InfrastructureRole =
  | "domain_controller" // userAccountControl SERVER_TRUST_ACCOUNT, or primary group 516 or 521
  | "cluster_name_object" // an SPN of MSClusterVirtualServer, MSServerCluster or MSServerClusterMgmtAPI
  | "managed_service_account" // a gMSA, or a host that is allowed to use one
  | "sso_account"; // AZUREADSSOACC, AzureADKerberos: no machine behind it

/** A device object in a directory, decoded at the boundary and nothing defaulted. */
export interface Computer {
  readonly directory: DirectoryName;
  readonly id: ComputerId;
  readonly sid: Maybe<string>;
  /** The common name. */
  readonly name: string;
  /** With its trailing `$`. */
  readonly samAccountName: Maybe<string>;
  readonly dnsHostName: Maybe<string>;
  readonly domain: Domain;
  readonly dn: string;
  readonly osName: Maybe<string>;
  /** `10.0 (26100)`, `14.5`, or nothing. */
  readonly osVersion: Maybe<string>;
  readonly enabled: Maybe<boolean>;
  readonly createdAt: Maybe<Instant>;
  readonly changedAt: Maybe<Instant>;
  /** lastLogonTimestamp: 9 to 14 days late; proves life, never death. */
  readonly lastLogonAt: Maybe<Instant>;
  /** pwdLastSet: proves life, never death. */
  readonly passwordSetAt: Maybe<Instant>;
  /** DN of the person who manages it. */
  readonly managedBy: Maybe<string>;
  /** The role attributes could not be read: unknown, which protects. */
  readonly roles: Maybe<readonly InfrastructureRole[]>;
  /** A tombstone or an object in the recycle bin. */
  readonly deleted: boolean;
  /** Where a deleted object lay. */
  readonly lastKnownParent: Maybe<string>;
}

/** A container that computers lie in, with the date of its own last change (moving an OU touches no child). */
export interface OrganizationalUnit {
  readonly dn: string;
  readonly changedAt: Maybe<Instant>;
}
