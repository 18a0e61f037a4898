import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { limitKey } from "./client-address.ts";

const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;

/**
 * Tries of passwords: five of one account from one address, twenty from one address and sixty of one account from wherever, and
 * sixty a minute in all, which is as much as this machine can hash. Ways back from the identity provider make us ask it something:
 * sixty from one address in five minutes. Somebody who knows an account's name can so keep it from signing in for an hour; the
 * identity provider and the command line stay.
 */
const LIMITS = {
  pair: { points: 5, duration: 15 * MINUTE_S },
  address: { points: 20, duration: 15 * MINUTE_S },
  account: { points: 60, duration: HOUR_S },
  all: { points: 60, duration: MINUTE_S },
  wayBack: { points: 60, duration: 5 * MINUTE_S },
} as const;

export type Admitted =
  | { readonly kind: "admitted" }
  | { readonly kind: "refused"; readonly retryAfterS: number };

/** How often somebody may try. Of this process alone: it forgets when it ends, which takes longer than it gains anyone. */
export interface TryLimits {
  /** Counts one try of a password. */
  password(address: string, account: string): Promise<Admitted>;
  /** It was the right one: what led to it is forgotten, the account's from elsewhere apart. */
  succeeded(address: string, account: string): Promise<void>;
  /** Counts one way back from the identity provider. */
  wayBack(address: string): Promise<Admitted>;
}

export function tryLimits(): TryLimits {
  const limiter = (name: keyof typeof LIMITS) => new RateLimiterMemory({ keyPrefix: name, ...LIMITS[name] });
  const [pair, address, account, all, wayBack] = [
    limiter("pair"),
    limiter("address"),
    limiter("account"),
    limiter("all"),
    limiter("wayBack"),
  ];
  const pairKey = (from: string, of: string): string => `${limitKey(from)} ${of}`;
  return {
    password: async (from, of) =>
      admitted([
        async () => pair.consume(pairKey(from, of)),
        async () => address.consume(limitKey(from)),
        async () => account.consume(of),
        async () => all.consume("all"),
      ]),
    succeeded: async (from, of) => {
      await pair.delete(pairKey(from, of));
      await address.reward(limitKey(from));
      await account.reward(of);
    },
    wayBack: async (from) => admitted([async () => wayBack.consume(limitKey(from))]),
  };
}

/** One after the other: who is refused by the first does not use up the others. */
async function admitted(counts: readonly (() => Promise<unknown>)[]): Promise<Admitted> {
  for (const count of counts) {
    try {
      await count();
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      return { kind: "refused", retryAfterS: Math.max(1, Math.ceil(error.msBeforeNext / 1_000)) };
    }
  }
  return { kind: "admitted" };
}
