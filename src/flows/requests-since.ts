import type { RequestCount } from "../ports/endpoint-source.ts";

/** The requests of one run: a source counts from the start of its process, which may see many runs. */
export function requestsSince(before: RequestCount, now: RequestCount): RequestCount {
  const byPurpose = Object.entries(now.byPurpose)
    .map(([purpose, count]) => [purpose, count - (before.byPurpose[purpose] ?? 0)] as const)
    .filter(([, count]) => count > 0);
  return {
    total: now.total - before.total,
    retries: now.retries - before.retries,
    byPurpose: Object.fromEntries(byPurpose),
  };
}
