import type { RequestCount } from "../../ports/endpoint-source.ts";

/** What a request was for. */
export type Purpose =
  | "token"
  | "whoami"
  | "tenants"
  | "endpoints"
  | "endpoint"
  | "alerts"
  | "migrations"
  | "groups"
  | "events"
  | "downloads"
  | "tamper"
  | "remove";

/** Counts every HTTP request that leaves, retries included. */
export interface RequestCounter {
  sent(purpose: Purpose): void;
  retried(): void;
  read(): RequestCount;
}

/** Counts from nothing; `whole`, which it is a part of, goes on counting as well. */
export function requestCounter(whole?: RequestCounter): RequestCounter {
  const byPurpose = new Map<Purpose, number>();
  let total = 0;
  let retries = 0;
  return {
    sent(purpose) {
      whole?.sent(purpose);
      total++;
      byPurpose.set(purpose, (byPurpose.get(purpose) ?? 0) + 1);
    },
    retried() {
      whole?.retried();
      retries++;
    },
    read: () => ({ total, retries, byPurpose: Object.fromEntries(byPurpose) }),
  };
}
