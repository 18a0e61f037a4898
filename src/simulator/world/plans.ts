// What a machine is on either side: the scripts that the records of Central and of the directory are written from.

import type { WorldDomain } from "./domain.ts";
import type { Hole } from "./holes.ts";
import type { Life } from "./life.ts";
import type { OperatingSystem } from "./operating-systems.ts";
import type { PersonNumber } from "./people.ts";
import type { Truth } from "./world.ts";

/** How Central writes the last user's login. */
export type LoginForm = "domain" | "upn" | "bare" | "local" | "azure" | "technician";

/** A device record to be, with everything that happens to it. Instants in epoch ms, NEVER for what does not happen. */
export interface EndpointPlan {
  readonly number: number;
  readonly id: string;
  /** Index of its tenant. */
  readonly tenant: number;
  readonly hostname: string;
  readonly domain: WorldDomain;
  readonly os: OperatingSystem;
  readonly upgradesAt: number;
  readonly person: PersonNumber;
  readonly nextPerson: PersonNumber;
  readonly handoverAt: number;
  readonly login: LoginForm;
  readonly life: Life;
  /** When the agent was registered; shown on few records (`registeredAt` is observed, not documented). */
  readonly registeredAt: number;
  readonly showsRegisteredAt: boolean;
  /** Machines that are the same by hardware share it. */
  readonly hardware: number;
  readonly serial: string;
  readonly isServer: boolean;
  readonly isolated: boolean;
  readonly cloned: boolean;
  readonly openAlert: boolean;
  readonly hole: Hole | undefined;
  /** From here on the machine does not exist any more. */
  readonly goneAt: number;
  readonly truth: Truth;
}

/** What a computer object is beyond a workstation's account. */
export type ComputerKind =
  | "member"
  | "domain_controller"
  | "read_only_dc_of_azure" // AzureADKerberos: no machine behind it
  | "cluster_name"
  | "managed_service_account"
  | "prestaged";

/** A computer object to be. */
export interface ComputerPlan {
  readonly number: number;
  readonly domain: WorldDomain;
  readonly kind: ComputerKind;
  readonly cn: string;
  /** Without the `$`; at most 15 characters. */
  readonly sam: string;
  readonly dnsHostName: string | undefined;
  readonly os: OperatingSystem | undefined;
  readonly upgradesAt: number;
  readonly life: Life;
  /** The container it lies in while in use, without the domain. */
  readonly place: string;
  readonly createdAt: number;
  /** Disabled and moved to the retired OU, into the child of its year unless `retiredPlace` says where. */
  readonly retiredAt: number;
  readonly retiredPlace: string | undefined;
  /** Whether retiring also disables the account. */
  readonly disables: boolean;
  /** Disabled where it lies, and never moved. */
  readonly staysInPlace: boolean;
  /** A mistake that was noticed: enabled again and moved back. */
  readonly restoredAt: number;
  /** Deleted: a tombstone, or in the recycle bin with all its attributes. */
  readonly deletedAt: number;
  readonly recycleBin: boolean;
  /** Somebody edited it. */
  readonly editedAt: number;
  /** The domain controller that was asked has not heard of later changes: whenChanged is not replicated. */
  readonly changesUnseen: boolean;
  readonly managedBy: PersonNumber | undefined;
  readonly spns: readonly string[];
  /** The loser of a replication conflict. */
  readonly conflict: boolean;
}
