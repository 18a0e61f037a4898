import type { DirectoryName } from "./ids.ts";
import type { Maybe } from "./unknown.ts";

/** One member of a VIP group, nested members included, with every name by which Central might call the person. */
export interface VipMember {
  readonly dn: string;
  readonly samAccountName: Maybe<string>;
  readonly userPrincipalName: Maybe<string>;
  readonly displayName: Maybe<string>;
  readonly mail: Maybe<string>;
  /** NetBIOS name of the member's domain, upper case. */
  readonly netbios: Maybe<string>;
}

/** What is known of a VIP group: one that cannot be read makes everyone a VIP. */
export type VipGroup =
  | { readonly dn: string; readonly kind: "read"; readonly members: readonly VipMember[] }
  | { readonly dn: string; readonly kind: "unreadable"; readonly detail: string };

/** All VIP groups of one directory. */
export interface DirectoryVips {
  readonly directory: DirectoryName;
  readonly groups: readonly VipGroup[];
}
