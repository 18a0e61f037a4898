import { MINUTE } from "../core/model/instant.ts";
import { invariant } from "../core/model/invariant.ts";
import type { Clock } from "../ports/clock.ts";
import type { RunLease } from "../ports/run-lease.ts";
import type { Store } from "../ports/store.ts";

/**
 * How long a lease holds without being renewed. It is renewed before each endpoint and with each reservation; the longest that
 * lies between is a live reading that waits for Central's rate. Whoever loses it all the same stops: no cap hangs on it.
 */
export const LEASE_FOR = 10 * MINUTE;

/** The lease that counts, kept in the store: one run deletes at a time. */
export function durableLease(store: Pick<Store, "lease">, clock: Clock): RunLease {
  let token: number | undefined;
  return {
    take: async () => {
      const taken = await store.lease.take(clock.now(), LEASE_FOR);
      if (taken.kind === "held") return taken.by;
      token = taken.token;
      return "taken";
    },
    renew: async ({ lease }) => {
      invariant(token !== undefined, "only a lease that was taken can be renewed");
      return lease.renew(token, clock.now());
    },
    release: async () => {
      if (token !== undefined) await store.lease.release(token);
      token = undefined;
    },
  };
}

/** The lease of a dry run: it tells who is under way, and stands in nobody's way. */
export function rehearsedLease(store: Pick<Store, "lease">, clock: Clock): RunLease {
  return {
    take: async () => (await store.lease.held(clock.now(), LEASE_FOR)) ?? "taken",
    renew: async () => Promise.resolve(true),
    release: async () => Promise.resolve(),
  };
}
