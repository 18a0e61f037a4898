import type { Instant } from "../core/model/instant.ts";

/** Who may delete now: one run at a time. */
export interface Lease {
  /** Grows with every run that takes the lease, so that an earlier holder can be told from the present one. */
  readonly token: number;
  /** Account, host and process of the holder. */
  readonly holder: string;
  readonly renewedAt: Instant;
}

export interface LeaseStore {
  /**
   * Takes the lease when nobody holds it, its holder has not renewed it for `ttlMs`, or its holder is a process of this host
   * that has died. Otherwise says who holds it.
   */
  take(
    now: Instant,
    ttlMs: number,
  ): Promise<
    { readonly kind: "taken"; readonly token: number } | { readonly kind: "held"; readonly by: Lease }
  >;
  /** Renews it; false when another run has taken it since. In a transaction it cannot be taken before the end of that. */
  renew(token: number, now: Instant): Promise<boolean>;
  /** Gives it back; without effect when another run has taken it since. */
  release(token: number): Promise<void>;
  /** The lease as it would stand in the way of a run now; undefined when it could be taken. */
  held(now: Instant, ttlMs: number): Promise<Lease | undefined>;
}
