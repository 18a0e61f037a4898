import type { EndpointId, TenantId } from "./ids.ts";
import type { Instant } from "./instant.ts";
import type { Maybe } from "./unknown.ts";

/** The last user as Central saw one: not an owner. Any part may be missing. */
export interface AssociatedPerson {
  readonly id: Maybe<string>;
  readonly name: Maybe<string>;
  /** `DOMAIN\user`, `HOST\localuser`, `user@domain`, or a bare `user`. */
  readonly viaLogin: Maybe<string>;
}

export interface EndpointOs {
  readonly isServer: Maybe<boolean>;
  /** `windows`, `linux` or `macOS`. */
  readonly platform: Maybe<string>;
  readonly name: Maybe<string>;
  readonly majorVersion: Maybe<number>;
  readonly minorVersion: Maybe<number>;
  /** Windows build, such as 19045; the others do not send one. */
  readonly build: Maybe<number>;
}

/** A group of endpoints in a tenant; at least one of the two is known. */
export interface EndpointGroup {
  readonly id: Maybe<string>;
  readonly name: Maybe<string>;
}

/** A group as Central's own list of groups names it. */
export interface NamedGroup {
  readonly id: string;
  readonly name: string;
}

/** A device record in Sophos Central, read at the boundary and nothing defaulted. */
export interface Endpoint {
  readonly id: EndpointId;
  readonly tenant: TenantId;
  readonly hostname: Maybe<string>;
  /** `computer`, `server` or `securityVm`. */
  readonly type: Maybe<string>;
  readonly os: EndpointOs;
  readonly lastSeenAt: Maybe<Instant>;
  /** Observed, undocumented: missing on many records. */
  readonly registeredAt: Maybe<Instant>;
  readonly person: AssociatedPerson;
  readonly serialNumber: Maybe<string>;
  readonly macAddresses: Maybe<readonly string[]>;
  readonly groupId: Maybe<string>;
  readonly groupName: Maybe<string>;
  /** The group and those above it. */
  readonly groupHierarchy: Maybe<readonly EndpointGroup[]>;
  /** Each tag as `key:value`. */
  readonly tags: Maybe<readonly string[]>;
  readonly isolation: Maybe<"isolated" | "notIsolated">;
  readonly lockdown: Maybe<string>;
  readonly online: Maybe<boolean>;
  readonly cloned: Maybe<boolean>;
  readonly tamperProtectionEnabled: Maybe<boolean>;
}
