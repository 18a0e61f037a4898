/** A directory as `rollcall init` asks for it; secrets are references, never values. */
export type InitDirectory = {
  readonly name: string;
  /** DNs of the OUs whose computers are retired. */
  readonly retiredOus: readonly string[];
  readonly vipGroups?: readonly string[] | undefined;
  /** Tenants, by name or id, whose devices belong to this domain. */
  readonly tenants?: readonly string[] | undefined;
} & (
  | {
      readonly type: "ldap";
      readonly url: string;
      readonly user: string;
      readonly password: string;
      readonly ca?: string | undefined;
      readonly baseDn: string;
    }
  | {
      readonly type: "file";
      readonly path: string;
      readonly domain: { readonly dns: string; readonly netbios: string };
    }
);

/** Everything that `rollcall init` asks for; what is absent stays the default. */
export interface InitAnswers {
  readonly store?: string | undefined;
  readonly central: {
    readonly clientId: string;
    readonly clientSecret: string;
    /** Only to reach a simulator, or Central through something else. */
    readonly idUrl?: string | undefined;
    readonly apiUrl?: string | undefined;
    readonly allowedHosts?: readonly string[] | undefined;
    readonly ca?: string | undefined;
  };
  readonly directories: readonly InitDirectory[];
}
